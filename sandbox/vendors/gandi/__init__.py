"""Gandi v5 as its API documents describe it: every change is accepted with 202, and dry runs do nothing."""

from sandbox.vendors.gandi.dialect import Gandi

__all__ = ["Gandi"]
