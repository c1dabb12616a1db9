"""A loopback server that plays written-down exchanges, and remembers what it was asked."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from lxml import etree
from pydantic import SecretStr

from net.addresses import AddressGuard
from registrar.adapters.opensrs import OpenSRSRegistrar
from registrar.catalogue import connect

EXCHANGES = Path(__file__).parent / "exchanges"
KEY = "planted-api-key"
USERNAME = "reseller"

DEFAULTS = {
    "lookup": ("free",),
    "get_price": ("plain",),
    "get_balance": ("success",),
    "get_all_info": ("success",),
    "get_status": ("locked",),
    "get_nameservers": ("success",),
    "get_expire_action": ("renews",),
    "get_domain_auth_info": ("success",),
    "get_domains_by_expiredate": ("one_page",),
    "get_orders_by_domain": ("none",),
    "get_order_info": ("ours",),
    "sw_register": ("saved",),
    "process_pending": ("done",),
    "process_pending_cancel": ("done",),
    "renew": ("saved",),
    "redeem": ("done",),
    "belongs_to_rsp": ("not_ours",),
    "get_deleted_domains": ("deleted",),
    "update_contacts": ("done",),
    "modify": ("done",),
    "advanced_update_nameservers": ("done",),
    "check_transfer": ("none",),
}
"""What each channel answers, in turn, unless a test says otherwise; the last answer is repeated."""

CHANGES = frozenset(
    ["sw_register", "process_pending", "process_pending_cancel", "renew", "redeem", "update_contacts"]
) | {"modify", "advanced_update_nameservers"}

PAID = frozenset(["process_pending", "redeem"])


@dataclass(frozen=True)
class Heard:
    """A request that arrived: its channel and its attributes."""

    channel: str
    attributes: dict[str, Any]
    headers: dict[str, str]
    body: bytes


class Player:
    """Answers each channel with its exchanges: an operation, `get` with its type, or a cancelling."""

    def __init__(self) -> None:
        self.heard: list[Heard] = []
        self._answers = dict(DEFAULTS)
        self._given: dict[str, int] = defaultdict(int)
        self._raw: dict[str, bytes] = {}

    def says(self, **channels: str | tuple[str, ...]) -> None:
        """Let channels answer with these outcomes."""
        for channel, outcomes in channels.items():
            self._answers[channel] = (outcomes,) if isinstance(outcomes, str) else outcomes

    def breaks_off(self, channel: str) -> None:
        """Let a channel close the connection without a word."""
        self._raw[channel] = b""

    def count(self, channels: frozenset[str]) -> int:
        """How many requests arrived on these channels."""
        return sum(heard.channel in channels for heard in self.heard)

    def asked(self, channel: str) -> list[dict[str, Any]]:
        """Return the attributes of every request on a channel."""
        return [heard.attributes for heard in self.heard if heard.channel == channel]

    def answer(self, heard: Heard) -> bytes:
        """Return the bytes of the answer, whole; none for a connection that is to close."""
        self.heard.append(heard)
        if heard.channel in self._raw:
            return self._raw[heard.channel]
        outcomes = self._answers[heard.channel]
        turn = min(self._given[heard.channel], len(outcomes) - 1)
        self._given[heard.channel] += 1
        outcome = outcomes[turn]
        return response(outcome if "/" in outcome else f"{heard.channel}/{outcome}")


def response(exchange: str) -> bytes:
    """Return the response written down under `operation/outcome`, with its length told."""
    text = (EXCHANGES / f"{exchange}.http").read_text("utf-8").partition("\n")[2]
    head, _, body = text.partition("\n\n")
    content = body.encode()
    lines = [*head.splitlines(), f"Content-Length: {len(content)}", "Connection: close"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + content


def body_of(exchange: str) -> bytes:
    """Return the body of a written-down response."""
    return response(exchange).partition(b"\r\n\r\n")[2]


@contextmanager
def playing(*, attempts: int = 1) -> Iterator[tuple[Player, OpenSRSRegistrar]]:
    """Start a player and a registrar that talks to it; stop both."""
    player = Player()
    server = _Server(("127.0.0.1", 0), _handler(player))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    host, port = "127.0.0.1", server.server_address[1]
    registrar = connect(
        "opensrs",
        endpoint=f"http://{host}:{port}/",
        username=USERNAME,
        secret=SecretStr(KEY),
        guard=AddressGuard([(host, port)]),
        attempts=attempts,
    )
    assert isinstance(registrar, OpenSRSRegistrar)
    try:
        yield player, registrar
    finally:
        registrar.close()
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True


def _handler(player: Player) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            answer = player.answer(_heard(body, {k.lower(): v for k, v in self.headers.items()}))
            self.close_connection = True
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler


def _heard(body: bytes, headers: dict[str, str]) -> Heard:
    root = etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))
    items = _value(root.find("body/data_block"))
    attributes = items["attributes"]
    channel = items["action"]
    if channel == "get":
        channel = f"get_{attributes['type']}"
    if channel == "process_pending" and attributes.get("command") == "cancel":
        channel = "process_pending_cancel"
    return Heard(channel, attributes, headers, body)


def _value(holder: Any) -> Any:
    if len(holder) == 0:
        return holder.text or ""
    pairs = {item.get("key"): _value(item) for item in holder[0]}
    return pairs if holder[0].tag == "dt_assoc" else [pairs[str(at)] for at in range(len(pairs))]
