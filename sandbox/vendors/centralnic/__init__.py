"""CentralNic Reseller and HEXONET, over the registry core: commands in lines, answers in columns."""

from sandbox.vendors.centralnic.dialect import CentralNic, Hexonet

__all__ = ["CentralNic", "Hexonet"]
