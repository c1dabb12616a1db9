"""A conversation of one question and one answer on a plain TCP connection: port 43 (RFC 3912)."""

import socket
from datetime import timedelta

from net.addresses import AddressGuard
from net.attempt import Attempt
from net.deadline import Deadline
from net.dialling import Resolver, dial, system_resolver
from net.errors import AnswerRefused, NoAnswer

_BLOCK = 16_384


def converse(
    host: str,
    port: int,
    question: bytes,
    *,
    guard: AddressGuard,
    deadline: timedelta,
    max_bytes: int,
    resolver: Resolver = system_resolver,
) -> bytes:
    """
    Send `question`, return all that comes until the server closes; over IPv4 or IPv6, sent once.

    `deadline` is for resolving, connecting, sending and reading together. Raises `NeverSent`
    (`AddressRefused`) when no byte left, `NoAnswer` for silence, a reset or a passed deadline,
    `AnswerRefused` beyond `max_bytes`.
    """
    attempt = Attempt(host, Deadline(deadline))
    with dial(host, port, guard=guard, deadline=attempt.deadline, resolver=resolver) as sock:
        attempt.sent = False
        try:
            _say(sock, question, attempt)
            answer = _heard(sock, max_bytes, attempt.deadline)
        except TimeoutError:
            raise attempt.lost("the deadline passed") from None
        except OSError as err:
            raise attempt.lost((err.strerror or type(err).__name__).lower()) from None
    if not answer:
        raise NoAnswer(f"no complete answer from {host}: closed without a word")
    return answer


def _say(sock: socket.socket, question: bytes, attempt: Attempt) -> None:
    rest = memoryview(question)
    while rest:
        sock.settimeout(attempt.deadline.left())
        rest = rest[sock.send(rest) :]
        attempt.sent = True


def _heard(sock: socket.socket, max_bytes: int, deadline: Deadline) -> bytes:
    answer = bytearray()
    while True:
        sock.settimeout(deadline.left())
        block = sock.recv(_BLOCK)
        if not block:
            return bytes(answer)
        if len(answer) + len(block) > max_bytes:
            raise AnswerRefused(f"the answer is larger than {max_bytes} bytes")
        answer += block
