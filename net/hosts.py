"""Whether hosts have an address: asked of the system, within one deadline, and never believed beyond that."""

import queue
import socket
import threading
from collections.abc import Callable, Iterable
from datetime import timedelta

from net.deadline import Deadline
from net.dialling import is_host_name

Asks = Callable[[str], object]
"""From an absolute ASCII host name to its addresses; raises OSError as `socket.getaddrinfo` does."""

PATIENCE = timedelta(seconds=3)
KNOWN_TO_ALL = "a.root-servers.net"
"""A resolver that denies even this name is cut off from the world: its denials say nothing."""

_AT_ONCE = 8
# Some systems tell a name without an address (EAI_NODATA) from a name that is not there; a nameserver is
# of no use either way.
_NOT_THERE = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}


def ask_system(host: str) -> object:
    """Return what the system's resolver has for `host`; as bytes, since Python applies IDNA 2003 to text."""
    return socket.getaddrinfo(host.encode("ascii"), None, type=socket.SOCK_STREAM)


def resolves(host: str, *, within: timedelta = PATIENCE, asks: Asks = ask_system) -> bool | None:
    """
    Return whether `host` has an address: True, or False when the resolver says that it has none.

    None means that it could not be asked: no answer within `within`, no network, a resolver that knows
    nothing, not a host name. Never raises.
    """
    return resolving([host], within=within, asks=asks)[host]


def resolving(
    hosts: Iterable[str], *, within: timedelta = PATIENCE, asks: Asks = ask_system
) -> dict[str, bool | None]:
    """Ask for many hosts at once, as `resolves` does for one; `within` is the deadline of them all."""
    wanted: dict[str, bool | None] = dict.fromkeys(hosts)
    found = _answers([*filter(is_host_name, wanted), KNOWN_TO_ALL], Deadline(within), asks) if wanted else {}
    cut_off = found.get(KNOWN_TO_ALL) is not True
    return {host: None if cut_off and not found.get(host) else found.get(host) for host in wanted}


def _answers(hosts: list[str], deadline: Deadline, asks: Asks) -> dict[str, bool | None]:
    waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
    answers: queue.SimpleQueue[tuple[str, bool | None]] = queue.SimpleQueue()
    for host in hosts:
        waiting.put(host)
    # Daemons: the system's resolver knows no deadline, and nobody waits for it at the end of the process.
    for _ in hosts[:_AT_ONCE]:
        threading.Thread(target=_work, args=(waiting, answers, asks), name="net-hosts", daemon=True).start()
    found: dict[str, bool | None] = {}
    try:
        for _ in hosts:
            host, answer = answers.get(timeout=deadline.left())
            found[host] = answer
    except (queue.Empty, TimeoutError):
        pass
    return found


def _work(
    waiting: "queue.SimpleQueue[str]", answers: "queue.SimpleQueue[tuple[str, bool | None]]", asks: Asks
) -> None:
    while True:
        try:
            host = waiting.get_nowait()
        except queue.Empty:
            return
        answers.put((host, _answer(host, asks)))


def _answer(host: str, asks: Asks) -> bool | None:
    try:
        # With the last dot, so that no search list of this machine makes another name of it.
        return bool(asks(f"{host.rstrip('.')}."))
    except socket.gaierror as err:
        return False if err.errno in _NOT_THERE else None
    except (OSError, ValueError):
        return None
