"""Answers in JSON (RFC 8259): read whole and literally, or not at all."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, NoReturn, TypeVar, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from registrar.exchange import Unreadable


def _number(told: object) -> Decimal:
    if isinstance(told, int | float) and not isinstance(told, bool):
        return Decimal(str(told))
    raise ValueError("not a number")


Number = Annotated[Decimal, BeforeValidator(_number)]
"""A JSON number as a decimal; a number in quotes is none."""

Amount = Annotated[Number, Field(ge=0, max_digits=12, decimal_places=4)]
"""A number that can be a price: not below nothing, and as long as prices are."""

TheirsT = TypeVar("TheirsT", bound="Theirs")
PartT = TypeVar("PartT")


class Theirs(BaseModel):
    """
    A vendor's answer, or a part of one, spelled as the vendor spells it; its repr shows nothing.

    Types are not converted, so that a number in quotes is no number. What we do not read is passed over.
    """

    model_config = ConfigDict(frozen=True, strict=True, hide_input_in_errors=True)

    def __repr_args__(self) -> list[tuple[str | None, object]]:
        return []


@dataclass(frozen=True)
class JsonReply:
    """
    A body that is one JSON object, or one array where that was expected, and says nothing twice.

    `items` are an object's. `headers` have lower-case names. Its repr shows nothing.
    """

    body: bytes = field(repr=False)
    items: dict[str, object] = field(repr=False)
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)

    def as_a(self, kind: type[TheirsT]) -> TheirsT:
        """Return it as `kind`. Raises `Unreadable`, which names the field and not what it holds."""
        try:
            return kind.model_validate_json(self.body)
        except ValidationError as err:
            raise _unfit(err) from None

    def part(self, field: str, kind: type[PartT]) -> PartT:
        """Return one field of it (`a.b` inside `a`), of exactly that type. Raises `Unreadable`, naming it."""
        value = self._at(field)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise Unreadable(f"the reply's {field} is not what it should be")
        return value

    def said(self, field: str) -> str:
        """Return the text at `field` (as in `part`), of at least a letter. Raises `Unreadable`, naming it."""
        if not (text := self.part(field, str)):
            raise Unreadable(f"the reply's {field} is empty")
        return text

    def _at(self, field: str) -> object:
        value: object = self.items
        for key in field.split("."):
            value = value.get(key) if isinstance(value, _Object) else None
        return value

    def as_rows(self, kind: type[TheirsT]) -> list[TheirsT]:
        """Return an array as so many of `kind`. Raises `Unreadable`, for an object too."""
        try:
            rows: list[object] = TypeAdapter(list[object]).validate_json(self.body)
        except ValidationError as err:
            raise _unfit(err) from None
        return _each(rows, kind)

    def rows_at(self, field: str, kind: type[TheirsT], *, needed: bool = True) -> list[TheirsT]:
        """
        Return the array at `field` (as in `part`) as so many of `kind`. Raises `Unreadable`.

        One that is not told, or null, is empty unless it is `needed`.
        """
        if not needed and self._at(field) is None:
            return []
        return _each(cast("list[object]", self.part(field, list)), kind)


def read_json(body: bytes, *, rows: bool = False) -> JsonReply:
    """
    Read a body: one object, or one array for `rows`.

    Raises `Unreadable` for anything else, and for a thing that is said twice.
    """
    try:
        told = json.loads(body, object_pairs_hook=_Object, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Unreadable("the reply is not JSON") from None
    if not isinstance(told, list if rows else _Object):
        raise Unreadable(f"the reply is not an {'array' if rows else 'object'}")
    return JsonReply(body, told if isinstance(told, _Object) else {})


def words_in(reply: JsonReply, *fields: str) -> str:
    """
    Return the words of a no: its texts in these fields, each once (`errors.name` in a list of objects).

    Raises `Unreadable` where there are none, or where one is no text.
    """
    told = [text for field in fields for text in _texts_at(reply.items, field.split("."))]
    if not told:
        raise Unreadable("the reply says no, and not in the vendor's way")
    return ": ".join(dict.fromkeys(told))


def _texts_at(value: object, path: list[str]) -> Iterator[str]:
    if isinstance(value, list):
        for item in cast("list[object]", value):
            yield from _texts_at(item, path)
    elif value in (None, ""):
        return
    elif path and isinstance(value, _Object):
        yield from _texts_at(value.get(path[0]), path[1:])
    elif not path and isinstance(value, str):
        yield value
    else:
        raise Unreadable("the reply's words are not what they should be")


def _each(rows: list[object], kind: type[TheirsT]) -> list[TheirsT]:
    try:
        return [kind.model_validate_json(json.dumps(row)) for row in rows]
    except ValidationError as err:
        raise _unfit(err) from None


def _unfit(err: ValidationError) -> Unreadable:
    place = err.errors(include_input=False, include_url=False)[0]["loc"]
    where = ".".join(str(part) for part in place) or "body"
    return Unreadable(f"the reply's {where} is not what it should be")


class _Object(dict[str, object]):
    def __init__(self, pairs: list[tuple[str, object]]) -> None:
        super().__init__(pairs)
        if len(self) < len(pairs):
            raise ValueError("one thing is said twice")


def _no_number(_word: str) -> NoReturn:
    raise ValueError("not a number")
