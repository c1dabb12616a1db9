"""OpenSRS (Tucows): the wholesaler that many Canadian resellers hold their names through."""

from collections.abc import Iterator, Mapping
from datetime import date

from pydantic import SecretStr

from net.client import HttpClient
from portfolio.contacts import Contact, ContactRole
from portfolio.held import Environment
from portfolio.money import Money
from portfolio.names import DomainName, HostName
from portfolio.observation import SeenContact
from portfolio.order import OrderKind
from portfolio.registration import Registration
from registrar import contract
from registrar.adapters.opensrs import buying, finding, listing, prices, reading, redemption, setting
from registrar.adapters.opensrs.codec import OpsCodec
from registrar.adapters.opensrs.wire import said
from registrar.exchange import Exchange
from registrar.privacy import SetsPrivacy
from registrar.support import Capability, Spec, can, cannot, not_yet


class OpenSRSRegistrar(
    contract.Registrar, contract.ChecksAvailability, contract.Quotes, contract.Registers, contract.Renews,
    contract.FindsOrders, contract.Restores, contract.TransfersIn, contract.TellsContacts,
    contract.SetsContacts, contract.SetsNameservers, contract.SetsLock, contract.SetsAutoRenew,
    contract.TellsAuthInfo, contract.TellsBalance, SetsPrivacy,
):  # fmt: skip
    """
    One reseller account at OpenSRS. What each method promises is said in `registrar.contract`.

    `secret` is the account's API key; `attempts` bounds how often a read is sent.
    """

    slug = "opensrs"

    def __init__(
        self, http: HttpClient, *, endpoint: str, username: str, secret: SecretStr, attempts: int = 4
    ) -> None:
        self._http = http
        codec = OpsCodec(endpoint=endpoint, username=username, key=secret)
        self._line = Exchange(http, codec, registrar=self.slug, attempts=attempts)

    def close(self) -> None:
        """Close the connections; the next call opens new ones."""
        self._http.close()

    def info(self, name: DomainName) -> Registration:
        return reading.registration(self._line, name)

    def holdings(self) -> Iterator[DomainName]:
        return listing.holdings(self._line)

    def availability(self, name: DomainName) -> contract.Offer:
        return reading.availability(self._line, name)

    def quote(self, name: DomainName, *, kind: OrderKind, years: int) -> contract.Quote:
        return prices.quote(self._line, name, kind=kind, years=years)

    def register(self, request: contract.RegistrationRequest) -> contract.Receipt:
        return buying.register(self._line, request)

    def find_order(self, sought: contract.OrderSought) -> contract.OrderAnswer:
        return finding.find_order(self._line, sought)

    def renew(self, request: contract.RenewalRequest) -> contract.Receipt:
        return buying.renew(self._line, request)

    def restore(self, request: contract.RestoreRequest) -> contract.Receipt:
        return redemption.restore(self._line, request)

    def transfer_in(self, request: contract.TransferRequest) -> contract.Receipt:
        return buying.transfer_in(self._line, request)

    def transfer_state(self, name: DomainName) -> contract.TransferState:
        return reading.transfer_state(self._line, name)

    def contacts(self, name: DomainName) -> Mapping[ContactRole, SeenContact]:
        return reading.holding(self._line, name).contacts

    def set_contacts(self, name: DomainName, contacts: Mapping[ContactRole, Contact]) -> contract.Receipt:
        return setting.set_contacts(self._line, name, contacts)

    def set_nameservers(self, name: DomainName, hosts: frozenset[HostName]) -> contract.Receipt:
        return setting.set_nameservers(self._line, name, hosts)

    def set_lock(self, name: DomainName, *, locked: bool) -> contract.Receipt:
        return setting.set_lock(self._line, name, locked=locked)

    def set_auto_renew(self, name: DomainName, *, on: bool) -> contract.Receipt:
        return setting.set_auto_renew(self._line, name, on=on)

    def set_privacy(self, name: DomainName, *, on: bool) -> contract.Receipt:
        return setting.set_privacy(self._line, name, on=on)

    def auth_info(self, name: DomainName) -> SecretStr:
        return reading.get(
            self._line, name, "domain_auth_info", lambda told: SecretStr(said(told, "domain_auth_info"))
        )

    def balance(self) -> Money:
        return prices.balance(self._line)


SPEC = Spec(
    slug="opensrs",
    title="OpenSRS (Tucows)",
    endpoints={
        Environment.LIVE: "https://rr-n1-tor.opensrs.net:55443/",
        Environment.SANDBOX: "https://horizon.opensrs.net:55443/",
    },
    adapter=OpenSRSRegistrar,
    documents="the pages of its domains API",
    read_on=date(2026, 11, 23),
    also_needs=frozenset({ContactRole.BILLING}),
    public_names=("Tucows Domains Inc.", "Tucows.com Co."),
    iana_ids=frozenset({"69"}),  # IANA, registrar ids
    # "EPP Contact Requirements" and "Character restrictions" in the vendor's pages; the shorter of the two.
    contact_needs=frozenset({"postal_code"}),
    subdivision_in=frozenset({"CA", "US"}),
    contact_lengths={
        "given": 64,
        "family": 63,
        "organization": 63,  # of a contact without a family name, it is sent as that
        "street": 64,
        "city": 64,
        "postal_code": 16,
        "phone": 20,
        "fax": 20,
        "email": 100,
    },
    supports={
        Capability.CHECK_AVAILABILITY: can("a waiting registration counts as taken"),
        Capability.QUOTE: can(
            "amounts come without a currency and are taken for US dollars; no price of a restore"
        ),
        Capability.REGISTER: can(
            "saved first, then paid by number; no internationalized names, since orders have no language tag"
        ),
        Capability.FIND_ORDERS: can(
            "by our reference in the list of orders; a restore leaves no order, so that one is found only "
            "when the name is back"
        ),
        Capability.RENEW: can(
            "saved first, then paid by number; guarded by the full date, and by the year at the vendor"
        ),
        Capability.TRANSFER_IN: can(
            "always pending; under .ca the contacts stay as they are until it is done; no code of its own "
            "for a wrong auth_info"
        ),
        Capability.TELL_CONTACTS: can(),
        Capability.SET_CONTACTS: can("no billing contact under .ca"),
        Capability.KEEP_HANDLES: cannot("every name has its contacts inline"),
        Capability.FIND_HANDLES: cannot("there are no handles"),
        Capability.TELL_HANDLE_USE: cannot("there are no handles"),
        Capability.SET_NAMESERVERS: can("hosts unknown to the registry must be added there first"),
        Capability.SET_LOCK: can("refused where the TLD has no lock"),
        Capability.SET_AUTO_RENEW: can(),
        Capability.TELL_AUTH_INFO: can(),
        Capability.TELL_BALANCE: can("without what pending orders hold"),
        Capability.RESTORE: can(
            "carries no reference and tells no price; the vendor's test system cannot do it"
        ),
        Capability.PRIVACY: can("where it was bought with the name; buying it is not part of this"),
        Capability.DNSSEC: not_yet("the API has set_dnssec_info; its form was read nowhere"),
        Capability.POLL: not_yet("the API has event poll and ack; their form was not read whole"),
    },
)
