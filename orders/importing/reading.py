"""Reading an account into a plan: its list whole, then name by name, each kept before the next is asked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from net import NetError
from orders.importing.found import found_at
from orders.terms import RegistrarFor
from portfolio.clock import Clock
from portfolio.importing import EntryState, ImportEntry
from portfolio.names import DomainName
from records import NotHeld, Records
from registrar.contract import Registrar
from registrar.errors import AccessRefused, NotFound, NotSponsored, RegistrarError, TryAgain

MOST_SILENT = 3
"""So many names in a row without an answer end a reading: nobody is there."""


@dataclass(frozen=True)
class Reading:
    """
    Reads the account `slug` for `client` (None: nobody said yet), as `by`; the registrar is only read.

    What was read by an earlier one, killed or not, is not asked again, unless it was unclear or could not
    be held; `again` asks for everything that is not taken yet. `only` limits the asking to some names.
    """

    records: Records
    registrar_for: RegistrarFor
    clock: Clock
    slug: str
    by: str
    client: str | None = None
    only: Sequence[DomainName] = ()
    again: bool = False

    def list_names(self) -> int:
        """
        Read the account's list whole and keep its names; return how many are to be asked for.

        Raises `NotHeld` for an account, a client or a name of `only` that is not there, and as
        `Registrar.holdings` does: then the plan stays as it was.
        """
        with self.records.reading() as unit:
            unit.accounts.get(self.slug)
            if self.client is not None:
                unit.clients.get(self.client)
        names = sorted(set(self._registrar.holdings()))
        for name in self.only:
            if name not in names:
                raise NotHeld(f"account {self.slug} does not hold {name}")
        with self.records.changing(self.by) as unit:
            unit.imports.listed(self.slug, [self._entry(name) for name in names])
            unit.commit()
        if self.client is not None:
            choose_client(self.records, self.slug, self.client, only=self.only, by=self.by)
        return len(self._to_ask())

    def rest(self) -> Iterator[ImportEntry]:
        """
        Ask for each name that is to be asked for, and yield its entry when it is kept.

        Raises `AccessRefused`, and `TryAgain` or `NetError` when several names in a row got no answer: what
        was read before stays.
        """
        silent = 0
        for entry in self._to_ask():
            asked, none = self._asked(entry)
            with self.records.changing(self.by) as unit:
                unit.imports.settle(asked)
                unit.commit()
            yield asked
            silent = silent + 1 if none else 0
            if none and silent == MOST_SILENT:
                raise none

    @cached_property
    def _registrar(self) -> Registrar:
        with self.records.reading() as unit:
            account = unit.accounts.get(self.slug)
        return self.registrar_for(account)

    def _entry(self, name: DomainName) -> ImportEntry:
        return ImportEntry(plan=self.slug, name=name, account=self.slug, client=self.client)

    def _to_ask(self) -> list[ImportEntry]:
        with self.records.reading() as unit:
            entries = unit.imports.entries(self.slug)
        waiting = [
            entry
            for entry in entries
            if (not self.only or entry.name in self.only)
            and (not entry.is_settled or (self.again and entry.state is not EntryState.TAKEN))
        ]
        return sorted(waiting, key=lambda entry: entry.state is EntryState.UNCLEAR)

    def _asked(self, entry: ImportEntry) -> tuple[ImportEntry, TryAgain | NetError | None]:
        """Return the entry as it is now, and the error where there was no answer at all."""
        asked = entry.model_copy(update={"asked_at": self.clock.now()})
        none: TryAgain | NetError | None = None
        try:
            found, problems = found_at(self._registrar, entry.name)
        except AccessRefused:
            raise
        except (NotFound, NotSponsored) as error:
            unclear = f"the account's list has it, its record has not ({error.detail})"
        except (TryAgain, NetError) as error:
            unclear, none = str(error), error
        except RegistrarError as error:
            unclear = str(error)
        else:
            read = {"state": EntryState.READ, "found": found, "problems": problems}
            return asked.model_copy(update=read), None
        read = {"state": EntryState.UNCLEAR, "found": None, "problems": (unclear,)}
        return asked.model_copy(update=read), none


def choose_client(
    records: Records, slug: str, client: str, *, only: Sequence[DomainName] = (), by: str
) -> None:
    """
    Make `client` the one for whom the plan's names are taken: all that are not taken yet, or `only` some.

    Raises `NotHeld` for a plan or a client that is not there.
    """
    with records.changing(by) as unit:
        unit.clients.get(client)
        for entry in unit.imports.entries(slug):
            wanted = not only or entry.name in only
            if wanted and entry.client != client and entry.state is not EntryState.TAKEN:
                unit.imports.settle(entry.model_copy(update={"client": client}))
        unit.commit()
