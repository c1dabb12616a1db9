"""
How near looking up a portfolio comes to what its servers' paces allow, and what it costs.

`python bench/lanes.py [--part simulated|sockets|memory] [--json]` prints each figure beside its bound:
100,000 names over 200 servers in simulated time, as they are and with servers that bear less than their pace
or are dead; 2,000 names over twenty servers on real sockets, with the processor time of a name beside bare
httpx's on the same answers in the same run; and what is resident at 1,000,000 names. Ends with 1 where a
bound is not kept.
"""

import argparse
import contextlib
import json
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import cast

import httpx

from console.lookups import Lookups
from console.settings import Network, Settings
from console.wiring import App, build
from portfolio.names import DomainName
from portfolio.observation import Observation
from tests.whois_sync.pace.simulated import SimulatedCrew, SimulatedServer, StillClock, look_up
from whois_sync.pace.asking import ask_in_lanes
from whois_sync.pace.lane import Lane
from whois_sync.pace.lanes import Lanes
from whois_sync.pace.learned import Learned
from whois_sync.pace.names import NameList
from whois_sync.pace.question import Conversation
from whois_sync.pace.table import Pace, Paces

HERE = Path(__file__).parent
PARTS = ("simulated", "sockets", "memory")


@dataclass(frozen=True)
class Figure:
    """One figure, and the bound that it is held to (none: it is shown only)."""

    what: str
    value: float
    bound: float | None = None

    @property
    def is_kept(self) -> bool:
        """Whether the figure is within its bound."""
        return self.bound is None or self.value <= self.bound


@dataclass(frozen=True)
class Share:
    """One server of a bench: its pace, its delay in seconds, and how many names it has."""

    server: str
    pace: Pace
    delay: float
    names: int


