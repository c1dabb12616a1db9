"""Amazon Route 53 Domains: contacts with every name, JSON 1.1, and operations that are told by their ids."""

from datetime import date

from portfolio.held import Environment
from registrar.adapters.route53.changing import Changing
from registrar.support import HANDLES, Capability, Spec, can, cannot


class Route53Registrar(Changing):
    """One account, by the key that `registrar.amazon.account` says. Promises as in `registrar.contract`."""


_PLAIN = (Capability.TELL_CONTACTS, Capability.SET_AUTO_RENEW, Capability.TELL_AUTH_INFO)
SPEC = Spec(
    slug="route53",
    title="Amazon Route 53 Domains",
    documents="Amazon's service model route53domains 2014-05-15, as botocore 1.44.5 carries it",
    read_on=date(2026, 11, 23),
    endpoints={Environment.LIVE: f"https://{Route53Registrar.host}"},  # Amazon has no test system
    adapter=Route53Registrar,
    public_names=("Amazon Registrar, Inc.",),
    iana_ids=frozenset({"468"}),  # IANA, registrar ids
    contact_needs=frozenset({"given", "family"}),
    contact_lengths=dict.fromkeys(("given", "family", "organization", "street", "city", "postal_code"), 255),
    supports={
        **dict.fromkeys(_PLAIN, can()),
        **dict.fromkeys(HANDLES, cannot("every name has its contacts inline")),
        Capability.CHECK_AVAILABILITY: can("every word but AVAILABLE and UNAVAILABLE is unclear"),
        Capability.QUOTE: can("the name's own price of a year, times the years; a restore's too"),
        Capability.REGISTER: can("where it is pending, nameservers are to be set later; .ca has no language"),
        Capability.FIND_ORDERS: cannot(
            "nothing of ours goes with an operation; the account shows what one did"
        ),
        Capability.RENEW: can("guarded by the year there, and by the full date, which is read right before"),
        Capability.TRANSFER_IN: can("premium names are not transferred; ccTLDs keep the registry's owner"),
        Capability.SET_CONTACTS: can("no extensions, Latin letters only; no change of owner that costs"),
        Capability.SET_NAMESERVERS: can("those below the name only with the addresses that they have there"),
        Capability.SET_LOCK: can("refused where the TLD has no lock"),
        Capability.TELL_BALANCE: cannot("there is no balance: Amazon's monthly bill is paid afterwards"),
        Capability.RESTORE: can("the limit goes with the order"),
        Capability.DNSSEC: can("one change at a time: those that wait for another are said to be unknown"),
        Capability.PRIVACY: can("the same for all contacts"),
        Capability.POLL: cannot("there is no queue of messages: operations are listed, and told by e-mail"),
    },
)
