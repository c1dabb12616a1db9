"""Namecheap: four contacts with every name, forms asked and XML told; no key and no guard."""

from datetime import date

from pydantic import SecretStr

from portfolio.contacts import ContactRole
from portfolio.held import Environment
from registrar.adapters.namecheap.buying import Buying
from registrar.adapters.namecheap.codes import MANNER
from registrar.adapters.namecheap.reading import SLUG
from registrar.adapters.namecheap.setting import Setting
from registrar.errors import AccessRefused
from registrar.forms.contacts import LENGTHS, NEEDS
from registrar.forms.line import FormCall
from registrar.support import HANDLES, Capability, Spec, can, cannot


class NamecheapRegistrar(Buying, Setting):
    """
    One account. `username` is its user and the address on the vendor's list of those: "user@192.0.2.1"
    (IPv4 only). `secret` is the API key: live and test ones look alike, each system refuses the other's.
    """

    manner, inside = MANNER, ("CommandResponse",)

    def signed(self, call: FormCall, username: str, secret: SecretStr) -> dict[str, str]:
        user, _, address = username.rpartition("@")
        if not (user and address):
            raise AccessRefused("the user name says no client address, as in user@192.0.2.1")
        who = {"ApiUser": user, "ApiKey": secret.get_secret_value(), "UserName": user, "ClientIp": address}
        return who | {"Command": f"namecheap.{call.operation}"}


SPEC = Spec(
    slug=SLUG,
    title="Namecheap",
    documents="the API's methods at namecheap.com/support/api, and docs/namecheap-api-v2.md of its Go SDK",
    read_on=date(2026, 11, 23),
    endpoints={
        Environment.LIVE: "https://api.namecheap.com/xml.response",
        Environment.SANDBOX: "https://api.sandbox.namecheap.com/xml.response",
    },
    adapter=NamecheapRegistrar,
    also_needs=frozenset({ContactRole.BILLING}),
    public_names=("NameCheap, Inc.",),
    iana_ids=frozenset({"1068"}),  # IANA, registrar ids
    contact_needs=NEEDS,
    contact_lengths=LENGTHS,
    supports={
        Capability.CHECK_AVAILABILITY: can("premium names are flagged"),
        Capability.QUOTE: can("as its price list tells it, with ICANN's fee; a year of a transfer"),
        Capability.REGISTER: can("no key: unclear orders show in the account; no internationalized names"),
        Capability.FIND_ORDERS: cannot("there is no list of orders, and an order carries nothing of ours"),
        Capability.RENEW: can("no guard and no key: the full date is read right before"),
        Capability.TRANSFER_IN: can("always pending; contacts are not part of it, and are set afterwards"),
        Capability.TELL_CONTACTS: can("an admin that stands in for a refused billing contact is not told"),
        Capability.SET_CONTACTS: can("all four are sent, those that stay as they were read right before"),
        **dict.fromkeys(HANDLES, cannot("every name has its contacts inline: there are no handles")),
        Capability.SET_NAMESERVERS: can("at least one"),
        Capability.SET_LOCK: can(),
        Capability.SET_AUTO_RENEW: cannot("the switch is told in the list of names; no call sets it"),
        Capability.PRIVACY: can("where it is allotted to the name, as registrations ask for; never bought"),
        Capability.TELL_AUTH_INFO: cannot("no call tells it: the owner asks for it on the web site"),
        Capability.TELL_BALANCE: can("what the account can spend"),
        Capability.RESTORE: can("a name that has merely expired comes back in the same way"),
        Capability.DNSSEC: cannot("no call sets signers: the account's owner does on the web site"),
        Capability.POLL: cannot("there are neither messages nor webhooks"),
    },
)
