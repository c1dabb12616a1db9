"""Gandi v5: contacts with every name, JSON, changes that are accepted (202) and done later, dry runs."""

from datetime import date

from portfolio.contacts import ContactRole
from portfolio.held import Environment
from registrar.adapters.gandi.changing import Changing
from registrar.support import HANDLES, Capability, Spec, can, cannot


class GandiRegistrar(Changing):
    """
    One account: `username` is the `sharing_id` of who pays, or "me"; `secret` is a personal access token.

    Tokens of the live and of the test system cannot be told apart: the other system refuses them.
    """


SPEC = Spec(
    slug="gandi",
    title="Gandi",
    adapter=GandiRegistrar,
    documents="api.gandi.net/docs: domains, billing",
    read_on=date(2026, 11, 23),
    endpoints={
        Environment.LIVE: "https://api.gandi.net/v5",
        Environment.SANDBOX: "https://api.sandbox.gandi.net/v5",
    },
    also_needs=frozenset({ContactRole.BILLING}),
    public_names=("Gandi SAS",),
    iana_ids=frozenset({"81"}),  # IANA, registrar ids
    contact_needs=frozenset({"given", "family"}),
    supports={
        **dict.fromkeys((Capability.TELL_CONTACTS, Capability.SET_NAMESERVERS), can()),
        **dict.fromkeys((Capability.SET_LOCK, Capability.SET_AUTO_RENEW), can()),
        **dict.fromkeys(HANDLES, cannot("every name has its contacts inline")),
        Capability.CHECK_AVAILABILITY: can("what is not plainly free or taken is unclear"),
        Capability.QUOTE: can("with taxes, in the account's currency"),
        Capability.REGISTER: can("tried dry; pending until it is seen; no internationalized names"),
        Capability.FIND_ORDERS: cannot("no list of orders; what one did is seen in the account"),
        Capability.RENEW: can("no guard: the full date is read right before; pending until it has moved"),
        Capability.TRANSFER_IN: can("always pending; the secret is checked before it is paid"),
        Capability.SET_CONTACTS: can(
            "Latin, given and family name; both owners may have to confirm; not where the registry trades"
        ),
        Capability.TELL_AUTH_INFO: can("refused where only the registry has it"),
        Capability.TELL_BALANCE: can("what is prepaid; an account that is paid by terms has none"),
        Capability.RESTORE: can("always pending; no dry run"),
        Capability.DNSSEC: can("kept as keys"),
        Capability.PRIVACY: can("of the owner's data; hidden by the vendor's own default"),
        Capability.POLL: cannot("no queue of messages"),
    },
)
