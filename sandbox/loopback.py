"""A threaded TCP server on 127.0.0.1 that ends when it is told to, with all its threads and sockets."""

import socket
import socketserver
import sys
from threading import Event, Lock, Thread
from typing import Any

LOOPBACK = "127.0.0.1"


class LoopbackServer(socketserver.ThreadingTCPServer):
    """
    Serves each connection in a thread. `stop` shuts every open connection, so that no thread outlives it.

    `stopping` is set then; a handler that waits, waits for it.
    """

    allow_reuse_address = True
    daemon_threads = False
    block_on_close = True
    request_queue_size = 64

    def __init__(self, handler: type[socketserver.BaseRequestHandler], *, port: int = 0) -> None:
        self.stopping = Event()
        self._open: set[socket.socket] = set()
        self._open_lock = Lock()
        self._thread: Thread | None = None
        super().__init__((LOOPBACK, port), handler)

    @property
    def port(self) -> int:
        """The port it listens on, also where the system chose it."""
        return int(self.server_address[1])

    def start(self) -> None:
        """Begin to serve, in a thread of its own."""
        self._thread = Thread(target=self.serve_forever, args=(0.02,), name=f"sandbox-{self.port}")
        self._thread.start()

    def stop(self) -> None:
        """Serve nobody any more and return when every thread has ended."""
        self.stopping.set()
        if self._thread is not None:
            self.shutdown()
            self._thread.join()
        with self._open_lock:
            for connection in self._open:
                _shut(connection)
        self.server_close()

    # Any: socketserver's own signatures leave the request open.
    def process_request_thread(self, request: Any, client_address: Any) -> None:
        with self._open_lock:
            self._open.add(request)
        if self.stopping.is_set():
            _shut(request)
        try:
            super().process_request_thread(request, client_address)
        finally:
            with self._open_lock:
                self._open.discard(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A peer that goes away in the middle is no news; anything else is a fault of ours and is shown."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


def _shut(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
