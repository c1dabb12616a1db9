"""What sources said of names, kept as they said it, sealed."""

import secrets
from datetime import date

from pydantic import TypeAdapter
from sqlalchemy import func
from sqlmodel import col, select

from portfolio.audit import AuditTag
from portfolio.names import DomainName
from portfolio.observation import Observation, Seen, Source
from portfolio.registration import Status, status_of
from records import vault
from records.domains import Domains
from records.encryption import Place
from records.tables import DomainRow, ObservationRow
from records.transaction import Transaction

_OBSERVATION: TypeAdapter[Observation] = TypeAdapter(Observation)


class Observations:
    """
    The observations, Unreadable ones too: that nothing could be learned is worth knowing.

    They are sealed under the key of the name's client; of a name that is not held, under the house's.
    """

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def keep(self, *observations: Observation) -> None:
        """Keep what sources said of one name, in the order given."""
        held = self._transaction.session.get(DomainRow, str(observations[0].name))
        client = held.client if held else None
        for observation in observations:
            said = observation.provenance
            key = secrets.token_hex(16)
            answer = _OBSERVATION.dump_json(observation).decode()
            self._transaction.session.add(
                ObservationRow(
                    key=key,
                    name=observation.name,
                    client=client,
                    source=said.source,
                    observed_at=said.observed_at,
                    answer=self._transaction.vault.seal(vault.of_client(client), answer, _place(key)),
                )
            )
        self._transaction.session.flush()
        if held and any(map(_shows_an_end, observations)):
            Domains(self._transaction).look_for_notices(observations[0].name, from_=date.min)
        for observation in observations:
            self._transaction.tell(
                AuditTag.OBSERVATION_KEPT,
                observation.name,
                f"{observation.provenance.source}: {observation.kind}",
            )

    def latest(self, name: DomainName, source: Source) -> Observation | None:
        """Return the newest that `source` said of the name, readable or not; None when it was never asked."""
        query = (
            select(ObservationRow)
            .where(col(ObservationRow.name) == name, col(ObservationRow.source) == source)
            .order_by(col(ObservationRow.observed_at).desc(), col(ObservationRow.id).desc())
            .limit(1)
        )
        row = self._transaction.session.exec(query).first()
        return None if row is None else self._observation(row)

    def latest_in_public(self, name: DomainName) -> tuple[Observation, ...]:
        """Return what RDAP and WHOIS said last of a name, each where it was asked."""
        said = (self.latest(name, source) for source in (Source.RDAP, Source.WHOIS))
        return tuple(observation for observation in said if observation is not None)

    def latest_at(self, account: str, source: Source) -> dict[DomainName, Observation]:
        """Return the newest that `source` said of each name held at `account`, where it was asked at all."""
        turn = func.row_number().over(
            partition_by=col(ObservationRow.name),
            order_by=(col(ObservationRow.observed_at).desc(), col(ObservationRow.id).desc()),
        )
        turns = (
            select(col(ObservationRow.id).label("id"), turn.label("turn"))
            .join(DomainRow, col(DomainRow.name) == col(ObservationRow.name))
            .where(col(DomainRow.account) == account, col(ObservationRow.source) == source)
            .subquery()
        )
        newest = select(ObservationRow).join(turns, turns.c.id == col(ObservationRow.id))
        found = self._transaction.session.exec(newest.where(turns.c.turn == 1))
        return {DomainName(row.name): self._observation(row) for row in found}

    def history(self, name: DomainName) -> list[Observation]:
        """Return all that was said of the name, oldest first."""
        query = select(ObservationRow).where(col(ObservationRow.name) == name)
        query = query.order_by(col(ObservationRow.observed_at), col(ObservationRow.id))
        return [self._observation(row) for row in self._transaction.session.exec(query)]

    def _observation(self, row: ObservationRow) -> Observation:
        answer = self._transaction.vault.unseal(vault.of_client(row.client), row.answer, _place(row.key))
        return _OBSERVATION.validate_json(answer)


def _shows_an_end(observation: Observation) -> bool:
    """Whether a source shows a name in redemption or about to be deleted: a notice may be due."""
    if not isinstance(observation, Seen):
        return False
    return bool(_LAST & {status_of(word) for word in observation.statuses or ()})


_LAST = frozenset({Status.REDEMPTION_PERIOD, Status.PENDING_DELETE})


def _place(key: str) -> Place:
    return Place("observations", key, "answer")