def shares(servers: int, names: int, *, rate: Callable[[int], float]) -> list[Share]:
    """Return `servers` of different pace and delay, and `names` spread over them unevenly."""
    weights = [1 + (7 * number) % 11 for number in range(servers)]
    found = []
    for number, weight in enumerate(weights):
        pace_rate, delay = rate(number), 0.02 + 0.02 * ((5 * number) % 13)
        pace = Pace(rate=pace_rate, burst=2, concurrency=min(10, math.ceil(2 * pace_rate * delay) + 1))
        found.append(Share(f"rdap.s{number}.example", pace, delay, names * weight // sum(weights)))
    left = names - sum(share.names for share in found)
    return [replace(found[0], names=found[0].names + left), *found[1:]]


def bound_of(spread: Iterable[Share]) -> float:
    """Return the seconds that no schedule can undercut but by its bursts."""
    return max(share.names / share.pace.rate for share in spread)


def names_of(spread: list[Share]) -> Iterator[str]:
    """Yield every name, the servers' mixed: `name-NUMBER.sSERVER`."""
    for turn in range(max(share.names for share in spread)):
        yield from (f"name-{turn}.s{number}" for number, share in enumerate(spread) if turn < share.names)


def simulated() -> Iterator[Figure]:
    """100,000 names over 200 servers: makespan in simulated seconds over the bound."""
    spread = shares(200, 100_000, rate=lambda number: 0.2 * (1 + number % 17))
    for what, spoilt, bound in (
        ("makespan, 100,000 names, 200 servers, simulated / bound", {}, 1.05),
        ("the same, 20 of the servers dead: the others' / their bound", {"is_dead": True}, 1.05),
        ("the same, 20 bear 70 % of their pace: their worst / what they bear", {"limit": 0.7}, None),
    ):
        spoilt_ones = range(0, 200, 10) if spoilt else range(0)
        began = time.process_time()
        ended = _simulated_ends(spread, spoilt, spoilt_ones)
        computed = (time.process_time() - began) / 100_000 * 1000
        yield Figure(what, _ratio(spread, ended, spoilt, spoilt_ones), bound)
        if not spoilt:
            yield Figure("processor time of a name in the lanes alone, ms", computed)


def _ratio(spread: list[Share], ended: dict[str, float], spoilt: dict, spoilt_ones: range) -> float:
    """The end of all lanes over the bound; of those that throttle, the worst's end over its own bound."""
    if "limit" in spoilt:
        throttling = [spread[number] for number in spoilt_ones]
        return max(
            ended[share.server] * share.pace.rate * spoilt["limit"] / share.names for share in throttling
        )
    counted = [share for number, share in enumerate(spread) if number not in spoilt_ones]
    return max(ended[share.server] for share in counted) / bound_of(counted)


def _simulated_ends(spread: list[Share], spoilt: dict, spoilt_ones: range) -> dict[str, float]:
    servers = {share.server: SimulatedServer(share.server, delay=share.delay, jitter=0.5) for share in spread}
    for number in spoilt_ones:
        server = servers[spread[number].server]
        server.is_dead = "is_dead" in spoilt
        server.limit = spread[number].pace.rate * spoilt["limit"] if "limit" in spoilt else None
        server.window, server.delay = 60, 30 if server.is_dead else server.delay
    names = NameList(names_of(spread))
    by_server = {share.server: share.pace for share in spread}
    lanes = Lanes(lambda server: Lane(server, by_server[server]))
    lanes.add_all((f"rdap.{name.rpartition('.')[2]}.example", at) for at, name in enumerate(names))
    crew, ended = SimulatedCrew(servers), {}
    for answer in ask_in_lanes(names, lanes, crew, look_up, StillClock()):
        ended[answer.server] = crew.at
    return ended


def sockets() -> Iterator[Figure]:
    """2,000 names over twenty servers on loopback, through everything that the command goes through."""
    spread = shares(20, 2_000, rate=lambda number: 6.0 + 2 * ((3 * number) % 12))
    with _served(spread) as ports, tempfile.TemporaryDirectory() as home:
        app = _house(Path(home), spread, ports)
        lookups = Lookups(app, NameList(names_of(spread)), key="bench")
        began, computed = time.monotonic(), time.process_time()
        kinds = [done.told["kind"] for done in lookups.rest()]
        took, computed = time.monotonic() - began, time.process_time() - computed
        app.close()
        bare = _bare(spread, ports)
    if kinds != ["seen"] * len(kinds):
        sys.exit("an answer was not read")
    ours = computed / len(kinds) * 1000
    yield Figure(f"makespan, {len(kinds)} names, 20 servers, sockets / bound", took / bound_of(spread), 1.10)
    yield Figure("processor time of a name, ms", ours)
    yield Figure("processor time of a bare httpx request, ms", bare)
    yield Figure("processor time of a name beyond httpx's own, ms", ours - bare, 1.0)


@contextmanager
def _served(spread: list[Share]) -> Iterator[list[int]]:
    delays = [str(share.delay * 1000) for share in spread]
    command = [sys.executable, str(HERE / "lane_servers.py"), *delays]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as servers:
        assert servers.stdout
        assert servers.stdin
        yield json.loads(servers.stdout.readline())
        servers.stdin.close()


def _house(home: Path, spread: list[Share], ports: list[int]) -> App:
    """A house whose bootstrap, kept from before, leads to the servers."""
    services = [[[f"s{number}"], [f"http://127.0.0.1:{port}/"]] for number, port in enumerate(ports)]
    file = {"version": "1.0", "publication": "2026-11-02T00:00:00Z", "services": services}
    (home / "rdap-bootstrap.json").write_text(json.dumps({"etag": None, "file": file}), "utf-8")
    own = {f"127.0.0.1:{port}": share.pace for port, share in zip(ports, spread, strict=True)}
    allow = tuple(f"127.0.0.1:{port}" for port in ports)
    network = Network(rdap_bootstrap="http://127.0.0.1:9/dns.json", whois={}, allow=allow)
    return build(Settings(home=home, network=network, pace=own))


def _bare(spread: list[Share], ports: list[int]) -> float:
    """
    Return the milliseconds of processor time that httpx itself takes for one of these answers.

    A thread a server, each with a client of its own, as many of the same names one after the other.
    """

    def ask(number: int) -> int:
        for turn in range(min(40, spread[number].names)):
            clients[number].get(f"http://127.0.0.1:{ports[number]}/domain/name-{turn}.s{number}").read()
        return min(40, spread[number].names)

    with ExitStack() as opened:
        clients = [opened.enter_context(httpx.Client(trust_env=False)) for _ in spread]
        threads = opened.enter_context(ThreadPoolExecutor(len(spread)))
        began = time.process_time()
        asked = sum(threads.map(ask, range(len(spread))))
        return (time.process_time() - began) / asked * 1000


@dataclass
class _Imagined:
    """As much of a house as looking up needs, its servers simulated."""

    settings: Settings
    crew: SimulatedCrew
    clock: StillClock = field(default_factory=StillClock)

    @property
    def public(self) -> "_Imagined":
        return self

    @cached_property
    def learned(self) -> Learned:
        paces = Paces(self.settings.pace)
        return Learned(self.settings.home / "pace.json", paces, self.clock, now=lambda: self.crew.at)

    def server_of(self, name: DomainName, _source: object) -> str:
        return f"rdap.{name.tld}.example"

    def public_client(self) -> AbstractContextManager[None]:
        return nullcontext()

    def over(self, _client: object) -> "_Imagined":
        return self

    def looking_up(self, name: DomainName, _source: object) -> Conversation[Observation]:
        return look_up(self.server_of(name, None), name)


def memory() -> Iterator[Figure]:
    """What is resident while 1,000,000 names are looked up, in simulated time, each answer kept in a file."""
    spread = shares(200, 1_000_000, rate=lambda number: 2.0 * (1 + number % 17))
    servers = {share.server: _Terse(share.server, delay=share.delay) for share in spread}
    crew = SimulatedCrew(servers)
    before = _resident_mb()

    def crew_for(*, room: int) -> AbstractContextManager[SimulatedCrew]:
        crew.room = room
        return nullcontext(crew)

    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=Path(home), pace={share.server: share.pace for share in spread})
        app = cast("App", _Imagined(settings, crew))
        names = NameList(names_of(spread))
        lookups = Lookups(app, names, key="bench", crew_for=crew_for)
        answered = sum(1 for _ in lookups.rest())
        lookups.close()
        again = Lookups(app, names, key="bench", crew_for=crew_for)
        if answered != len(names) or sum(1 for _ in again.so_far()) != answered:
            sys.exit("an answer was lost")
        again.close()
    yield Figure(
        f"makespan, {answered} names, 200 servers, simulated / bound", crew.at / bound_of(spread), 1.05
    )
    yield Figure("resident before, MB", before)
    yield Figure(f"resident at most, {answered} names, MB", _resident_mb(), 250)


class _Terse(SimulatedServer):
    """A server that keeps no record of who asked what: the memory measured is to be ours."""

    def reply(self, name: DomainName, now: float) -> Observation:
        self.asked.clear()
        self.answered.clear()
        return super().reply(name, now)


def _resident_mb() -> float:
    """The most that this process has had in memory, from its start."""
    with contextlib.suppress(OSError):
        status = Path("/proc/self/status").read_text("ascii")
        peak = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
        return int(peak.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Measure each part in a process of its own and print its figures."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--part", choices=PARTS)
    options.add_argument("--json", action="store_true")
    given = options.parse_args()
    if given.part is None:
        shown = ["--json"] if given.json else []
        ends = [
            subprocess.run([sys.executable, __file__, "--part", part, *shown], check=False).returncode
            for part in PARTS
        ]
        sys.exit(any(ends))
    figures = list({"simulated": simulated, "sockets": sockets, "memory": memory}[given.part]())
    for figure in figures:
        if given.json:
            print(json.dumps({"what": figure.what, "value": figure.value, "bound": figure.bound}))
        else:
            limit = "" if figure.bound is None else f"  at most {figure.bound:g}"
            print(
                f"{figure.what:66} {figure.value:9.3f}{limit}{'' if figure.is_kept else '  EXCEEDED'}",
                flush=True,
            )
    sys.exit(not all(figure.is_kept for figure in figures))


if __name__ == "__main__":
    main()
