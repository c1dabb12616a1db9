"""The demo's story: what a small web company does with Namesteward, on the sandbox, checked as it goes."""

import contextlib
import io
import json
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

from rich.rule import Rule
from rich.text import Text

from console.refusals import Exit, Refusal
from console.sandboxed import found_on
from console.showing import out, show_rows
from console.wiring import sandbox_state
from portfolio.clock import SystemClock
from portfolio.contacts import ContactRole
from portfolio.names import DomainName
from portfolio.order import OrderKind
from portfolio.values import day_of, earliest
from sandbox import Fault, Sandbox
from sandbox.story import settle_in

CA = DomainName("example-bakery.ca")
COM = DomainName("example-bakery.com")
FIRST, SECOND = "first-colleague", "second-colleague"
CHANGED = "someone-else@example.net"

CONTACTS = (
    (
        "bakery-owner",
        "Registrant",
        "Example Bakery Inc.",
        "100 Example Street",
        "Ottawa",
        "K1A 0B1",
        "+1.6135550123",
    ),
    (
        "bakery-office",
        "Office",
        "Example Bakery Inc.",
        "100 Example Street",
        "Ottawa",
        "K1A 0B1",
        "+1.6135550124x12",
    ),
    (
        "web-desk",
        "Technical",
        "Example Web Company",
        "7 Sample Avenue",
        "Toronto",
        "M5H 2N2",
        "+1.4165550125",
    ),
)

CLIENTS_ADDRESS = "bakery-owner@example.com"


class Telling:
    """Types commands, shows what they print, and stops when one does not do what the story says."""

    def __init__(self, home: Path, run: Callable[[list[str]], int]) -> None:
        self._home = home
        self._run = run

    def chapter(self, title: str, words: str = "") -> None:
        """Begin a part of the story."""
        out().print()
        out().print(Rule(Text(title, style="bold"), align="left"))
        if words:
            out().print(words, markup=False)

    def type(self, *command: str, by: str = FIRST, expect: Exit = Exit.DONE, stdin: str = "") -> None:
        """Run a command as typed by `by`; raises `Refusal` when its exit code is not `expect`."""
        shown = " ".join(f"'{part}'" if " " in part else part for part in command)
        out().print(Text(f"{by} $ namesteward {shown}", style="cyan"), soft_wrap=True)
        with _typed(stdin):
            code = self._run(["--home", str(self._home), "--as", by, *command])
        if expect is Exit.ERROR:
            out().print(Text("(refused, as it must be)", style="dim"))
        if code != expect:
            raise Refusal(f"the demo's command ended with {code}, not {int(expect)}", happened="")

    def ask(self, *command: str) -> object:
        """Run a command with --json, unseen, and return what it says."""
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            self._run(["--home", str(self._home), "--as", FIRST, *command, "--json"])
        return json.loads(said.getvalue())


def tell(home: Path, *, run: Callable[[list[str]], int]) -> None:
    """Tell the story in a new house at `home`. Raises `Refusal` as soon as anything is not as told."""
    home.mkdir(mode=0o700, parents=True)
    telling = Telling(home, run)
    with Sandbox(start=SystemClock().now(), state=sandbox_state(home)) as box:
        settle_in(box.registry, box.clock)
        _move_in(telling, box, home)
        _register(telling)
        _lose_an_answer(telling, box)
        _drift_and_repair(telling, box)
        _expire(telling, box)
        _sum_up(telling, box, home)


def _move_in(telling: Telling, box: Sandbox, home: Path) -> None:
    telling.chapter(
        "A house on a registry in a box",
        "RDAP, WHOIS, a registrar's interface and a mail server, all on 127.0.0.1.",
    )
    settings = found_on(box, home, actor=FIRST)
    out().print(
        f"The house is founded at {settings.home}, as by namesteward init, and lives on the sandbox's day."
    )
    telling.type("client", "add", "bakery", "--name", "Example Bakery Inc.", "--kind", "company")
    for slug, given, organization, street, city, postal_code, phone in CONTACTS:
        telling.type(
            "contact", "add", slug, "--client", "bakery", "--given", given, "--family", "Example",
            "--organization", organization, "--street", street, "--city", city, "--province", "ON",
            "--postal-code", postal_code, "--country", "CA", "--phone", phone,
            "--email", f"{slug}@example.com",
        )  # fmt: skip
    telling.type(
        "account", "add", "box", "--registrar", "opensrs", "--environment", "sandbox",
        "--username", box.opensrs_username, "--endpoint", box.addresses.opensrs, "--key-from-stdin",
        stdin=box.opensrs_key,
    )  # fmt: skip


def _register(telling: Telling) -> None:
    telling.chapter(
        "Two names, three contacts each", "Priced first, paid once, and read back from the registrar."
    )
    roles = (
        "--registrant", "bakery-owner", "--admin", "bakery-office", "--tech", "web-desk",
        "--nameserver", "ns1.example.net", "--nameserver", "ns2.example.net", "--yes",
    )  # fmt: skip
    common = ("--client", "bakery", "--account", "box")
    telling.type("register", CA, *common, *roles, expect=Exit.ERROR)
    telling.type("register", CA, *common, *roles, "--attribute", "ca.legal_type=CCO")
    telling.type("register", COM, *common, *roles, "--years", "2")
    telling.chapter("What the public sees", "RDAP and WHOIS, hidden fields told as hidden.")
    telling.type("observe", CA)
    telling.type("observe", COM, "--from", "whois")


