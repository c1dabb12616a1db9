"""What each command does: looking, buying, changing, moving."""

import re
from collections.abc import Callable, Mapping, Sequence

from portfolio.contacts import ContactRole
from portfolio.money import Money
from portfolio.names import DomainName
from portfolio.order import OrderKind
from portfolio.registration import Status
from portfolio.tld import rules_for
from portfolio.values import day_of
from sandbox.objects import DomainRecord
from sandbox.vendors.centralnic import people
from sandbox.vendors.centralnic.lines import Asked, Refusal, Spelling, Told, stamp
from sandbox.vendors.centralnic.people import ROLES
from sandbox.vendors.office import Office

_MODES = {"AUTORENEW": True, "AUTOEXPIRE": False, "AUTODELETE": False}
_TRANSFERS = {"pending": "REQUESTED", "done": "SUCCESSFUL", "refused": "FAILED"}


class Commands:
    """The commands of one account, in one of the two spellings."""

    def __init__(self, office: Office, spelling: Spelling) -> None:
        self.office = office
        self.spelling = spelling

    def check_domains(self, asked: Asked) -> Told:
        """CheckDomains: whether names can be had; a premium is told beside the number for taken ones."""
        checks = [self._check(DomainName(name)) for name in asked.numbered("DOMAIN")]
        return Told({
            column: [check.get(column, "") for check in checks]
            for column in ("DOMAINCHECK", "CLASS", "PRICE", "CURRENCY", "REASON")
        })  # fmt: skip

    def _check(self, name: DomainName) -> dict[str, str]:
        prices = self.office.prices
        if not prices.sells(name):
            return {"DOMAINCHECK": "549 Command failed; the TLD is not supported"}
        if not self.office.registry.is_free(name):
            return {"DOMAINCHECK": "211 Domain name not available"}
        if not prices.is_premium(name):
            return {"DOMAINCHECK": "210 Available"}
        price = prices.of(name)
        return {
            "DOMAINCHECK": "211 Premium Domain name available [PREMIUM]",
            "CLASS": "PREMIUM_SANDBOX_A",
            "PRICE": f"{price.amount:.2f}",
            "CURRENCY": price.currency,
            "REASON": "Premium Domain Name",
        }

    def domain_price(self, asked: Asked) -> Told:
        """DomainPrice: what a name costs a year, and at once. CentralNic Reseller only."""
        name = asked.name
        if not self.office.prices.sells(name):
            raise Refusal(541, "Invalid attribute value; DOMAIN")
        yearly = self.office.prices.of(name)
        once = self.office.prices.of(name, kind=OrderKind.RESTORE)
        return Told({
            "DOMAIN": [name], "PREMIUM": [int(self.office.prices.is_premium(name))],
            "SETUP": ["0.00"], "APPLICATION": ["0.00"], "ANNUAL": [yearly.amount],
            "TRANSFER": [yearly.amount],
            "RESTORE": [once.amount], "CURRENCY": [yearly.currency],
        })  # fmt: skip

    def status_user(self, _asked: Asked) -> Told:
        """StatusUser: all prices of the account at once, as relations. HEXONET only."""
        prices, rows = self.office.prices, list[tuple[str, object]]()
        for tld, yearly in prices.by_tld.items():
            head = f"PRICE_CLASS_DOMAIN_{tld.upper()}"
            rows += [(f"{head}_ANNUAL", yearly), (f"{head}_SETUP", "0.00"), (f"{head}_TRANSFER", yearly)]
            rows += [(f"{head}_RESTORE", prices.restore), (f"{head}_CURRENCY", prices.currency)]
        types, values = zip(*rows, strict=True)
        return Told({"RELATIONTYPE": types, "RELATIONVALUE": values})

    def status_account(self, _asked: Asked) -> Told:
        """StatusAccount: the account's money."""
        balance = self.office.balance
        return Told(
            {"AMOUNT": [f"{balance.amount:.2f}"], "CREDIT": ["500.00"], "CURRENCY": [balance.currency]}
        )

    def add_contact(self, asked: Asked) -> Told:
        """AddContact: the handle of equal data, or a new one."""
        handle, is_new = people.made(self.office, asked)
        return Told({"CONTACT": [handle], "NEW": [int(is_new)], "STATUS": ["ACTIVE"]})

    def status_contact(self, asked: Asked) -> Told:
        """StatusContact: a contact, whole."""
        handle = asked.text("CONTACT")
        return Told(people.columns_of(handle, people.contact_of(self.office, handle)))

    def query_contact_list(self, asked: Asked) -> Told:
        """QueryContactList: a page of handles by their e-mail address."""
        return self._page(asked, "CONTACT", people.matching(self.office, asked.given.get("EMAIL", "*")))

    def query_domain_list(self, asked: Asked) -> Told:
        """QueryDomainList: a page of names, of those with a handle in a role where one is given."""
        wanted = {role: asked.given[column] for role, column in ROLES.items() if asked.given.get(column)}
        names = [
            record.name
            for record in self.office.all_held()
            if all(record.handles.get(role) == handle for role, handle in wanted.items())
        ]
        return self._page(asked, "DOMAIN", names)

    def names_by_contact(self, asked: Asked) -> Told:
        """QueryDomainListByContact: a row for each role of each name that has a handle. CentralNic's only."""
        held = self.office.all_held()
        uses = [r.name for r in held for handle in r.handles.values() if handle == asked.text("CONTACT")]
        return self._page(asked, "DOMAIN", uses)

    def status_domain(self, asked: Asked) -> Told:
        """StatusDomain: a name of the account."""
        record = self._held(asked.name)
        expiry, paid = stamp(record.expires_at), stamp(record.registrar_expires_at)
        private = int(record.name in self.office.private)
        columns: dict[str, Sequence[object]] = {
            "DOMAIN" if not self.spelling.capitals else "ID": [record.name.upper()],
            "SUBCLASS": [record.name.tld.upper()], "STATUS": ["ACTIVE"], "ROID": [record.registry_domain_id],
            "CREATEDDATE": [stamp(record.registered_at)], "UPDATEDDATE": [stamp(record.last_changed_at)],
            "TRANSFERDATE": [stamp(record.transferred_at)], "EXPIRATIONDATE": [expiry],
            "REGISTRATIONEXPIRATIONDATE": [expiry], "PAIDUNTILDATE": [paid],
            "RENEWALMODE": ["AUTORENEW" if record.auto_renew else "AUTOEXPIRE"],
            "TRANSFERLOCK": [int(Status.CLIENT_TRANSFER_PROHIBITED in record.statuses)],
            "AUTH": [record.auth_info], "NAMESERVER": [host.upper() for host in record.nameservers],
            self.spelling.shows_privacy: [private],
            self.spelling.signer: self.office.signers.get(record.name, ()),
        }  # fmt: skip
        return Told(columns | {ROLES[role]: [handle] for role, handle in record.handles.items()})

    def add_domain(self, asked: Asked) -> Told:
        """AddDomain: register a name with handles in all four roles, but those that its registry refuses."""
        name, years = asked.name, self._years(asked)
        handles = people.roles_in(self.office, asked)
        refused = rules_for(name).refused_roles
        for role in ContactRole:
            if role not in handles and role not in refused:
                raise Refusal(504, f"Missing required attribute; {ROLES[role]}0")
        if not self.office.prices.sells(name):
            raise Refusal(541, "Invalid attribute value; DOMAIN")
        if self.office.registry.look_up(name) is not None:
            raise Refusal(554, "Object already registered")
        price = self.office.prices.of(name, years=years)
        self._raise_unless_known_as_premium(asked, name, price)
        self._raise_if_short(price)
        legal = asked.given.get(self.spelling.legal_type)
        record = self.office.registry.create(
            name, by=self.office.slug, years=years, contacts=handles,
            nameservers=asked.numbered("NAMESERVER"),
            attributes={"ca.legal_type": legal} if legal else {},
        )  # fmt: skip
        self.office.order(name, OrderKind.REGISTER, years=years, price=price)
        return Told({
            "STATUS": ["ACTIVE"], "REGISTRATIONEXPIRATIONDATE": [stamp(record.expires_at)],
            "PAIDUNTILDATE": [stamp(record.registrar_expires_at)],
        })  # fmt: skip

    def _raise_unless_known_as_premium(self, asked: Asked, name: DomainName, price: Money) -> None:
        if not self.office.prices.is_premium(name):
            return
        right = (
            {"CLASS": "PREMIUM_SANDBOX_A"} if self.spelling.capitals else {"X-FEE-AMOUNT": str(price.amount)}
        )
        if any(asked.given.get(key) != value for key, value in right.items()):
            raise Refusal(541, f"Invalid attribute value; {next(iter(right))}")

    def renew_domain(self, asked: Asked) -> Told:
        """RenewDomain: guarded by the year of the date, or by the date itself."""
        record, years = self._held(asked.name), self._years(asked)
        until = record.registrar_expires_at
        if asked.given.get("EXPIRATION", f"{until:%Y}") != f"{until:%Y}":
            raise Refusal(541, "Invalid attribute value; EXPIRATION")
        if asked.given.get("EXPIRATIONDATE", stamp(record.expires_at)) != stamp(record.expires_at):
            raise Refusal(541, "Invalid attribute value; EXPIRATIONDATE")
        price = self.office.prices.of(record.name, kind=OrderKind.RENEW, years=years)
        self._raise_if_short(price)
        renewed = self.office.registry.renew_as_registrar(
            record.name, by=self.office.slug, years=years, current_expiry=day_of(until)
        )
        self.office.order(record.name, OrderKind.RENEW, years=years, price=price)
        expiry = stamp(renewed.expires_at)
        return Told({
            "DOMAIN": [record.name], "EXPIRATIONDATE": [expiry], "REGISTRATIONEXPIRATIONDATE": [expiry],
        })  # fmt: skip

    def restore_domain(self, asked: Asked) -> Told:
        """RestoreDomain: from redemption. The reply says that it is pending, whatever the registry does."""
        name = asked.name
        if self.office.deleted(name) is None:
            self._held(name)
            raise Refusal(552, "Object status does not allow for operation")
        price = self.office.prices.of(name, kind=OrderKind.RESTORE)
        self._raise_if_short(price)
        self.office.registry.restore(name, by=self.office.slug)
        self.office.order(name, OrderKind.RESTORE, price=price)
        return Told(said={"PENDING": "1"})

    def transfer_domain(self, asked: Asked) -> Told:
        """TransferDomain: ask the losing registrar for a name."""
        name = asked.name
        if asked.given.get("ACTION", "REQUEST").upper() != "REQUEST":
            raise Refusal(506, "Invalid option value; ACTION")
        people.roles_in(self.office, asked)
        price = self.office.prices.of(name, kind=OrderKind.TRANSFER)
        self._raise_if_short(price)
        self.office.ask_transfer(name, auth_info=asked.given.get("AUTH", ""), price=price)
        return Told(said={"PENDING": "1"})

    def status_transfer(self, asked: Asked) -> Told:
        """StatusDomainTransfer: how far a transfer has come."""
        transfer = self.office.transfers.get(asked.name)
        if transfer is None:
            raise Refusal(545, "Object not found")
        return Told({"TRANSFERSTATUS": [_TRANSFERS[transfer.state]], "TRANSFERTYPE": ["INCOMING"]})

    def modify_domain(self, asked: Asked) -> Told:
        """ModifyDomain: what is given is changed, all of it or nothing."""
        record, spelling = self._held(asked.name), self.spelling
        handles, hosts = people.roles_in(self.office, asked), asked.numbered("NAMESERVER")
        lock = asked.given.get("TRANSFERLOCK")
        only = (Status.CLIENT_TRANSFER_PROHIBITED,)
        self.office.registry.update(
            record.name, by=self.office.slug, contacts=handles or None, nameservers=hosts or None,
            add_statuses=only if lock == "1" else (), remove_statuses=only if lock == "0" else (),
        )  # fmt: skip
        rows = asked.numbered(spelling.signer)
        if rows or asked.given.get(spelling.unsign) == "1":
            self.office.set_signers(record.name, rows)
        private = asked.given.get(spelling.privacy)
        if private is not None:
            (self.office.private.add if private == "1" else self.office.private.discard)(record.name)
        return Told()

    def set_renewal_mode(self, asked: Asked) -> Told:
        """SetDomainRenewalMode."""
        record, mode = self._held(asked.name), asked.text("RENEWALMODE").upper()
        if mode not in _MODES:
            raise Refusal(541, "Invalid attribute value; RENEWALMODE")
        self.office.registry.set_auto_renew(record.name, by=self.office.slug, on=_MODES[mode])
        return Told({"UNRENEW": [0]})

    def query_event_list(self, asked: Asked) -> Told:
        """QueryEventList: the oldest event only, which is all that the registry's queue shows."""
        message = self.office.registry.poll(by=self.office.slug)
        return self._page(asked, "EVENT", [message.number] if message else [])

    def status_event(self, asked: Asked) -> Told:
        """StatusEvent: one event."""
        message = self.office.registry.poll(by=self.office.slug)
        if message is None or str(message.number) != asked.text("EVENT"):
            raise Refusal(545, "Object not found")
        word = message.event.upper().replace(" ", "_")
        kind = "DOMAIN_TRANSFER" if "TRANSFER" in word else "DOMAIN"
        data = [f"domain:{message.name}"]
        return Told({"CLASS": [kind], "SUBCLASS": [word], "DATA": data, "DATE": [f"{stamp(message.at)}.0"]})

    def delete_event(self, asked: Asked) -> Told:
        """DeleteEvent: take an event away."""
        number = asked.text("EVENT")
        is_there = number.isdecimal() and self.office.registry.acknowledge(int(number), by=self.office.slug)
        if not is_there:
            raise Refusal(541, "Invalid attribute value; EVENT")
        return Told()

    def _page(self, asked: Asked, column: str, rows: Sequence[object]) -> Told:
        first = int(asked.given.get("FIRST") or 0)
        limit = min(int(asked.given.get("LIMIT") or 1000), self.office.largest_page)
        page = rows[first : first + limit]
        last = first + max(len(page) - 1, 0)
        return Told({
            "FIRST": [first], "LAST": [last], "COUNT": [len(page)], "LIMIT": [limit],
            "TOTAL": [len(rows) + self.office.miscounts], column: page,
        })  # fmt: skip

    def _held(self, name: DomainName) -> DomainRecord:
        record = self.office.held(name)
        if record is None:
            is_there = self.office.registry.look_up(name) is not None
            raise Refusal(531, "Authorization failed") if is_there else Refusal(545, "Object not found")
        return record

    def _years(self, asked: Asked) -> int:
        match = re.fullmatch(self.spelling.period, asked.given.get("PERIOD", ""))
        if match is None:
            raise Refusal(505, "Invalid attribute value syntax; PERIOD")
        return int(match[1])

    def _raise_if_short(self, price: Money) -> None:
        if not self.office.can_pay(price):
            raise Refusal(546, "Credit limit exceeded")


