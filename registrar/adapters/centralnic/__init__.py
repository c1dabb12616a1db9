"""CentralNic Reseller: contacts under handles, commands in lines, and the guards of its sister HEXONET."""

from datetime import date

from portfolio.contacts import ContactRole
from portfolio.held import Environment
from registrar.adapters.centralnic.buying import Buying
from registrar.adapters.centralnic.setting import Setting
from registrar.support import Capability, Spec, Support, can, cannot


class CentralNicRegistrar(Buying, Setting):
    """
    One account at CentralNic Reseller. What each method promises is said in `registrar.contract`.

    `username` is the account's, with `:role` behind it for a role of it; `secret` is its password.
    """

    slug = "centralnic"


SUPPORTS: dict[Capability, Support] = {
    Capability.CHECK_AVAILABILITY: can("premiums are told by a mark beside the number for taken names"),
    Capability.QUOTE: can("in the account's currency, without taxes"),
    Capability.REGISTER: can("handles are made first; may be pending, which the messages resolve"),
    Capability.FIND_ORDERS: cannot("orders carry nothing of ours; what one did is seen in the account"),
    Capability.RENEW: can("guarded by the year, and by the full date, which is read right before"),
    Capability.TRANSFER_IN: can("always pending; without contacts for .ca and .us, which keep theirs"),
    Capability.TELL_CONTACTS: can("a read for each handle of the name"),
    Capability.SET_CONTACTS: can(
        "fresh handles; given and family name and postal code always, Latin letters only; a change of "
        "owner may wait for both owners"
    ),
    Capability.KEEP_HANDLES: can("equal contacts share a handle, which is never edited"),
    Capability.FIND_HANDLES: can("by the e-mail address, and a read for each handle that has it"),
    Capability.TELL_HANDLE_USE: can(),
    Capability.SET_NAMESERVERS: can(),
    Capability.SET_LOCK: can(),
    Capability.SET_AUTO_RENEW: can("off lets a name expire; the account's default is neither on nor off"),
    Capability.TELL_AUTH_INFO: can("refused where the name has none; none is made"),
    Capability.TELL_BALANCE: can("without the credit line"),
    Capability.RESTORE: can("the vendor says pending until a message tells the end"),
    Capability.PRIVACY: cannot("switching it on is charged by the year, and no call tells the price"),
    Capability.DNSSEC: can("keys are sent, all in one command"),
    Capability.POLL: can("the events of the account"),
}

SPEC = Spec(
    slug="centralnic",
    title="CentralNic Reseller",
    endpoints={
        Environment.LIVE: "https://api.rrpproxy.net/api/call.cgi",
        Environment.SANDBOX: "https://api-ote.rrpproxy.net/api/call.cgi",
    },
    adapter=CentralNicRegistrar,
    documents="the API commands of its knowledge base, and its own clients",
    read_on=date(2026, 11, 23),
    also_needs=frozenset({ContactRole.BILLING}),
    public_names=("Key-Systems GmbH", "Key-Systems, LLC"),
    iana_ids=frozenset({"269", "1345"}),  # IANA, registrar ids
    contact_needs=frozenset({"given", "family", "postal_code"}),
    supports=SUPPORTS,
)
