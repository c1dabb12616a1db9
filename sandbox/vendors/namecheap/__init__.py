"""Namecheap's XML interface, written from its vendor's documents and Go SDK, over the registry core."""

from sandbox.vendors.namecheap.dialect import Namecheap

__all__ = ["Namecheap"]
