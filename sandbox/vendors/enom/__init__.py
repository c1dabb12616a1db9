"""Enom's XML interface, written from its vendor's documents, over the registry core."""

from sandbox.vendors.enom.dialect import Enom

__all__ = ["Enom"]
