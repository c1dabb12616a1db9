"""DNSimple: one contact with every name, its registrant, under a number; JSON, no key and no guard."""

from datetime import date

from portfolio.held import Environment
from registrar.adapters.dnsimple.buying import Buying
from registrar.support import Capability, Spec, can, cannot, not_yet


class DnsimpleRegistrar(Buying):
    """One account at DNSimple. What each method promises is said in `registrar.contract`."""


SPEC = Spec(
    slug="dnsimple",
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
        Capability.REGISTER: can(
            "for a year, with one contact: an admin, tech or billing contact other than the registrant is "
            "refused, nothing being sent; what a TLD asks for, .ca too, is told at run time; nameservers "
            "are set right after it, unless it is pending"
        ),
        Capability.FIND_ORDERS: cannot("an order carries nothing of ours, and is told by its number only"),
        Capability.RENEW: can("no guard and no key: the full date is read right before"),
        Capability.TRANSFER_IN: can(
            "one contact, as in a registration; its state is told by its number, which only the process "
            "that asked has; to others a name that is in the account and not registered there is pending"
        ),
        Capability.TELL_CONTACTS: can("the registrant: there is no other"),
        Capability.SET_CONTACTS: can(
            "the registrant, under a fresh number; no other beside it, and not where the registry wants "
            'more for the change; an organization gets the job title "Contact", which is demanded'
        ),
        Capability.KEEP_HANDLES: can("a number for each contact; it stands on the registrant only"),
        Capability.FIND_HANDLES: can(),
        Capability.TELL_HANDLE_USE: can(),
        Capability.SET_NAMESERVERS: can(),
        Capability.SET_LOCK: can("refused where the TLD has no lock"),
        Capability.SET_AUTO_RENEW: can(),
        Capability.TELL_AUTH_INFO: cannot("it is e-mailed to the administrative contact, never told"),
        Capability.TELL_BALANCE: cannot("there is no balance: a card is charged, and invoices are kept"),
        Capability.RESTORE: can("of a name that the account still has as expired"),
        Capability.PRIVACY: can("free where the TLD has it; bought by nothing that is sent"),
        Capability.DNSSEC: can("delegation signers, one request for each; not where the TLD wants keys"),
        Capability.POLL: not_yet("there are unsigned webhooks, and no queue to ask"),
    },
)
