"""
The one place where registrars are asked: reads are retried here, changes are sent once.

An adapter brings its vendor's codec and says of each call whether it is a read or a change; the HTTP verb
says nothing of that. Each exchange writes one line to the log `registrar`: no body, no header, no secret.
"""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Generic, Protocol, TypeVar

from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    stop_before_delay,
    wait_random_exponential,
)

from net.client import Answer, HttpClient
from net.errors import AnswerRefused, NetError, NeverSent
from registrar.answers.retry_after import retry_after
from registrar.errors import AccessRefused, OutcomeUnknown, RegistrarError, ReplyNotUnderstood, TryAgain

log = logging.getLogger("registrar")

AskedT = TypeVar("AskedT", bound="Asked")
Asked_contra = TypeVar("Asked_contra", bound="Asked", contravariant=True)
ReplyT = TypeVar("ReplyT")
ReplyT_co = TypeVar("ReplyT_co", covariant=True)
Told = TypeVar("Told")

_jitter = wait_random_exponential(multiplier=0.5, max=8)


class Unreadable(Exception):
    """An answer that cannot be read, or does not fit what was asked. The text never repeats the answer."""


class Asked(Protocol):
    """A question or an order to a vendor: its operation, in the vendor's word, and the name it is about."""

    @property
    def operation(self) -> str: ...

    @property
    def name(self) -> str | None: ...


@dataclass(frozen=True)
class Outgoing:
    """One HTTP request, ready to leave. Its repr shows nothing."""

    url: str = field(repr=False)
    body: bytes | None = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    method: str = field(default="POST", repr=False)


class Codec(Protocol[Asked_contra, ReplyT]):
    """How one vendor is written to and read."""

    def encode(self, asked: Asked_contra) -> Outgoing:
        """Return the request. Raises `RegistrarError` for what the vendor's format cannot carry."""
        ...

    def decode(self, body: bytes) -> ReplyT:
        """Read the body of a 200. Raises `Unreadable`."""
        ...

    def code_of(self, reply: ReplyT) -> str:
        """Return the vendor's own result code, for the log."""
        ...

    def raise_if_refused(self, asked: Asked_contra, reply: ReplyT, *, harmless: bool) -> None:
        """Raise the error that the code means after a read (`harmless`) or a change, or `Unreadable`."""
        ...


class ReadsStatus(Protocol[Asked_contra]):
    """What one vendor means by an HTTP status, where it says no by them, or yes by another than 200."""

    def __call__(self, asked: Asked_contra, answer: Answer, *, harmless: bool) -> bool | None:
        """
        Return True where the vendor documents the status as the yes to `asked`.

        Raise the error that the status means, or `Unreadable`; return None where its usual meaning counts.
        """
        ...


class ReadsAnswer(Protocol[Asked_contra, ReplyT_co]):
    """How a yes is read by a vendor that says some of it in the status or the headers."""

    def __call__(self, asked: Asked_contra, answer: Answer) -> ReplyT_co:
        """Read the whole answer. Raises `Unreadable`."""
        ...


