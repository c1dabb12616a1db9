"""A unit of work: all the stores over one transaction. What is not committed did not happen."""

from portfolio.audit import Actor
from records.accounts import Accounts
from records.audit import AuditTrail
from records.batches import Batches
from records.brakes import Brakes
from records.calendars import Calendars
from records.changes import Changes
from records.clients import Clients
from records.contacts import Contacts
from records.domains import Domains
from records.findings import Findings
from records.handles import Handles
from records.imports import Imports
from records.lost_orders import LostOrders
from records.mail_events import MailEvents
from records.notice_figures import NoticeFigures
from records.notice_problems import NoticeProblems
from records.observations import Observations
from records.orders import Orders
from records.outbox import Outbox
from records.plans import Plans
from records.refusals import in_our_words
from records.runs import Runs
from records.stops import Stops
from records.transaction import Transaction
from records.verifications import Verifications


class Unit:
    """The stores of one transaction. Not shared between threads."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self.clients = Clients(transaction)
        self.contacts = Contacts(transaction)
        self.accounts = Accounts(transaction)
        self.domains = Domains(transaction)
        self.imports = Imports(transaction)
        self.observations = Observations(transaction)
        self.orders = Orders(transaction)
        self.lost_orders = LostOrders(transaction)
        self.batches = Batches(transaction)
        self.runs = Runs(transaction)
        self.stops = Stops(transaction)
        self.findings = Findings(transaction)
        self.brakes = Brakes(transaction)
        self.changes = Changes(transaction)
        self.plans = Plans(transaction)
        self.handles = Handles(transaction)
        self.outbox = Outbox(transaction)
        self.mail_events = MailEvents(transaction)
        self.verifications = Verifications(transaction)
        self.notice_figures = NoticeFigures(transaction)
        self.notice_problems = NoticeProblems(transaction)
        self.calendars = Calendars(transaction)
        self.audit = AuditTrail(transaction)

    @property
    def actor(self) -> Actor:
        """Who acts. Raises `ReadOnly` in a unit that only reads."""
        return self._transaction.actor

    def commit(self) -> None:
        """
        Make what was changed last; it is on the disk when this returns.

        The unit goes on in a new transaction. Raises `ReadOnly` in a unit that only reads.
        """
        _ = self._transaction.actor
        with in_our_words():
            self._transaction.session.commit()
