"""Realtime Register: handles of our choice, dry runs before money, a list of processes after."""

from datetime import date

from portfolio.contacts import ContactRole
from portfolio.held import Environment
from registrar.adapters.realtimeregister.buying import Buying
from registrar.adapters.realtimeregister.setting import Setting
from registrar.support import Capability, Spec, can


class RealtimeRegisterRegistrar(Buying, Setting):
    """
    One customer at Realtime Register.

    `username` is the customer's handle, `secret` its API key; `attempts` bounds how often a read is sent.
    Keys of the two environments look alike: one of the other is refused by the vendor itself (401).
    """


SPEC = Spec(
    slug="realtimeregister",
    title="Realtime Register",
    documents="the vendor's machine-readable reference of API v2 (3858000) and its PHP SDK (1414ea0)",
    read_on=date(2026, 11, 23),
    endpoints={
        Environment.LIVE: "https://api.yoursrs.com/v2",
        Environment.SANDBOX: "https://api.yoursrs-ote.com/v2",
    },
    adapter=RealtimeRegisterRegistrar,
    also_needs=frozenset({ContactRole.BILLING}),
    public_names=("Realtime Register B.V.",),
    iana_ids=frozenset({"839"}),  # IANA, registrar ids
    contact_needs=frozenset({"postal_code"}),
    supports={
        Capability.CHECK_AVAILABILITY: can(),
        Capability.QUOTE: can(
            "renewals and restores by a dry run; registrations and transfers by the check or the price list, "
            "a year's price times the years, and by a dry run of the whole order right before it is sent"
        ),
        Capability.REGISTER: can(
            "fresh contacts for each order, then a dry run, then the order with what was quoted; what a TLD "
            "asks of its registrant is told at run time; no internationalized names"
        ),
        Capability.FIND_ORDERS: can(
            "in the list of processes: registrations and transfers by the handle that was made for them, "
            "restores by their reason; a renewal carries nothing of ours, and is unclear without its number"
        ),
        Capability.RENEW: can(
            "the date is read right before, and sent as a guard, which not every document names"
        ),
        Capability.TRANSFER_IN: can(
            "always pending; fresh contacts, no renewal of their auto-renew or privacy"
        ),
        Capability.TELL_CONTACTS: can("the first where a role has several"),
        Capability.SET_CONTACTS: can(
            "fresh contacts, with what the registry wants of a registrant carried over; no phone extensions, "
            "a postal code always"
        ),
        Capability.KEEP_HANDLES: can(
            "we choose them: a contact that is there already is compared; the one of a name is never edited"
        ),
        Capability.FIND_HANDLES: can("by reading all contacts of the customer"),
        Capability.TELL_HANDLE_USE: can("by reading all names of the customer"),
        Capability.SET_NAMESERVERS: can(),
        Capability.SET_LOCK: can("refused where the TLD has no such status"),
        Capability.SET_AUTO_RENEW: can(),
        Capability.PRIVACY: can("refused where it would cost something"),
        Capability.TELL_AUTH_INFO: can("refused where the registrar does not show it"),
        Capability.TELL_BALANCE: can("of customers with money in one currency"),
        Capability.RESTORE: can("our reference stands in the reason, which the registry may see"),
        Capability.DNSSEC: can("as keys; DS data that was set in another way is told, and can be taken away"),
        Capability.POLL: can("the queue of notifications; a webhook takes them off it"),
    },
)
