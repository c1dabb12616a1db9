"""HEXONET (ISPAPI): CentralNic Reseller's commands with spellings and entities of its own."""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from portfolio.contacts import ContactRole
from portfolio.held import Environment
from portfolio.names import DomainName
from portfolio.order import OrderKind
from registrar.adapters.centralnic import SUPPORTS, CentralNicRegistrar
from registrar.contract import Quote
from registrar.keyvalue.contacts import ROLES
from registrar.keyvalue.line import Command
from registrar.keyvalue.prices import Checked, quoted, relations
from registrar.keyvalue.reply import KeyValueReply
from registrar.support import Capability, Spec, can

LIVE, TEST = "54cd", "1234"
"""The entities of the two environments; one goes with its host only."""


class HexonetRegistrar(CentralNicRegistrar):
    """
    One account at HEXONET. What each method promises is said in `registrar.contract`.

    `username` is the account's, with `!role` behind it for a role of it; `secret` is its password.
    """

    slug = "hexonet"
    entities: ClassVar[Mapping[str, str]] = {"api.ispapi.net": LIVE}
    test_entity: ClassVar[str | None] = TEST
    period: ClassVar[str] = "{}Y"
    shows_privacy: ClassVar[tuple[str, ...]] = ("X-ACCEPT-WHOISTRUSTEE-TAC",)
    keys: ClassVar[str] = "SECDNS-KEY"
    delegation_signers: ClassVar[str] = "SECDNS-DS"
    sends_keys: ClassVar[bool] = False
    unsign: ClassVar[str] = "SECDNS-REMOVE-ALL"
    premium_channels: ClassVar[Mapping[str, str]] = {"PREMIUMCHANNELS": "*"}
    listing: ClassVar[Mapping[str, str]] = {"ORDERBY": "DOMAIN", "USERDEPTH": "SELF"}
    by_date: ClassVar[Mapping[str, str]] = {"ORDERBY": "EVENTDATE", "WIDE": "1"}
    use: ClassVar[str] = "QueryDomainList"
    as_role: ClassVar[tuple[str, ...]] = tuple(ROLES.values())

    def priced(self, name: DomainName, kind: OrderKind, years: int, offered: Checked | None) -> Quote:
        """Return what `kind` costs: a premium as it was offered, anything else by its class of names."""
        if offered is not None and offered.offer.premium:
            if offered.premium_price is None or years != 1:
                raise self.unsupported(name, f"no price is told for a premium of {years} years")
            return Quote(name=name, kind=kind, years=years, price=offered.premium_price, premium=True)
        zone = "".join(name.labels[1:]).upper()
        if kind is OrderKind.RENEW:
            zone = self.status(name).first("SUBCLASS") or zone
        return self._line.read(
            Command("StatusUser"), lambda reply: quoted(name, kind, years, relations(reply, zone))
        )

    def premium(self, checked: Checked | None, quote: Quote) -> dict[str, str]:
        """Return what says that a name is known to be a premium: its class."""
        del quote
        return {"CLASS": (checked and checked.premium_class) or ""}

    def guard(self, until: date, status: KeyValueReply) -> dict[str, str]:
        """Return what a renewal starts from: the year, and the whole date as the vendor tells it."""
        exact = status.first("EXPIRATIONDATE") or ""
        exactly = {"EXPIRATIONDATE": exact} if exact.startswith(str(until.year)) else {}
        return {"EXPIRATION": str(until.year), **exactly}


SPEC = Spec(
    slug="hexonet",
    title="HEXONET",
    endpoints={
        Environment.LIVE: "https://api.ispapi.net/api/call.cgi",
        Environment.SANDBOX: "https://api-ote.ispapi.net/api/call.cgi",
    },
    adapter=HexonetRegistrar,
    documents="its API documentation, the state of d4a2d31, and its own clients",
    read_on=date(2026, 11, 23),
    also_needs=frozenset({ContactRole.BILLING}),
    public_names=("1API GmbH",),
    iana_ids=frozenset({"1387"}),  # IANA, registrar ids
    contact_needs=frozenset({"given", "family", "postal_code"}),
    supports=SUPPORTS
    | {
        Capability.QUOTE: can("in the account's currency; a premium's first year only"),
        Capability.DNSSEC: can(
            "signers are sent, all in one command; of keys that are there, what they give"
        ),
    },
)
