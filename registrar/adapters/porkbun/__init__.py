"""Porkbun v3, as far as it can be trusted with clients' names: reading, renewing, delegating."""

from datetime import date

from portfolio.held import Environment
from registrar import contract
from registrar.adapters.porkbun.changing import Changing
from registrar.signing import SetsSigners
from registrar.support import HANDLES, Capability, Spec, can, cannot, not_yet


class PorkbunRegistrar(
    Changing, contract.Registrar, contract.ChecksAvailability, contract.Quotes, contract.Renews,
    contract.TellsContacts, contract.SetsNameservers, contract.SetsAutoRenew, contract.TellsBalance,
    SetsSigners,
):  # fmt: skip
    """
    One account at Porkbun. `username` is its API key, `secret` its secret key; `attempts` bounds the reads.

    Both systems have one address: keys of the test system begin with `pk1_sb_` and `sk1_sb_`.
    """


_ADDRESS = "https://api.porkbun.com/api/json/v3"
_OWNER = "the account's default contact would own the name, for as long as the contacts are not set"
_PLAIN = (Capability.TELL_CONTACTS, Capability.SET_NAMESERVERS, Capability.SET_AUTO_RENEW)
SPEC = Spec(
    slug="porkbun",
    title="Porkbun",
    adapter=PorkbunRegistrar,
    documents="its API v3 reference, 3.7, and public clients of it",
    read_on=date(2026, 11, 23),
    endpoints={Environment.LIVE: _ADDRESS, Environment.SANDBOX: _ADDRESS},
    test_users="pk1_sb_",
    public_names=("Porkbun LLC",),
    iana_ids=frozenset({"1861"}),  # IANA, registrar ids
    supports={
        **dict.fromkeys(_PLAIN, can()),
        **dict.fromkeys(HANDLES, cannot("every name has its contacts inline")),
        Capability.CHECK_AVAILABILITY: can("one look in ten seconds"),
        Capability.QUOTE: can("in US dollars, for the shortest term only; one look in ten seconds"),
        Capability.REGISTER: cannot(f"its request has no place for contacts: {_OWNER}; never .ca"),
        Capability.FIND_ORDERS: cannot("no list of orders; what one did is seen in the account"),
        Capability.RENEW: can(
            "for the registry's shortest term, at the exact price, under a key known there for 24 hours; "
            "no premium names; not within 30 days of the last one; the full date is read right before"
        ),
        Capability.TRANSFER_IN: cannot(f"its request has no place for contacts: {_OWNER}"),
        Capability.SET_CONTACTS: not_yet("the API has it; names are not registered with their contacts"),
        Capability.SET_LOCK: cannot("there is no call for it; it is told"),
        Capability.TELL_AUTH_INFO: cannot("there is no call for it; the website shows it"),
        Capability.TELL_BALANCE: can("the account's credit in US dollars"),
        Capability.RESTORE: cannot("there is no call for it"),
        Capability.PRIVACY: cannot("it is chosen when a name is registered; it is told"),
        Capability.DNSSEC: can("kept as signers, one of each key tag; one request for each"),
        Capability.POLL: not_yet("the API has signed webhooks, and no queue to ask"),
    },
)
