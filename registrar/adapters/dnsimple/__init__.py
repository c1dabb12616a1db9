"""DNSimple: one contact with every name, its registrant, under a number; JSON, no key and no guard."""

from datetime import date

from portfolio.held import Environment
from registrar.adapters.dnsimple.account import DnsimpleRegistrar
from registrar.support import Capability, Spec, can, cannot, not_yet

SPEC = Spec(
    slug=DnsimpleRegistrar.slug,
    title="DNSimple",
    documents="developer.dnsimple.com/v2 with its OpenAPI document and examples (dnsimple-developer 13c7966)",
    read_on=date(2026, 11, 23),
    endpoints={
        Environment.LIVE: "https://api.dnsimple.com/v2",
        Environment.SANDBOX: "https://api.sandbox.dnsimple.com/v2",
    },
    adapter=DnsimpleRegistrar,
    contact_needs=frozenset({"given", "family", "postal_code", "subdivision"}),
    supports={
        Capability.CHECK_AVAILABILITY: can("has a limit of its own: for names that are about to be ordered"),
        Capability.QUOTE: can("in US dollars; more years than one of renewals only"),
        Capability.REGISTER: can("for a year, for one contact and no other; nameservers are set right after"),
        Capability.FIND_ORDERS: cannot("an order carries nothing of ours, and is told by its number only"),
        Capability.RENEW: can("no guard and no key: the full date is read right before"),
        Capability.TRANSFER_IN: can("for one contact; its state is told fully to the process that asked"),
        Capability.TELL_CONTACTS: can("the registrant: there is no other"),
        Capability.SET_CONTACTS: can("the registrant, where the registry wants nothing more for the change"),
        Capability.KEEP_HANDLES: can("a number for each contact; it stands on the registrant only"),
        Capability.SET_LOCK: can("refused where the TLD has no lock"),
        Capability.TELL_AUTH_INFO: cannot("it is e-mailed to the administrative contact, never told"),
        Capability.TELL_BALANCE: cannot("there is no balance: a card is charged, and invoices are kept"),
        Capability.RESTORE: can("of a name that the account still has as expired"),
        Capability.PRIVACY: can("put on only where it is told as off: by one of two documents it may cost"),
        Capability.DNSSEC: can("delegation signers, one request for each; not where the TLD wants keys"),
        Capability.POLL: not_yet("there are unsigned webhooks, and no queue to ask"),
        **dict.fromkeys((Capability.FIND_HANDLES, Capability.TELL_HANDLE_USE), can()),
        **dict.fromkeys((Capability.SET_NAMESERVERS, Capability.SET_AUTO_RENEW), can()),
    },
)
