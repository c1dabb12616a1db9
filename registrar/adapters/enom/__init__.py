"""Enom: four contacts with every name, forms asked and XML told; no key and no guard."""

from datetime import date

from pydantic import SecretStr

from portfolio.contacts import ContactRole
from portfolio.held import Environment
from registrar.adapters.enom.changing import Changing
from registrar.adapters.enom.codes import MANNER
from registrar.adapters.enom.reading import SLUG
from registrar.forms.contacts import LENGTHS, NEEDS
from registrar.forms.line import FormCall
from registrar.support import HANDLES, Capability, Spec, can, cannot


class EnomRegistrar(Changing):
    """One account: its login and its API token (or password), asked from an address on the vendor's list."""

    manner = MANNER

    def signed(self, call: FormCall, username: str, secret: SecretStr) -> dict[str, str]:
        who = {"UID": username, "PW": secret.get_secret_value()}
        return {"Command": call.operation, **who, "ResponseType": "XML"}


SPEC = Spec(
    slug=SLUG,
    title="Enom",
    documents="the commands and the error codes at api.enom.com/docs, as copies of them tell",
    read_on=date(2026, 11, 23),
    endpoints={
        Environment.LIVE: "https://reseller.enom.com/interface.asp",
        Environment.SANDBOX: "https://resellertest.enom.com/interface.asp",
    },
    adapter=EnomRegistrar,
    also_needs=frozenset({ContactRole.BILLING}),
    public_names=("eNom, LLC", "eNom, Inc."),
    iana_ids=frozenset({"48"}),  # IANA, registrar ids
    contact_needs=NEEDS,
    contact_lengths=LENGTHS,
    supports={
        Capability.CHECK_AVAILABILITY: can("premium, platinum and early access names are flagged"),
        Capability.QUOTE: can("the account's own price, in US dollars; ICANN's fee may come on top"),
        Capability.REGISTER: can("no key: unclear orders are seen in the account; no IDNs"),
        Capability.FIND_ORDERS: cannot("an order carries nothing of ours, so none can be told to be ours"),
        Capability.RENEW: can("no guard: the date is read right before; one in 24 hours is taken"),
        Capability.TRANSFER_IN: can("always pending; takes the contacts that are given along"),
        Capability.TELL_CONTACTS: can("the contact of the account itself (Billing) is not told"),
        Capability.SET_CONTACTS: can(
            "one role alone, or all four: the others as they were read right before"
        ),
        **dict.fromkeys(HANDLES, cannot("every name has its contacts inline: there are no handles")),
        Capability.SET_NAMESERVERS: can("at least one"),
        Capability.SET_LOCK: can(),
        Capability.SET_AUTO_RENEW: can(),
        Capability.PRIVACY: can("switched where ID Protect has been bought; never bought"),
        Capability.TELL_AUTH_INFO: cannot("the secret is only e-mailed to the registrant"),
        Capability.TELL_BALANCE: can("what the account can spend, in US dollars"),
        Capability.RESTORE: can("pending in redemption; one that has merely expired is renewed at once"),
        Capability.DNSSEC: can("signers are added and taken away one by one, new ones first"),
        Capability.POLL: cannot("there are neither messages nor webhooks"),
    },
)
