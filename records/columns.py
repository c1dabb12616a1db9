"""How our values lie in a column: instants, moments, money and words, the same on SQLite and PostgreSQL."""

from datetime import UTC, date, datetime
from decimal import Decimal

from sqlalchemy import BigInteger, DateTime, Dialect, String
from sqlalchemy.types import TypeDecorator


class Word(TypeDecorator[str]):
    """A text; names and words of an enumeration are kept as plain text, whatever class they came in."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Return the bare text: drivers may take an enumeration for its member's name."""
        del dialect
        return None if value is None else str(value)


class UtcInstant(TypeDecorator[datetime]):
    """An aware instant, given back in UTC on every database. Naive ones raise `ValueError`."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the instant in UTC, bare for SQLite, which keeps no zone."""
        if value is None:
            return None
        if value.tzinfo is None or value.utcoffset() is None:
            raise ValueError("a naive instant cannot be kept: say which zone it is in")
        at = value.astimezone(UTC)
        return at.replace(tzinfo=None) if dialect.name == "sqlite" else at

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the instant, aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class MomentText(TypeDecorator[datetime | date]):
    """
    A date or an instant, kept with its precision: `2027-03-01` or `2027-03-01T00:00:00.000000Z`.

    The texts sort as `portfolio.values.earliest` does: a bare date is its first instant. Naive instants
    raise `ValueError`.
    """

    impl = String(27).with_variant(String(27, collation="C"), "postgresql")
    cache_ok = True

    def process_bind_param(self, value: datetime | date | None, dialect: Dialect) -> str | None:
        """Return the text that is kept."""
        del dialect
        if isinstance(value, datetime):
            if value.tzinfo is None or value.utcoffset() is None:
                raise ValueError("a naive instant cannot be kept: say which zone it is in")
            return value.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | date | None:
        """Return the date or the instant that the text means."""
        del dialect
        if value is None:
            return None
        return datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)


class TenThousandths(TypeDecorator[Decimal]):
    """An amount of money with four decimals, kept as a whole number: exact on every database."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Return the number of ten-thousandths."""
        del dialect
        return None if value is None else int(value.scaleb(4))

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """Return the amount."""
        del dialect
        return None if value is None else Decimal(value).scaleb(-4)
