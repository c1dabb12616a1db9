"""
A house whose run of notices is killed: what it holds, the process that runs, and what a start leaves.

`python -m tests.simulation.killed_notices` is the process that forks; see `killed_process`.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from socket import create_connection

from notifications import Knowledge, Post, SmtpTransport, deliver, run
from notifications.post import smtp_line
from portfolio.held import Client, ClientKind, HeldDomain
from portfolio.names import DomainName
from portfolio.notice import Milestone, Notice, NoticeState
from portfolio.registration import Registration
from records import Records
from tests.founding import house_account
from tests.notifications.names_and_people import (
    ADMIN,
    EXPIRY,
    OWNER,
    ROLES,
    SENDER,
    STAFF,
    TECH,
    LookingRegistrar,
    MovedClock,
    contact,
    to_port,
)
from tests.notifications.scripted_smtp import ScriptedSmtp
from tests.simulation.killed_place import Place
from tests.simulation.killed_process import Points, Task, serve

MODULE = "tests.simulation.killed_notices"
NAMES = (DomainName("example.com"), DomainName("example.net"))
AT = EXPIRY - timedelta(days=30)
LATER = (timedelta(minutes=1), timedelta(minutes=32), timedelta(hours=8))
"""When a start follows the kill: before its lease has ended, after it, and after the longest pause."""
DUE = Milestone(days=30)
ENDS = {NoticeState.HANDED_OVER, NoticeState.AMBIGUOUS}


class Round(Task):
    """Run the notices once, against the mail server on `port`."""

    port: int


def found(place: Place) -> None:
    """Found a house with two names that expire in thirty days."""
    records = Records.found(
        place.url, key_file=place.folder / "key", clock=MovedClock(AT), actor="founder",
        journal=place.folder / "journal",
    )  # fmt: skip
    with records.changing("founder") as unit:
        unit.clients.add(Client(slug="acme", name="Acme", kind=ClientKind.COMPANY))
        for slug, email in (("owner", OWNER), ("admin", ADMIN), ("tech", TECH)):
            unit.contacts.add("acme", slug, contact(email))
        unit.accounts.add(house_account("looking"))
        for name in NAMES:
            unit.domains.hold(
                HeldDomain(name=name, client="acme", account="house", roles=ROLES, expires_at=EXPIRY)
            )
        unit.commit()
    records.close()


def run_once(place: Place, clock: MovedClock, transport: SmtpTransport, points: Points | None = None) -> None:
    """Open the house as a fresh process does, run the notices, close the house."""
    registrar = LookingRegistrar(held={name: Registration(name=name, expires_at=EXPIRY) for name in NAMES})
    with place.opened(clock) as records:
        if points is not None:
            points.watch(records)
        known = Knowledge(records=records, registrar_for=lambda _account: registrar)
        run(Post(known=known, transport=transport, clock=clock, sender=SENDER, staff_address=STAFF))


def run_round(task: Round) -> None:
    """Do what a child is for: one run, with its points at every statement, commit and word to the server."""
    points = None
    if task.die_at is not None:
        points = Points(task.die_at)
        for word in ("say", "hear"):
            points.around(smtp_line.Line, word)
    if task.planted:
        PLANTED[task.planted]()
    run_once(Place(task.folder, task.url), MovedClock(AT), to_port(task.port), points)


def _leave_before_sending_is_kept() -> None:
    def not_kept(self: deliver._Sending) -> None:
        assert self.notice

    deliver._Sending.commit = not_kept


PLANTED = {"the body leaves before SENDING is kept": _leave_before_sending_is_kept}


def wrongs_after(place: Place, smtp: ScriptedSmtp) -> tuple[list[str], int]:
    """Start again until all is quiet; return what is wrong, and how many notices staff have to look at."""
    clock = MovedClock(AT)
    for later in LATER:
        clock.at = AT + later
        run_once(place, clock, to_port(smtp.port))
    _wait_for(smtp)
    taken = Counter((str(one.message["Message-ID"]), one.recipient) for one in smtp.taken)
    with place.opened(clock) as records, records.reading() as unit:
        rows = unit.outbox.all()
        unit.audit.verify()
    found = [f"taken {times} times: {which}" for which, times in taken.items() if times > 1]
    return [*found, *_unaccounted(rows, taken)], sum(row.state is NoticeState.AMBIGUOUS for row in rows)


def _unaccounted(rows: list[Notice], taken: Counter[tuple[str, str]]) -> Iterator[str]:
    due = [row for row in rows if row.milestone == DUE]
    if len(due) != 2 * len(NAMES):
        yield f"{len(due)} notices"
    for row in due:
        times = sum(count for (which, _), count in taken.items() if f"<{row.message_id}@" in which)
        if row.state not in ENDS:
            yield f"left {row.state}: {row.key}"
        if row.state is NoticeState.HANDED_OVER and not times:
            yield f"never taken: {row.key}"


def _wait_for(smtp: ScriptedSmtp) -> None:
    """Return when the server, which serves one after another, has done with all that came before."""
    with closing(create_connection(("127.0.0.1", smtp.port), timeout=5)) as line:
        line.recv(100)


def model_in(folder: Path) -> Place:
    """Return the place of a newly founded house."""
    folder.mkdir()
    place = Place.in_a_file(folder)
    found(place)
    return place


if __name__ == "__main__":
    serve(Round, run_round)
