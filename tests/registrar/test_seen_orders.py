"""An order without a number is seen where its name is held, until behind the day that it started from."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from portfolio.names import DomainName
from portfolio.registration import Registration
from registrar.buying.seen import is_seen
from registrar.contract import Registrar
from registrar.errors import NotFound, RegistrarError, ReplyNotUnderstood, TryAgain

NAME = DomainName("example.net")


class Account(Registrar):
    """One name, until a date; or an error."""

    slug = "vendor"

    def __init__(self, until: datetime | None = None, error: RegistrarError | None = None) -> None:
        self._until, self._error = until, error

    def info(self, name: DomainName) -> Registration:
        if self._error:
            raise self._error
        return Registration(name=name, registrar_expires_at=self._until)

    def holdings(self) -> Iterator[DomainName]:
        return iter((NAME,))


def test_a_name_that_is_held_is_seen_and_a_renewal_where_the_date_has_moved() -> None:
    account = Account(datetime(2028, 2, 13, 10, 4, 18, tzinfo=UTC))
    assert is_seen(account, NAME)
    assert is_seen(account, NAME, after=date(2028, 2, 12))
    assert not is_seen(account, NAME, after=date(2028, 2, 13))


def test_a_name_without_a_date_is_not_seen() -> None:
    assert not is_seen(Account(), NAME)


@pytest.mark.parametrize("error", [NotFound("not here"), TryAgain("later"), ReplyNotUnderstood("not JSON")])
def test_what_cannot_be_read_is_not_seen(error: RegistrarError) -> None:
    assert not is_seen(Account(error=error), NAME)
