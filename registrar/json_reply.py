"""Answers in JSON (RFC 8259): read whole and literally, or not at all."""

import json
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, NoReturn, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from registrar.exchange import Unreadable


def _number(told: object) -> Decimal:
    if isinstance(told, int | float) and not isinstance(told, bool):
        return Decimal(str(told))
    raise ValueError("not a number")


Number = Annotated[Decimal, BeforeValidator(_number)]
"""A JSON number as a decimal; a number in quotes is none."""

TheirsT = TypeVar("TheirsT", bound="Theirs")


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
    """A body that is one JSON object and says nothing twice. Its repr shows nothing."""

    body: bytes = field(repr=False)
    items: dict[str, object] = field(repr=False)

    def as_a(self, kind: type[TheirsT]) -> TheirsT:
        """Return it as `kind`. Raises `Unreadable`, which names the field and not what it holds."""
        try:
            return kind.model_validate_json(self.body)
        except ValidationError as err:
            place = err.errors(include_input=False, include_url=False)[0]["loc"]
            where = ".".join(str(part) for part in place) or "body"
            raise Unreadable(f"the reply's {where} is not what it should be") from None


def read_json(body: bytes) -> JsonReply:
    """Read a body. Raises `Unreadable` for anything but one object, and for a thing that is said twice."""
    try:
        told = json.loads(body, object_pairs_hook=_Object, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Unreadable("the reply is not JSON") from None
    if not isinstance(told, _Object):
        raise Unreadable("the reply is not an object")
    return JsonReply(body, told)


class _Object(dict[str, object]):
    def __init__(self, pairs: list[tuple[str, object]]) -> None:
        super().__init__(pairs)
        if len(self) < len(pairs):
            raise ValueError("one thing is said twice")


def _no_number(_word: str) -> NoReturn:
    raise ValueError("not a number")
