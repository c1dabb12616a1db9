"""A port-43 server (RFC 3912) for every TLD of the sandbox: a line in, a text out, the connection closed."""

import socket
import socketserver
import struct
from typing import Any

from portfolio.clock import Clock
from portfolio.names import DomainName, NotAName
from sandbox import whois_texts
from sandbox.faults import Fault, Faults
from sandbox.log import EventLog
from sandbox.loopback import LoopbackServer
from sandbox.public_side import Shows
from sandbox.rdap import another_record

_MAX_QUESTION = 1024
_HTML = "<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head><body></body></html>\n"


class WhoisServer(LoopbackServer):
    """Answers on 127.0.0.1; `port` 0 lets the system choose. Its faults' channel is "whois"."""

    def __init__(
        self, registry: Shows, *, clock: Clock, faults: Faults, log: EventLog, port: int = 0
    ) -> None:
        self.faults = faults
        self._registry = registry
        self._clock = clock
        self._log = log
        super().__init__(socketserver.StreamRequestHandler, port=port)

    def finish_request(self, request: Any, client_address: Any) -> None:  # Any: socketserver's own signature
        """Serve one connection."""
        _Handler(request, client_address, self)

    def answer(self, question: str, fault: Fault | None) -> str:
        """Return the text for `question`, or what `fault` makes of it."""
        if fault is not None:
            self._log.add("whois", "fault", detail=str(fault))
        match fault:
            case Fault.THROTTLED:
                return whois_texts.throttled()
            case Fault.SERVER_ERROR:
                return whois_texts.unavailable()
            case Fault.REFUSED:
                return whois_texts.access_denied()
            case _:
                text = self._about(question, about_another=fault is Fault.OTHER_NAME)
        if fault is Fault.SLOW:
            self.stopping.wait(self.faults.delay.total_seconds())
        if fault is Fault.TRUNCATED:
            return text[: len(text) // 2]
        return {Fault.GARBLED: _HTML, Fault.EMPTY: ""}.get(fault, text) if fault else text

    def _about(self, question: str, *, about_another: bool) -> str:
        try:
            name = DomainName(question.strip().removeprefix("domain ").removeprefix("="))
        except NotAName:
            return "% Not a domain name.\r\n"
        self._log.add("whois", "asked", name=name)
        if not self._registry.serves(name.tld):
            return whois_texts.not_served(name.tld)
        record = self._registry.look_up(name)
        if about_another:
            record = another_record(self._registry, name, record)
        if record is not None:
            return whois_texts.registered(record, self._clock.now())
        return whois_texts.reserved(name) if self._registry.is_reserved(name) else whois_texts.not_found(name)


class _Handler(socketserver.StreamRequestHandler):
    timeout = 30

    def __init__(self, request: socket.socket, address: tuple[str, int], owner: WhoisServer) -> None:
        self.owner = owner
        super().__init__(request, address, owner)

    def handle(self) -> None:
        question = self.rfile.readline(_MAX_QUESTION).decode("utf-8", "replace")
        if not question.endswith("\n"):
            return
        fault = self.owner.faults.take("whois")
        if fault is not Fault.LOST_BEFORE:
            answer = self.owner.answer(question, fault)
            if fault is not Fault.LOST_AFTER:
                self.wfile.write(answer.encode())
                return
        reset(self.connection)


def reset(connection: socket.socket) -> None:
    """Let closing break the connection off (RST), rather than end it in good order as a whole answer does."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()
