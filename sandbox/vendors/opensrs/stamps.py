"""Dates and instants as the vendor writes them: no zone is ever told. The sandbox's registries keep UTC."""

from datetime import datetime


def stamp(at: datetime) -> str:
    """Return an instant as "YYYY-MM-DD HH:MM:SS"."""
    return at.strftime("%Y-%m-%d %H:%M:%S")


def seconds(at: datetime) -> str:
    """Return an instant as the order pages have it: seconds since 1970."""
    return str(int(at.timestamp()))