def _lose_an_answer(telling: Telling, box: Sandbox) -> None:
    telling.chapter(
        "A renewal whose answer is lost",
        "Nobody knows whether it was done: it is looked for, and not sent again.",
    )
    box.faults.order(Fault.LOST_AFTER, to="opensrs:process_pending")
    telling.type("renew", COM, "--yes", expect=Exit.UNCLEAR)
    telling.type("renew", COM, "--yes", expect=Exit.ERROR)
    telling.chapter("The jobs of the house look for it", "Nobody has to do anything.")
    telling.type("run", "--once")
    [renewal] = _renewals(telling.ask("orders", "list"))
    telling.type("orders", "show", renewal["reference"])
    _raise_unless(renewal["charged"].startswith("charged once"), "the renewal is not settled")


def _drift_and_repair(telling: Telling, box: Sandbox) -> None:
    telling.chapter("Nothing differs, until someone changes the tech contact behind our back")
    telling.type("check", "--drift-only")
    box.registry.change_contact_behind_our_back(CA, ContactRole.TECH, email=CHANGED)
    telling.type("check", "--drift-only", expect=Exit.DRIFT_WAITS)
    _raise_unless(_drifting(telling.ask("check")) == {CA: ["tech.email"]}, "check found something else")
    telling.chapter("The repair: proposed, approved by someone else, sent once, proved")
    telling.type("repair", "propose", CA, expect=Exit.DRIFT_WAITS)
    telling.type("repair", "show", "1")
    telling.type("repair", "approve", "1", expect=Exit.ERROR)
    telling.type("repair", "approve", "1", by=SECOND)
    telling.type("repair", "apply", "1", by=SECOND)
    telling.type("repair", "prove", "1", by=SECOND)
    telling.type("check", "--drift-only")


def _expire(telling: Telling, box: Sandbox) -> None:
    telling.chapter(
        "The clock moves to 30 days before expiry", "The notice arrives once, also when the job runs twice."
    )
    record = box.registry.look_up(CA)
    if record is None:
        raise Refusal("the registry lost the name", happened="")
    box.clock.move_to(earliest(day_of(record.expires_at)) - timedelta(days=30))
    telling.type("notices", "run")
    telling.type("notices", "run")
    telling.type("notices", "list")
    for arrived in box.mailbox.to(CLIENTS_ADDRESS):
        out().print(Text(f"Subject: {arrived['Subject']}\n\n{arrived.text}", style="dim"), soft_wrap=True)


def _sum_up(telling: Telling, box: Sandbox, home: Path) -> None:
    telling.chapter("What really happened", "From the sandbox's own log: the other side's history.")
    charged = [entry for entry in box.log.ledger if entry.name in (CA, COM)]
    renewed = [entry for entry in charged if "renewal" in entry.detail]
    rows = [
        {"what": "names registered", "how many": len({entry.name for entry in charged})},
        {"what": "charges for them", "how many": len(charged) - len(renewed)},
        {"what": "charges for the renewal whose answer was lost", "how many": len(renewed)},
        {
            "what": "contact changes behind our back",
            "how many": len(box.log.of(channel="registry", action="drifted")),
        },
        {"what": "notices that reached the client", "how many": len(box.mailbox.to(CLIENTS_ADDRESS))},
    ]
    show_rows(rows, columns=("what", "how many"), as_json=False, empty="")
    _raise_unless([row["how many"] for row in rows] == [2, 2, 1, 1, 1], "the two histories differ")
    telling.type("domains")
    out().print()
    out().print(f"The house stays in {home}. Look around in it:", markup=False)
    for command in (
        f"domain show {CA}", "contact show web-desk", "repair show 1", "notices list --json", "orders list",
        f"audit list {CA}", "sandbox    (then, in another terminal: check)",
    ):  # fmt: skip
        out().print(Text(f"  .venv/bin/namesteward --home {home} {command}"), soft_wrap=True)


def _renewals(listed: object) -> list[dict[str, str]]:
    orders = listed if isinstance(listed, list) else []
    return [order for order in orders if order["kind"] == OrderKind.RENEW.value]


def _drifting(reports: object) -> dict[str, list[str]]:
    found = reports if isinstance(reports, list) else []
    return {report["name"]: report["drifting"] for report in found if report["drifting"]}


def _raise_unless(holds: bool, otherwise: str) -> None:  # noqa: FBT001 - reads as the sentence that it is
    if not holds:
        raise Refusal(f"the demo's story does not hold: {otherwise}", happened="")


@contextlib.contextmanager
def _typed(text: str) -> Iterator[None]:
    """Let a command read `text` as if it had been typed at its standard input."""
    before, sys.stdin = sys.stdin, io.StringIO(text + "\n")
    try:
        yield
    finally:
        sys.stdin = before
