"""What sources said is kept as they said it, the unreadable too."""

from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from portfolio.contacts import ContactRole
from portfolio.names import DomainName
from portfolio.observation import (
    Absent,
    Observation,
    Provenance,
    Seen,
    SeenContact,
    Source,
    Unreadable,
    Why,
)
from records import Records
from tests.records.house import NAME, START, run_sql, seen

FREE = DomainName("free.example.com")

_texts = some.text(some.characters(exclude_categories=["Cs"]), max_size=20)
_instants = some.datetimes(timezones=some.just(START.tzinfo)) | some.datetimes(
    timezones=some.timezones(), min_value=START.replace(tzinfo=None), allow_imaginary=False
)
_moments = some.none() | _instants | some.dates()
_contacts = some.builds(
    SeenContact, name=some.none() | _texts, street=some.none() | some.tuples(_texts, _texts), email=_texts
)
_said = some.builds(
    Provenance, source=some.sampled_from(Source), server=some.just("rdap.example.net"), observed_at=_instants
)
_seen = some.builds(
    Seen,
    name=some.just(NAME),
    provenance=_said,
    registered_at=_moments,
    expires_at=_moments,
    statuses=some.none() | some.tuples(_texts),
    roles=some.dictionaries(some.sampled_from(ContactRole), _contacts, max_size=2),
    hidden=some.frozensets(_texts, max_size=2),
)
_unreadable = some.builds(
    Unreadable, name=some.just(FREE), provenance=_said, why=some.sampled_from(Why), detail=_texts
)
_absent = some.builds(Absent, name=some.just(FREE), provenance=_said)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=_seen | _unreadable | _absent)
def test_any_observation_comes_out_as_it_went_in(sqlite_records: Records, said: Observation) -> None:
    with sqlite_records.changing("job:check") as unit:
        unit.observations.keep(said)
        assert unit.observations.history(said.name) == [said]
        assert unit.observations.latest(said.name, said.provenance.source) == said


def test_midnight_and_the_day_are_told_apart(records: Records) -> None:
    midnight = START.replace(hour=0, minute=0, second=0, microsecond=0)
    said = seen().model_copy(update={"expires_at": midnight, "registered_at": date(2026, 11, 2)})
    with records.changing("job:check") as unit:
        unit.observations.keep(said)
        unit.commit()
    with records.reading() as unit:
        kept = unit.observations.latest(NAME, Source.RDAP)
        assert isinstance(kept, Seen)
        assert kept == said
        assert type(kept.registered_at) is date


def test_the_latest_is_the_latest_observed_not_the_latest_kept(records: Records) -> None:
    newer, older = seen(at=START + timedelta(hours=2)), seen(at=START)
    by_whois = seen(at=START + timedelta(days=1), source=Source.WHOIS)
    with records.changing("job:check") as unit:
        for said in (newer, by_whois, older):
            unit.observations.keep(said)
        unit.commit()
    with records.reading() as unit:
        assert unit.observations.latest(NAME, Source.RDAP) == newer
        assert unit.observations.latest(NAME, Source.WHOIS) == by_whois
        assert unit.observations.latest(NAME, Source.REGISTRAR) is None
        assert unit.observations.latest(FREE, Source.RDAP) is None
        assert unit.observations.history(NAME) == [older, newer, by_whois]
        assert unit.observations.latest_in_public(NAME) == (newer, by_whois)
        assert unit.observations.latest_in_public(FREE) == ()


def test_a_names_answers_are_sealed_for_its_client_and_a_free_names_for_the_house(records: Records) -> None:
    with records.changing("job:check") as unit:
        unit.observations.keep(seen())
        unit.observations.keep(seen(FREE))
        unit.commit()
    clients = run_sql(records, "SELECT name, client FROM observations ORDER BY id")
    assert clients == [(NAME, "acme"), (FREE, None)]
    with records.reading() as unit:
        assert unit.observations.history(FREE) == [seen(FREE)]
