"""
Reaching a server: resolve once, check each address, dial exactly the address that was checked.

A name cannot be rebound between the check and the dial, since it is not looked at again. Resolving runs in a
daemon thread, because the system's resolver knows no deadline.
"""

import logging
import queue
import re
import socket
import threading
from collections.abc import Callable, Sequence
from ipaddress import ip_address

from net.addresses import AddressGuard
from net.deadline import Deadline
from net.errors import AddressRefused, NeverSent

Resolver = Callable[[str, int], Sequence[str]]
"""From an ASCII host name and a port to numeric addresses, best first; raises OSError when there are none."""

_HOST_NAME = re.compile(r"(?=.{1,254}\Z)[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63})*\.?")
_log = logging.getLogger("net")


def system_resolver(host: str, port: int) -> Sequence[str]:
    """Ask the system; `host` goes as bytes, since Python would apply IDNA 2003 to text."""
    found = socket.getaddrinfo(host.encode("ascii"), port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(info[4][0]) for info in found))


def is_host_name(text: str) -> bool:
    """Tell whether `text` is spelled like a host name: ASCII, with the underscore that some hosts have."""
    return _HOST_NAME.fullmatch(text) is not None


def dial(
    host: str, port: int, *, guard: AddressGuard, deadline: Deadline, resolver: Resolver = system_resolver
) -> socket.socket:
    """
    Return a connected TCP socket to the first address of `host` that the guard lets pass and that answers.

    Each address gets a fair part of the time left, so one that swallows packets does not starve the next.
    Raises `AddressRefused` if every address was refused, `NeverSent` if none could be reached in time.
    """
    refusals: list[AddressRefused] = []
    reason = "no address"
    addresses = _addresses(host, port, deadline, resolver)
    for place, address in enumerate(addresses):
        try:
            guard.raise_if_refused(address, port)
            return _connected(address, port, deadline.left() / (len(addresses) - place))
        except AddressRefused as refusal:
            _log.warning("address=refused host=%s reason=%s", host, refusal)
            refusals.append(refusal)
        except TimeoutError:
            reason = "timed out"
        except OSError as err:
            reason = err.strerror or type(err).__name__
    if refusals and len(refusals) == len(addresses):
        raise refusals[0]
    raise NeverSent(f"could not connect to {host} port {port}: {reason.lower()}")


def _addresses(host: str, port: int, deadline: Deadline, resolver: Resolver) -> Sequence[str]:
    """Return the numeric addresses of `host`; a numeric host is its own answer."""
    try:
        return [str(ip_address(host))]
    except ValueError:
        pass
    if not is_host_name(host):
        raise NeverSent(
            "not a host name: letters, digits, hyphens and dots; an international one as its A-label"
        )
    answers: queue.SimpleQueue[Sequence[str] | None] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolver(host, port))
        except (OSError, ValueError):
            answers.put(None)

    threading.Thread(target=ask, name="net-resolver", daemon=True).start()
    try:
        found = answers.get(timeout=deadline.left())
    except (queue.Empty, TimeoutError):
        raise NeverSent(f"{host} was not resolved in time") from None
    if not found:
        raise NeverSent(f"{host} could not be resolved")
    return found


def _connected(address: str, port: int, seconds: float) -> socket.socket:
    sock = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM)
    try:
        sock.settimeout(seconds)
        sock.connect((address, port))
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except BaseException:
        sock.close()
        raise
    return sock
