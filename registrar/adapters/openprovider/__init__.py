"""Openprovider: contacts under handles, names by number, an envelope of JSON whose code is the yes."""

from datetime import date

from portfolio.contacts import ContactRole
from portfolio.held import Environment
from registrar.adapters.openprovider.changing import Buying
from registrar.support import Capability, Spec, can, cannot


class OpenproviderRegistrar(Buying):
    """One account: `username` and `secret` are the login's, and its token is renewed where out of date."""


SPEC = Spec(
    slug=OpenproviderRegistrar.slug,
    title="Openprovider",
    adapter=OpenproviderRegistrar,
    documents="swagger.json of v1beta (openprovider/api-documentation 39f1455), the vendor's WHMCS module",
    read_on=date(2026, 11, 23),
    endpoints={
        Environment.LIVE: "https://api.openprovider.eu/v1beta",
        Environment.SANDBOX: "http://api.sandbox.openprovider.nl:8480/v1beta",
    },
    also_needs=frozenset({ContactRole.BILLING}),
    public_names=("Hosting Concepts B.V. d/b/a Openprovider", "Hosting Concepts B.V. d/b/a Registrar.eu"),
    iana_ids=frozenset({"1647"}),  # IANA, registrar ids
    contact_needs=frozenset({"given", "family", "postal_code"}),
    supports={
        Capability.CHECK_AVAILABILITY: can("a reserved name is unclear"),
        Capability.QUOTE: can("in the account's currency; the supplier's own price is not shown"),
        Capability.REGISTER: can("fresh handles, a mark in comments; .ca in the registrant's language"),
        Capability.FIND_ORDERS: can("by a mark in comments; a renewal by its date, which others may move"),
        Capability.RENEW: can("no guard: marked, by the date that is read right before"),
        Capability.TRANSFER_IN: can("without nameservers, which some TLDs want; no premium names"),
        Capability.TELL_CONTACTS: can(),
        Capability.SET_CONTACTS: can(
            "fresh handles; a registrant that changes by a trade only is refused; no extensions, two street "
            "lines, given and family name and postal code always, Latin letters only"
        ),
        Capability.KEEP_HANDLES: can("the vendor chooses them; our reference is in their comments"),
        Capability.FIND_HANDLES: can("every contact of the account is listed"),
        Capability.TELL_HANDLE_USE: can(),
        Capability.SET_NAMESERVERS: can(),
        Capability.SET_LOCK: can(),
        Capability.SET_AUTO_RENEW: can("the account's default counts as neither on nor off"),
        Capability.PRIVACY: can("fees of updates are never accepted, so that one that costs is refused"),
        Capability.TELL_AUTH_INFO: can("refused where only the registry gives it"),
        Capability.TELL_BALANCE: can("without what is reserved for pending transactions"),
        Capability.RESTORE: can("marked right before, in the comments of the deleted name"),
        Capability.DNSSEC: can("keys are kept; no digests"),
        Capability.POLL: cannot("there is no queue of messages and no webhook; notices come by e-mail"),
    },
)
