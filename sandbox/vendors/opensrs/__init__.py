"""OpenSRS, written from its vendor's documents: signed envelopes in and out, over the registry core."""

from sandbox.vendors.opensrs.dialect import USERNAME, OpenSrs
from sandbox.vendors.opensrs.office import Kept

__all__ = ["USERNAME", "Kept", "OpenSrs"]
