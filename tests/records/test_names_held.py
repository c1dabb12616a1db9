"""The names alone of everything that is held, for those who look at each of them."""

from portfolio.names import DomainName
from records import Records
from tests.records.house import NAME, held


def test_every_name_that_is_held_comes_once_in_the_order_of_names(records: Records) -> None:
    more = [DomainName(f"example-{number:04}.com") for number in range(12)]
    with records.changing("drafter") as unit:
        for name in reversed(more):
            unit.domains.hold(held().model_copy(update={"name": name}))
        unit.commit()
    with records.reading() as unit:
        names = list(unit.domains.names())
    assert names == sorted([NAME, *more])
    assert all(isinstance(name, DomainName) for name in names)
