"""Openprovider's v1beta, written from its swagger.json, over the registry core."""

from sandbox.vendors.openprovider.dialect import Openprovider

__all__ = ["Openprovider"]
