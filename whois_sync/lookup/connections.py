"""The public record over connections of its own for each lane: lanes share nothing."""

from collections.abc import Callable
from contextlib import ExitStack
from typing import Self

from net import HttpClient
from whois_sync.lookup.sources import PublicRecord


class Connections:
    """
    Gives the record that a lane asks through. Used by one thread, in its context, at whose end all are
    closed: what is under way then, of a round broken off, comes to no answer.
    """

    def __init__(self, public: PublicRecord, client: Callable[[], HttpClient]) -> None:
        self._public = public
        self._client = client
        self._records: dict[str, PublicRecord] = {}
        self._opened = ExitStack()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._opened.close()

    def of(self, server: str) -> PublicRecord:
        """Return the record whose questions go over the connections of `server`'s lane."""
        if server not in self._records:
            client = self._opened.enter_context(self._client())
            self._records[server] = self._public.over(client)
        return self._records[server]
