"""`account test`, check by check: environment, key, access, allow-list, reading. It only reads."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from console.refusals import Refusal
from net import NetError
from portfolio.held import Environment, RegistrarAccount
from portfolio.money import Money
from registrar.catalogue import ADAPTERS
from registrar.contract import Registrar, TellsBalance
from registrar.errors import AccessRefused, RegistrarError

_ABOUT_ADDRESSES = re.compile(r"\bip\b|allow.?list|white.?list|address", re.IGNORECASE)
_THIS_MACHINE = frozenset({"127.0.0.1", "::1", "localhost"})
_KEYS_PLACE = "see that the key is the one of this account and of this environment"


class Result(StrEnum):
    """What a check comes to; what could not be found out is not a yes."""

    OK = "ok"
    FAILED = "failed"
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class Line:
    """One check. `says` is what was seen, `what_to_do` the next step where it is not ok."""

    check: str
    result: Result
    says: str = ""
    what_to_do: str = ""


@dataclass(frozen=True)
class Examined:
    """All checks of an account, and what was read on the way."""

    lines: tuple[Line, ...]
    balance: Money | None = None
    names: int | None = None

    @property
    def worst(self) -> Line | None:
        """
        The first line that failed, else the first that is unclear; None where the account works.

        An address that nobody knows is no reason to think that it does not.
        """
        failed = [line for line in self.lines if line.result is Result.FAILED]
        unclear = [line for line in self.lines[1:] if line.result is Result.UNCLEAR]
        return next(iter(failed + unclear), None)


def examined(account: RegistrarAccount, registrar_for: Callable[[RegistrarAccount], Registrar]) -> Examined:
    """Check the account. Nothing is asked of the registrar where live and test would be mixed."""
    environment = environment_line(account)
    if environment.result is Result.FAILED:
        return Examined((environment, *_not_asked("key", "access", "allow-list", "reading")))
    try:
        registrar = registrar_for(account)
    except Refusal as refusal:
        failed = Line("key", Result.FAILED, refusal.what, refusal.next_step)
        return Examined((environment, failed, *_not_asked("access", "allow-list", "reading")))
    except AccessRefused as refused:
        return Examined(tuple(_not_connected(environment, refused)))
    lines = (environment, Line("key", Result.OK, "read; nobody else may read it"))
    return _asked(registrar, lines)


def mixed_environments(account: RegistrarAccount) -> Line | None:
    """Return why the account's address or user is surely not of its environment; None where it may be."""
    line = environment_line(account) if account.registrar in ADAPTERS else None
    return line if line is not None and line.result is Result.FAILED else None


def environment_line(account: RegistrarAccount) -> Line:
    """Return whether address and user are of the account's environment: live and test are never mixed."""
    spec = ADAPTERS[account.registrar]
    host, ours = urlsplit(account.endpoint).hostname or "", account.environment
    right = f"give the account the address of {spec.title}'s {ours} system, or add another"
    is_of_test = account.username.startswith(spec.test_users)
    if spec.test_users and is_of_test is not (ours is Environment.SANDBOX):
        told = f"that user name is not one of {spec.title}'s {ours} system, and the account is {ours}"
        return Line("environment", Result.FAILED, told, _KEYS_PLACE)
    systems = sorted(env for env, known in spec.endpoints.items() if urlsplit(known).hostname == host)
    if ours in systems:
        return Line("environment", Result.OK, f"{spec.title}'s {ours} system")
    if systems:
        told = f"that address is {spec.title}'s {systems[0]} system, and the account is {ours}"
        return Line("environment", Result.FAILED, told, right)
    if ours is Environment.LIVE and (host in _THIS_MACHINE or not account.endpoint.startswith("https://")):
        told = "a live account's endpoint is an https address that is not on this machine"
        return Line("environment", Result.FAILED, told, right)
    if host in _THIS_MACHINE:
        return Line("environment", Result.OK, "a test system on this machine")
    told = f"nobody here knows whether that address is {spec.title}'s {ours} system"
    return Line("environment", Result.UNCLEAR, told, "compare it with the registrar's own pages")


def _asked(registrar: Registrar, lines: tuple[Line, ...]) -> Examined:
    balance: Money | None = None
    try:
        balance = registrar.balance() if isinstance(registrar, TellsBalance) else None
        names = sum(1 for _ in registrar.holdings())
    except AccessRefused as error:
        if _is_of_the_other_environment(error):
            return Examined(tuple(_not_connected(lines[0], error)))
        return Examined((*lines, *_refused(error)))
    except (RegistrarError, NetError) as error:
        unclear = Line("reading", Result.UNCLEAR, str(error), "try again later; nothing was changed")
        known = Result.OK if balance is not None else Result.UNCLEAR
        access = tuple(Line(check, known) for check in ("access", "allow-list"))
        return Examined((*lines, *access, unclear), balance=balance)
    reading = Line("reading", Result.OK, f"{names} name(s)")
    taken = Line("access", Result.OK, "the registrar took the key")
    return Examined(
        (*lines, taken, Line("allow-list", Result.OK, "the registrar answered"), reading), balance, names
    )


def _not_connected(environment: Line, error: AccessRefused) -> Iterator[Line]:
    """The key cannot be read, or it is of the other environment: nothing was sent."""
    if _is_of_the_other_environment(error):
        yield Line("environment", Result.FAILED, error.detail, _KEYS_PLACE)
        yield from _not_asked("key")
    else:
        yield environment
        yield Line("key", Result.FAILED, error.detail, _KEYS_PLACE)
    yield from _not_asked("access", "allow-list", "reading")


def _is_of_the_other_environment(error: AccessRefused) -> bool:
    """Adapters say so before anything is sent, where user names or keys show it."""
    return "environment" in error.detail


def _refused(error: AccessRefused) -> Iterator[Line]:
    """The registrar said no; few say whether to the key or to where we ask from."""
    to_address = _ABOUT_ADDRESSES.search(error.detail) is not None
    where = "put this machine's address on the registrar's allow-list; it can take a quarter of an hour"
    access = Result.UNCLEAR if to_address else Result.FAILED
    yield Line("access", access, str(error), "" if to_address else f"{_KEYS_PLACE}; then the allow-list")
    listed = Result.FAILED if to_address else Result.UNCLEAR
    says = str(error) if to_address else "the refusal does not say whether it is about our address"
    yield Line("allow-list", listed, says, where)
    yield from _not_asked("reading")


def _not_asked(*checks: str) -> Iterator[Line]:
    yield from (Line(check, Result.UNCLEAR, "not asked") for check in checks)
