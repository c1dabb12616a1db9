"""Porkbun v3 as its reference describes it: JSON in POSTs, a word for yes and no, money in cents."""

from sandbox.vendors.porkbun.dialect import Porkbun

__all__ = ["Porkbun"]
