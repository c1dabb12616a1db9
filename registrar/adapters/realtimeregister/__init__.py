"""Realtime Register: handles of our choice, dry runs before money, a list of processes after."""

from datetime import date

from portfolio.contacts import ContactRole
from portfolio.held import Environment
from registrar.adapters.realtimeregister.changing import Changing
from registrar.support import Capability, Spec, can


class RealtimeRegisterRegistrar(Changing):
    """
    One customer at Realtime Register. What each method promises is said in `registrar.contract`.

    `username` is the customer's handle, `secret` its API key; `attempts` bounds how often a read is sent.
    Keys of the two environments look alike: one of the other is refused by the vendor itself (401).
    """


_PLAIN = (Capability.CHECK_AVAILABILITY, Capability.SET_NAMESERVERS, Capability.SET_AUTO_RENEW)
SPEC = Spec(
    slug="realtimeregister",
    title="Realtime Register",
    adapter=RealtimeRegisterRegistrar,
    documents="the vendor's machine-readable reference of API v2 (3858000) and its PHP SDK (1414ea0)",
    read_on=date(2026, 11, 23),
    endpoints={
        Environment.LIVE: "https://api.yoursrs.com/v2",
        Environment.SANDBOX: "https://api.yoursrs-ote.com/v2",
    },
    also_needs=frozenset({ContactRole.BILLING}),
    public_names=("Realtime Register B.V.",),
    iana_ids=frozenset({"839"}),  # IANA, registrar ids
    contact_needs=frozenset({"postal_code"}),
    supports={
        **dict.fromkeys(_PLAIN, can()),
        Capability.QUOTE: can(
            "renewals and restores by a dry run; others by the check or the price list, a year's price times "
            "the years, and by a dry run right before the order"
        ),
        Capability.REGISTER: can("what a TLD asks of its registrant is told at run time; no IDNs"),
        Capability.FIND_ORDERS: can(
            "registrations and transfers by the handle made for them, restores by their reason; a renewal "
            "carries nothing of ours, and is unclear without its number"
        ),
        Capability.RENEW: can("the date is read right before, and sent as a guard that some documents name"),
        Capability.TRANSFER_IN: can("always pending; fresh contacts, neither auto-renew nor privacy"),
        Capability.TELL_CONTACTS: can("the first where a role has several"),
        Capability.SET_CONTACTS: can(
            "fresh, with what the registry wants of a registrant; no extensions; a postal code always"
        ),
        Capability.KEEP_HANDLES: can("we choose them; one that is there already is compared"),
        Capability.FIND_HANDLES: can("by reading all contacts of the customer"),
        Capability.TELL_HANDLE_USE: can("by reading all names of the customer"),
        Capability.SET_LOCK: can("refused where the TLD has no such status"),
        Capability.PRIVACY: can("refused where it would cost something"),
        Capability.TELL_AUTH_INFO: can("refused where the registrar does not show it"),
        Capability.TELL_BALANCE: can("of customers with money in one currency"),
        Capability.RESTORE: can("our reference stands in the reason, which the registry may see"),
        Capability.DNSSEC: can("as keys; DS data that others set is told, and can be taken away"),
        Capability.POLL: can("the queue of notifications; a webhook takes them off it"),
    },
)
