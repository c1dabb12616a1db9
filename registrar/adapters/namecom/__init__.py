"""Name.com: four contacts with every name, JSON, and a key that lets an order be sent once."""

from datetime import date

from portfolio.contacts import ContactRole
from portfolio.held import Environment
from registrar.adapters.namecom.changing import Changing
from registrar.support import HANDLES, Capability, Spec, can, cannot, not_yet


class NameComRegistrar(Changing):
    """One account, by its user name and an API token. Promises as in `registrar.contract`."""


SPEC = Spec(
    slug="namecom",
    title="Name.com",
    endpoints={
        Environment.LIVE: "https://api.name.com/core/v1",
        Environment.SANDBOX: "https://api.dev.name.com/core/v1",
    },
    adapter=NameComRegistrar,
    documents="its OpenAPI document 1.7.0",
    read_on=date(2026, 11, 23),
    also_needs=frozenset({ContactRole.BILLING}),
    public_names=("Name.com, Inc.",),
    iana_ids=frozenset({"625"}),  # IANA, registrar ids
    contact_needs=frozenset({"given", "family", "postal_code", "subdivision"}),
    supports={
        **dict.fromkeys(HANDLES, cannot("every name has its contacts inline")),
        **dict.fromkeys((Capability.TELL_CONTACTS, Capability.SET_AUTO_RENEW), can()),
        Capability.CHECK_AVAILABILITY: can("names that are for sale but not by registering are unclear"),
        Capability.QUOTE: can("in US dollars, without taxes; no price of a restore"),
        Capability.REGISTER: can(
            "a key known for 12 hours; no IDNs; what a TLD asks for is told at run time"
        ),
        Capability.FIND_ORDERS: cannot("orders carry nothing of ours; what one did is seen in the account"),
        Capability.RENEW: can("no key: guarded by the full date, which is read right before"),
        Capability.TRANSFER_IN: can("always pending; contacts are not part of it, and are set afterwards"),
        Capability.SET_CONTACTS: can("all four are sent; Latin letters, two street lines, no extensions"),
        Capability.SET_NAMESERVERS: can("some registries look first whether they answer"),
        Capability.SET_LOCK: can("refused where the TLD has no lock"),
        Capability.TELL_AUTH_INFO: can("refused where only the registry gives it"),
        Capability.TELL_BALANCE: can("the account's credit in US dollars"),
        Capability.RESTORE: cannot("there is no call for it; support restores names"),
        Capability.PRIVACY: can("where it is bought or free; buying it is not part of this"),
        Capability.DNSSEC: can("kept as signers, one request for each"),
        Capability.POLL: not_yet("the API has webhooks for transfers, locks and credit, and no queue to ask"),
    },
)
