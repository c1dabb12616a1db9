"""A name server on loopback that answers from a table; what is not in it does not exist."""

import socket
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Self

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdatatype
import dns.rrset

from notifications.sending_domain.dns_lookup import DnsLookUp


class Act(Enum):
    """What a server can do in place of an answer."""

    FAIL = auto()
    """Answer SERVFAIL."""
    SILENCE = auto()
    """Answer nothing."""
    GARBAGE = auto()
    """Answer with what is no DNS message."""


@dataclass
class StubDns:
    """A context manager. `zone` has records by name and kind: `{("example.org", "TXT"): ["v=spf1 -all"]}`."""

    zone: dict[tuple[str, str], list[str] | Act] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self._socket.settimeout(0.05)
        self.port: int = self._socket.getsockname()[1]
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join(5)
        self._socket.close()

    def look_up(self, **changes: object) -> DnsLookUp:
        """What asks this server."""
        return DnsLookUp(servers=("127.0.0.1",), port=self.port, **changes)

    def _serve(self) -> None:
        while not self._over.is_set():
            with suppress(TimeoutError):
                raw, client = self._socket.recvfrom(4096)
                reply = self._reply(dns.message.from_wire(raw))
                if reply is not None:
                    self._socket.sendto(reply, client)

    def _reply(self, query: dns.message.Message) -> bytes | None:
        question = query.question[0]
        name, kind = question.name.to_text(omit_final_dot=True), dns.rdatatype.to_text(question.rdtype)
        self.asked.append((name, kind))
        found = self.zone.get((name, kind), [])
        if found is Act.SILENCE:
            return None
        if found is Act.GARBAGE:
            return b"\x00\x01garbage"
        reply = dns.message.make_response(query)
        reply.flags |= dns.flags.RA
        if found is Act.FAIL:
            reply.set_rcode(dns.rcode.SERVFAIL)
        elif isinstance(found, list) and found:
            texts = [_quoted(text) if kind == "TXT" else text for text in found]
            reply.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *texts))
        elif not any(known == name for known, _ in self.zone):
            reply.set_rcode(dns.rcode.NXDOMAIN)
        return reply.to_wire()


def _quoted(text: str) -> str:
    """As strings of at most 200 characters, as long keys are published."""
    return " ".join(f'"{text[start : start + 200]}"' for start in range(0, len(text), 200))