OPERATIONS: Mapping[str, Callable[[Commands, Asked], Told]] = {
    "CheckDomains": Commands.check_domains,
    "StatusAccount": Commands.status_account,
    "AddContact": Commands.add_contact,
    "StatusContact": Commands.status_contact,
    "QueryContactList": Commands.query_contact_list,
    "QueryDomainList": Commands.query_domain_list,
    "StatusDomain": Commands.status_domain,
    "AddDomain": Commands.add_domain,
    "RenewDomain": Commands.renew_domain,
    "RestoreDomain": Commands.restore_domain,
    "TransferDomain": Commands.transfer_domain,
    "StatusDomainTransfer": Commands.status_transfer,
    "ModifyDomain": Commands.modify_domain,
    "SetDomainRenewalMode": Commands.set_renewal_mode,
    "QueryEventList": Commands.query_event_list,
    "StatusEvent": Commands.status_event,
    "DeleteEvent": Commands.delete_event,
}
"""The commands that both have, by their names."""

CENTRALNIC_ONLY: Mapping[str, Callable[[Commands, Asked], Told]] = {
    "DomainPrice": Commands.domain_price,
    "QueryDomainListByContact": Commands.names_by_contact,
}
HEXONET_ONLY: Mapping[str, Callable[[Commands, Asked], Told]] = {"StatusUser": Commands.status_user}
