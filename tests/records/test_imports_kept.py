"""Plans of imports: kept name by name, sealed, listed anew without losing what was read."""

import pytest

from portfolio.importing import EntryState, ImportEntry
from portfolio.names import DomainName
from records import NotHeld, Records
from tests.records.house import NAME, import_entry

PLAN = "opensrs-live"
LISTED = {"state": EntryState.LISTED, "found": None, "problems": (), "asked_at": None}


def _listed(records: Records, *entries: ImportEntry) -> None:
    with records.changing("drafter") as unit:
        unit.imports.listed(PLAN, entries)
        unit.commit()


def _kept(records: Records) -> dict[str, ImportEntry]:
    with records.reading() as unit:
        return {entry.name: entry for entry in unit.imports.entries(PLAN)}


def test_an_entry_comes_back_as_it_was_kept(records: Records) -> None:
    _listed(records, import_entry())
    assert _kept(records) == {"example.org": import_entry()}
    with records.reading() as unit:
        assert unit.imports.entry(PLAN, DomainName("example.org")) == import_entry()
        assert unit.imports.get(PLAN).made_by == "drafter"


def test_listing_again_adds_and_takes_away_names_and_keeps_what_was_read(records: Records) -> None:
    _listed(records, import_entry(), import_entry("example.net"))
    again = [import_entry(name, **LISTED) for name in ("example.com", "example.org")]
    _listed(records, *again)
    assert {name: entry.state for name, entry in _kept(records).items()} == {
        "example.com": EntryState.LISTED, "example.org": EntryState.READ,
    }  # fmt: skip


def test_an_entry_is_kept_as_it_is_now_under_another_clients_key(records: Records) -> None:
    _listed(records, import_entry(client=None))
    read = import_entry(problems=("admin email: the record has none",))
    with records.changing("drafter") as unit:
        unit.imports.settle(read)
        unit.commit()
    assert _kept(records) == {"example.org": read}
    with records.changing("drafter") as unit, pytest.raises(NotHeld, match=r"example\.net is not in"):
        unit.imports.settle(import_entry("example.net"))


def test_the_accounts_in_which_a_name_was_found_are_told_over_all_plans(records: Records) -> None:
    _listed(records, import_entry())
    with records.reading() as unit:
        assert unit.imports.accounts_of() == {"example.org": frozenset({PLAN})}
        assert unit.imports.accounts_of({DomainName("example.net")}) == {}


def test_a_plan_can_be_forgotten_whole(records: Records) -> None:
    _listed(records, import_entry())
    with records.changing("drafter") as unit:
        unit.imports.drop(PLAN)
        with pytest.raises(NotHeld, match="no import of opensrs-live"):
            unit.imports.drop(PLAN)
        unit.commit()
    with records.reading() as unit, pytest.raises(NotHeld):
        unit.imports.entries(PLAN)


@pytest.mark.parametrize("changes", [{"account": "nowhere"}, {"client": "nobody"}])
def test_an_entry_of_nobody_we_know_is_refused(records: Records, changes: dict[str, str]) -> None:
    with records.changing("drafter") as unit, pytest.raises(NotHeld):
        unit.imports.listed(PLAN, [import_entry(**changes)])


def test_a_name_moves_to_another_account_of_ours_and_the_chain_says_so(records: Records) -> None:
    with records.changing("drafter") as unit:
        account = unit.accounts.get(PLAN)
        unit.accounts.add(account.model_copy(update={"slug": "second"}))
        unit.domains.set_account(NAME, "second")
        unit.imports.exported([NAME])
        unit.commit()
    with records.reading() as unit:
        assert unit.domains.get(NAME).account == "second"
        assert [entry.tag.value for entry in unit.audit.entries(subject=NAME)][-2:] == [
            "domain:account-set", "domain:exported",
        ]  # fmt: skip
