"""The vendors of the sandbox by their slugs; OpenSRS and Name.com stand in `sandbox.box` themselves."""

from collections.abc import Mapping
from types import MappingProxyType

from sandbox.vendors.gandi import Gandi
from sandbox.vendors.namecheap import Namecheap
from sandbox.vendors.office import Dialect
from sandbox.vendors.openprovider import Openprovider
from sandbox.vendors.route53 import Route53

_DIALECTS: tuple[type[Dialect], ...] = (
    Gandi,
    Namecheap,
    Openprovider,
    Route53,
)  # fmt: skip

VENDORS: Mapping[str, type[Dialect]] = MappingProxyType({dialect.slug: dialect for dialect in _DIALECTS})
"""Every dialect by its slug."""
