"""DNSimple v2 as its documents describe it: contacts under numbers, one of them on a name."""

from sandbox.vendors.dnsimple.dialect import Dnsimple

__all__ = ["Dnsimple"]
