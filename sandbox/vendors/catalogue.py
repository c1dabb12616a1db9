"""The vendors of the sandbox by their slugs; OpenSRS stands in `sandbox.box` itself."""

from collections.abc import Mapping
from types import MappingProxyType

from sandbox.vendors.centralnic import CentralNic, Hexonet
from sandbox.vendors.dnsimple import Dnsimple
from sandbox.vendors.enom import Enom
from sandbox.vendors.gandi import Gandi
from sandbox.vendors.namecheap import Namecheap
from sandbox.vendors.namecom import NameCom
from sandbox.vendors.office import Dialect
from sandbox.vendors.openprovider import Openprovider
from sandbox.vendors.porkbun import Porkbun
from sandbox.vendors.realtimeregister import RealtimeRegister
from sandbox.vendors.route53 import Route53

_DIALECTS: tuple[type[Dialect], ...] = (
    CentralNic,
    Hexonet,
    Dnsimple,
    Enom,
    Gandi,
    Namecheap,
    NameCom,
    Openprovider,
    Porkbun,
    RealtimeRegister,
    Route53,
)  # fmt: skip

VENDORS: Mapping[str, type[Dialect]] = MappingProxyType({dialect.slug: dialect for dialect in _DIALECTS})
"""Every dialect by its slug."""
