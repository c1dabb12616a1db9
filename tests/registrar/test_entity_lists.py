"""A list by limit and offset is read whole, or not at all."""

import pytest

from registrar.errors import ReplyNotUnderstood
from registrar.in_json.entities import EntityLists, entities
from registrar.in_json.line import Call
from registrar.in_json.reply import Theirs
from tests.registrar.written_json import MANNER, Told, opened


class _Row(Theirs):
    id: int


class _Lists(EntityLists):
    slug = "vendor"
    manner = MANNER

    def every(self, path: str) -> list[int]:
        """Return the numbers of all rows."""
        return [row.id for row in self._entities(Call("list", path), entities(_Row), lambda row: row.id)]


def page(total: int, *ids: int) -> Told:
    return 200, {"entities": [{"id": one} for one in ids], "pagination": {"total": total}}


def test_every_part_is_asked_for_by_what_came_before() -> None:
    lists, http = opened(_Lists, {
        "GET rows?limit=100&offset=0": page(3, 1, 2), "GET rows?limit=100&offset=2": page(3, 3),
    })  # fmt: skip
    assert lists.every("rows") == [1, 2, 3]
    assert len(http.sent) == 2


def test_a_question_of_its_own_stays() -> None:
    lists, _ = opened(_Lists, {"GET rows?of=me&limit=100&offset=0": page(1, 1)})
    assert lists.every("rows?of=me") == [1]


@pytest.mark.parametrize(
    "told",
    [page(2, 1, 1), page(1, 1, 2), (200, {"entities": [{"id": 1}]}), (200, {"pagination": {"total": 0}})],
)
def test_what_does_not_add_up_is_not_understood(told: Told) -> None:
    lists, _ = opened(_Lists, {"GET rows?limit=100&offset=0": told})
    with pytest.raises(ReplyNotUnderstood):
        lists.every("rows")
