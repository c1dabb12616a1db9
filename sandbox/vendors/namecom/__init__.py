"""Name.com Core v1, written from its vendor's OpenAPI document 1.7.0, over the registry core."""

from sandbox.vendors.namecom.dialect import USERNAME, NameCom

__all__ = ["USERNAME", "NameCom"]
