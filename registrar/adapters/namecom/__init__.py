"""Name.com: four contacts with every name, JSON, and a key that lets an order be sent once."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import partial

from pydantic import SecretStr

from net.client import HttpClient
from portfolio.contacts import Contact, ContactRole
from portfolio.held import Environment
from portfolio.money import Money
from portfolio.names import DomainName, HostName
from portfolio.observation import SeenContact
from portfolio.order import OrderKind
from portfolio.registration import Registration
from registrar.adapters.namecom import buying, reading, setting, wire
from registrar.adapters.namecom.auth import headers
from registrar.adapters.namecom.codes import MANNER
from registrar.attributes import AskedAttribute, AsksAttributes
from registrar.contract import (
    ChecksAvailability,
    Offer,
    Quote,
    Quotes,
    Receipt,
    Registers,
    Registrar,
    RegistrationRequest,
    RenewalRequest,
    Renews,
    SetsAutoRenew,
    SetsContacts,
    SetsLock,
    SetsNameservers,
    TellsAuthInfo,
    TellsBalance,
    TellsContacts,
    TransferRequest,
    TransfersIn,
    TransferState,
)
from registrar.json_line import Call, JsonCodec, json_line
from registrar.support import Capability, Spec, can, cannot, not_yet


class NameComRegistrar(
    Registrar,
    ChecksAvailability,
    Quotes,
    Registers,
    Renews,
    TransfersIn,
    TellsContacts,
    SetsContacts,
    SetsNameservers,
    SetsLock,
    SetsAutoRenew,
    TellsAuthInfo,
    TellsBalance,
    AsksAttributes,
):
    """
    One account at Name.com. What each method promises is said in `registrar.contract`.

    `secret` is the account's API token; `attempts` bounds how often a read is sent.
    """

    slug = "namecom"

    def __init__(
        self, http: HttpClient, *, endpoint: str, username: str, secret: SecretStr, attempts: int = 4
    ) -> None:
        self._http = http
        sign = partial(headers, username=username, token=secret, endpoint=endpoint)
        codec = JsonCodec(endpoint=endpoint, manner=MANNER, headers=sign)
        self._line = json_line(http, codec, registrar=self.slug, attempts=attempts)

    def close(self) -> None:
        """Close the connections; the next call opens new ones."""
        self._http.close()

    def info(self, name: DomainName) -> Registration:
        return reading.registration(self._line, name)

    def holdings(self) -> Iterator[DomainName]:
        return reading.holdings(self._line)

    def availability(self, name: DomainName) -> Offer:
        return reading.availability(self._line, name)

    def quote(self, name: DomainName, *, kind: OrderKind, years: int) -> Quote:
        return reading.quote(self._line, name, kind=kind, years=years)

    def register(self, request: RegistrationRequest) -> Receipt:
        return buying.register(self._line, request)

    def renew(self, request: RenewalRequest) -> Receipt:
        return buying.renew(self._line, request)

    def transfer_in(self, request: TransferRequest) -> Receipt:
        return buying.transfer_in(self._line, request)

    def transfer_state(self, name: DomainName) -> TransferState:
        return reading.transfer_state(self._line, name)

    def contacts(self, name: DomainName) -> Mapping[ContactRole, SeenContact]:
        return self.info(name).contacts

    def set_contacts(self, name: DomainName, contacts: Mapping[ContactRole, Contact]) -> Receipt:
        return setting.set_contacts(self._line, name, contacts)

    def set_nameservers(self, name: DomainName, hosts: frozenset[HostName]) -> Receipt:
        return setting.set_nameservers(self._line, name, hosts)

    def set_lock(self, name: DomainName, *, locked: bool) -> Receipt:
        return setting.switch(self._line, name, "locked", on=locked)

    def set_auto_renew(self, name: DomainName, *, on: bool) -> Receipt:
        return setting.switch(self._line, name, "autorenew_enabled", on=on)

    def auth_info(self, name: DomainName) -> SecretStr:
        call = Call("GetAuthCodeForDomain", f"domains/{name}:getAuthCode", name)
        return self._line.read(call, lambda reply: SecretStr(reply.as_a(wire.AuthCode).auth_code))

    def attributes_asked(self, tld: str) -> Sequence[AskedAttribute]:
        return reading.attributes_asked(self._line, tld)

    def balance(self) -> Money:
        call = Call("CheckAccountBalance", "accountinfo/balance")
        return self._line.read(
            call, lambda reply: Money(amount=max(reply.as_a(wire.Balance).balance, Decimal(0)))
        )


_READ = f"as of its OpenAPI document 1.7.0, read {date(2026, 11, 23)}"

SPEC = Spec(
    slug="namecom",
    title="Name.com",
    endpoints={
        Environment.LIVE: "https://api.name.com/core/v1",
        Environment.SANDBOX: "https://api.dev.name.com/core/v1",
    },
    adapter=NameComRegistrar,
    also_needs=frozenset({ContactRole.BILLING}),
    public_names=("Name.com, Inc.",),
    iana_ids=frozenset({"625"}),  # IANA, registrar ids
    contact_needs=frozenset({"given", "family", "postal_code", "subdivision"}),
    supports={
        Capability.CHECK_AVAILABILITY: can("names that are for sale but not by registering are unclear"),
        Capability.QUOTE: can("in US dollars, without taxes; no price of a restore"),
        Capability.REGISTER: can(
            "under a key from our reference, known there for 12 hours; no internationalized names; "
            "what a TLD asks for, .ca too, is told at run time, and answered by what orders carry"
        ),
        Capability.FIND_ORDERS: cannot(
            f"orders carry nothing of ours, neither the key nor a comment, {_READ}; what one did is seen in "
            "the account"
        ),
        Capability.RENEW: can("no key: guarded by the full date, which is read right before"),
        Capability.TRANSFER_IN: can("always pending; contacts are not part of it, and are set afterwards"),
        Capability.TELL_CONTACTS: can(),
        Capability.SET_CONTACTS: can(
            "all four are sent, those that stay as they were read right before; no extensions, two street "
            "lines, given and family name, province and postal code always, Latin letters only"
        ),
        Capability.KEEP_HANDLES: cannot(f"every name has its contacts inline, {_READ}"),
        Capability.FIND_HANDLES: cannot(f"there are no handles, {_READ}"),
        Capability.TELL_HANDLE_USE: cannot(f"there are no handles, {_READ}"),
        Capability.SET_NAMESERVERS: can("some registries look first whether they answer"),
        Capability.SET_LOCK: can("refused where the TLD has no lock"),
        Capability.SET_AUTO_RENEW: can(),
        Capability.TELL_AUTH_INFO: can("refused where only the registry gives it"),
        Capability.TELL_BALANCE: can("the account's credit in US dollars"),
        Capability.RESTORE: cannot(f"there is no call for it, {_READ}; support restores names"),
        Capability.PRIVACY: not_yet("the API has it"),
        Capability.DNSSEC: not_yet("the API has it"),
        Capability.POLL: not_yet("the API has webhooks for transfers, locks and credit, and no queue to ask"),
    },
)
