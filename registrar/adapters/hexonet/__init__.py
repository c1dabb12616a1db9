"""HEXONET (ISPAPI): CentralNic Reseller's commands with spellings and entities of its own."""

from datetime import date
from typing import ClassVar

from portfolio.contacts import ContactRole
from portfolio.held import Environment
from registrar.adapters.centralnic import SUPPORTS, CentralNicRegistrar
from registrar.adapters.centralnic.wire import Profile
from registrar.support import Capability, Spec, can

LIVE, TEST = "54cd", "1234"
"""The entities of the two environments; one goes with its host only."""


class HexonetRegistrar(CentralNicRegistrar):
    """
    One account at HEXONET. What each method promises is said in `registrar.contract`.

    `username` is the account's, with `!role` behind it for a role of it; `secret` is its password.
    """

    slug = "hexonet"
    profile: ClassVar[Profile] = Profile(
        entities={"api.ispapi.net": LIVE},
        test=TEST,
        period="{}Y",
        privacy="X-ACCEPT-WHOISTRUSTEE-TAC",
        shows_privacy=("X-ACCEPT-WHOISTRUSTEE-TAC",),
        keys="SECDNS-KEY",
        signers="SECDNS-DS",
        writes_keys=False,
        unsign="SECDNS-REMOVE-ALL",
        premium={"PREMIUMCHANNELS": "*"},
        listing={"ORDERBY": "DOMAIN", "USERDEPTH": "SELF"},
        by_date={"ORDERBY": "EVENTDATE", "WIDE": "1"},
        use="QueryDomainList",
        as_role=("OWNERCONTACT", "ADMINCONTACT", "TECHCONTACT", "BILLINGCONTACT"),
    )


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
