"""Which connections are kept for the next request: open ones on which nothing waits unasked."""

import httpcore
from typing_extensions import override


class AskedPool(httpcore.ConnectionPool):
    """
    A pool of httpcore's that gives up a connection whose server has said more than it was asked.

    httpcore takes such a remainder for the answer to the next request, so every later answer would belong
    to the question before: the record of one name taken for another's. It also keeps a connection on which
    TLS has said farewell; the next read would be lost on it.
    """

    @override
    def create_connection(self, origin: httpcore.Origin) -> httpcore.ConnectionInterface:
        """Return a connection to `origin`, made when it is first used, without attempts of its own."""
        return _AskedConnection(
            origin=origin,
            ssl_context=self._ssl_context,
            keepalive_expiry=self._keepalive_expiry,
            network_backend=self._network_backend,
            retries=0,
        )


class _AskedConnection(httpcore.HTTPConnection):
    @override
    def has_expired(self) -> bool:
        return super().has_expired() or self._is_spoilt()

    def _is_spoilt(self) -> bool:
        made = self._connection
        if not isinstance(made, httpcore.HTTP11Connection) or not made.is_idle():
            return False
        remainder, ended = made._h11_state.trailing_data  # noqa: SLF001 - httpcore tells nobody; its version is locked
        return bool(remainder) or ended