class Exchange(Generic[AskedT, ReplyT]):
    """
    One account's line to its registrar.

    `attempts` bounds how often a read is sent, `patience` how long it may take with its waits; `attempts=1`
    turns waiting off. `status` reads an answer's status before its usual meaning counts, and `whole` reads a
    yes in the place of the codec's `decode`.
    """

    def __init__(
        self,
        http: HttpClient,
        codec: Codec[AskedT, ReplyT],
        *,
        registrar: str,
        attempts: int = 4,
        patience: timedelta = timedelta(seconds=60),
        sleep: Callable[[float], None] = time.sleep,
        status: ReadsStatus[AskedT] | None = None,
        whole: ReadsAnswer[AskedT, ReplyT] | None = None,
    ) -> None:
        self._http = http
        self._codec = codec
        self._status = status
        self._whole = whole
        self._registrar = registrar
        self._attempts = attempts
        self._patience = patience
        self._sleep = sleep

    def read(self, asked: AskedT, translate: Callable[[ReplyT], Told]) -> Told:
        """
        Ask, and return what `translate` makes of the reply. Asking twice is harmless: `TryAgain` is retried.

        Raises `TryAgain` when it lasts, `ReplyNotUnderstood` when the answer is `Unreadable` (to `translate`
        too), and what the vendor's code means.
        """
        again = Retrying(
            retry=retry_if_exception_type(TryAgain),
            stop=stop_after_attempt(self._attempts) | stop_before_delay(self._patience),
            wait=_wait,
            sleep=self._sleep,
            reraise=True,
        )
        number = count(1)
        return again(lambda: self._told(asked, translate, harmless=True, attempt=next(number)))

    def change(self, asked: AskedT, translate: Callable[[ReplyT], Told]) -> Told:
        """
        Tell, once, and return what `translate` makes of the reply.

        Raises `TryAgain` only when nothing was done: not a byte left, or the registrar was too busy to take
        it (429, RFC 6585 section 4). Raises `OutcomeUnknown` when the answer is lost or unreadable.
        """
        return self._told(asked, translate, harmless=False, attempt=1)

    def _told(
        self, asked: AskedT, translate: Callable[[ReplyT], Told], *, harmless: bool, attempt: int
    ) -> Told:
        began = time.monotonic()
        code, outcome = "-", "ok"
        try:
            answer = self._send(asked, harmless=harmless)
            code = f"http-{answer.status}"
            if self._status is None or not self._status(asked, answer, harmless=harmless):
                _raise_for_status(answer, harmless=harmless)
            reply = self._whole(asked, answer) if self._whole else self._codec.decode(answer.body)
            code = self._codec.code_of(reply)
            self._codec.raise_if_refused(asked, reply, harmless=harmless)
            return translate(reply)
        except Unreadable as err:
            error = _unreadable(str(err), harmless=harmless, code=code)
            outcome = type(error).__name__
            raise self._addressed(error, asked) from err
        except RegistrarError as err:
            outcome = type(err).__name__
            self._addressed(err, asked)
            raise
        finally:
            self._note(asked, outcome=outcome, code=code, began=began, attempt=attempt)

    def _send(self, asked: AskedT, *, harmless: bool) -> Answer:
        outgoing = self._codec.encode(asked)
        try:
            return self._http.send(
                outgoing.method, outgoing.url, headers=outgoing.headers, body=outgoing.body
            )
        except NeverSent as err:
            raise TryAgain(f"nothing was sent: {err}") from err
        except AnswerRefused as err:
            raise _unreadable(f"an answer that is not taken: {err}", harmless=harmless) from err
        except NetError as err:
            raise _lost(f"no answer to take: {err}", harmless=harmless) from err

    def _addressed(self, error: RegistrarError, asked: AskedT) -> RegistrarError:
        """The error with who, what and which filled in."""
        error.registrar = error.registrar or self._registrar
        error.operation = error.operation or asked.operation
        error.name = error.name or asked.name
        return error

    def _note(self, asked: AskedT, *, outcome: str, code: str, began: float, attempt: int) -> None:
        log.log(
            logging.INFO if outcome == "ok" else logging.WARNING,
            "registrar=%s op=%s name=%s outcome=%s code=%s ms=%d attempt=%d",
            self._registrar,
            asked.operation,
            asked.name or "-",
            outcome,
            code,
            (time.monotonic() - began) * 1000,
            attempt,
        )


def _wait(state: RetryCallState) -> float:
    """Seconds before the next attempt: what the registrar asked for, and jitter upon it."""
    error = state.outcome.exception() if state.outcome else None
    asked_for = error.retry_after if isinstance(error, TryAgain) else None
    return _jitter(state) + (asked_for.total_seconds() if asked_for else 0.0)


def _raise_for_status(answer: Answer, *, harmless: bool) -> None:
    status = answer.status
    match status:
        case 200:
            return
        case 401 | 403:
            error = AccessRefused("the account was refused: credentials, or an address that is not listed")
        case 429:
            error = TryAgain("too many requests", retry_after=retry_after(answer.headers))
        case 408 | 500 | 502 | 503 | 504:
            error = _lost("the server failed", harmless=harmless)
            error.retry_after = retry_after(answer.headers)
        case _ if status > 504:
            error = _lost("the server failed", harmless=harmless)
        case _:
            error = _unreadable(f"an answer that nobody documents, HTTP {status}", harmless=harmless)
    error.http_status = status
    raise error


def _lost(detail: str, *, harmless: bool) -> RegistrarError:
    return TryAgain(detail) if harmless else OutcomeUnknown(f"{detail}; it was sent once")


def _unreadable(detail: str, *, harmless: bool, code: str | None = None) -> RegistrarError:
    vendor_code = code if code and code.isdecimal() else None
    if harmless:
        return ReplyNotUnderstood(detail, vendor_code=vendor_code)
    return OutcomeUnknown(f"{detail}; it was sent once", vendor_code=vendor_code)
