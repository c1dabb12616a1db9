"""Realtime Register's API v2 in the sandbox: JSON, handles of the caller's choice, dry runs, processes."""

from sandbox.vendors.realtimeregister.dialect import RealtimeRegister

__all__ = ["RealtimeRegister"]
