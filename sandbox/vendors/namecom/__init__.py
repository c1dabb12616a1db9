"""Name.com Core v1, written from its vendor's OpenAPI document 1.7.0, over the registry core."""

from sandbox.vendors.namecom.dialect import NameCom
from sandbox.vendors.namecom.office import USERNAME, Kept

__all__ = ["USERNAME", "Kept", "NameCom"]
