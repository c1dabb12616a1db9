"""An exchange that went well, played once more with one of its answers spoilt. Vendors with a line only."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from net.client import Answer
from tests.conformance.bench import Bench


@dataclass(frozen=True)
class Exchanged:
    """What went over the line for one call of the registrar: each answer, and whether it was to a change."""

    answers: tuple[Answer, ...]
    changed: tuple[bool, ...]


def recorded(bench: Bench, do: Callable[[], object]) -> Exchanged:
    """Return what `do` exchanges with the vendor."""
    answers: list[Answer] = []
    changed: list[bool] = []
    http = _http(bench)
    send = http.send

    def noted(method: str, url: str, *, headers: Mapping[str, str], body: bytes | None) -> Answer:
        before = bench.changes_sent
        answer = send(method, url, headers=headers, body=body)
        answers.append(answer)
        changed.append(bench.changes_sent > before)
        return answer

    with _sending(http, noted):
        do()
    return Exchanged(tuple(answers), tuple(changed))


@contextmanager
def played(bench: Bench, exchanged: Exchanged, place: int, spoilt: bytes) -> Iterator[None]:
    """Let the vendor give the recorded answers, in their order, the one at `place` with the body `spoilt`."""
    answers = iter(
        replace(answer, body=spoilt) if number == place else answer
        for number, answer in enumerate(exchanged.answers)
    )

    # Any: the client's own signature; what is sent does not matter here.
    def told(*_args: Any, **_kwargs: Any) -> Answer:
        return next(answers)

    # Any: a vendor with sessions is logged in to again, as it was when the answers were recorded.
    line: Any = vars(bench.registrar)["_line"]
    if hasattr(line, "session"):
        line.session.token = None
    with _sending(_http(bench), told):
        yield


def has_line(bench: Bench) -> bool:
    """Whether the registrar speaks over HTTP; the reference does not."""
    return hasattr(bench.registrar, "_line")


# Any: what every adapter is made of, which the contract does not show.
def _http(bench: Bench) -> Any:
    registrar: Any = bench.registrar
    return registrar._line._http


@contextmanager
def _sending(http: Any, send: Callable[..., Answer]) -> Iterator[None]:
    http.send = send
    try:
        yield
    finally:
        del http.send
