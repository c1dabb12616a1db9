"""
Spoilt and made-up answers for the readers: no text and no JSON may make them fail or take long.

`python fuzz/readers.py [--inputs N] [--seed S] [--slow SECONDS]` mutates the texts and answers of the tests,
has hypothesis make up others, and prints the count, the crashes and the slowest. Where atheris can be
imported it tries a fifth as many more (`atheris_readers.py`); where not, that is said. The exit status is 1
after any crash or slow input.
"""

import argparse
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

sys.path.insert(0, str(Path(__file__).parents[1]))

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from fuzz.atheris_readers import NOT_HERE, is_here
from portfolio.names import DomainName
from portfolio.observation import Absent, Observation, Seen, Unreadable
from tests.whois_sync.lookup import samples
from tests.whois_sync.lookup.rdap_samples import FULL, RDAP, a_person, an_answer
from whois_sync.lookup.rdap import read_rdap
from whois_sync.lookup.redaction import is_placeholder
from whois_sync.lookup.whois import read_whois

NAME = DomainName("example.com")
REGISTRIES = Path(__file__).parents[1] / "tests" / "whois_sync" / "lookup" / "registries"
FAILURES = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    OSError,
    RecursionError,
    RuntimeError,
    TypeError,
    ValueError,
)
NASTY = [
    "\x00",
    "\u202e",
    "\ud800",
    "::",
    "[",
    "]" * 50,
    "(" * 200,
    " " * 5000,
    "a." * 500,
    "@" * 999,
    "\t\t",
]
WORDS = ["Registrant:", "nic-hdl:", "person: ", "Domain Name: example.com", "% Registrant:", "expires: 0"]
MADE_UP_SHARE = 20
ATHERIS_SHARE = 5
BATCH = 500


class Tally:
    """What was tried: the count, the crashes, the slowest."""

    def __init__(self, slow: float) -> None:
        self.count = 0
        self.crashes: list[str] = []
        self.slowest = 0.0
        self._slow = slow

    def attempt(self, kind: str, what: object, reading: Callable[[], Observation]) -> None:
        """Read once under the limit; a failure is noted with the input that made it."""
        self.count += 1
        signal.setitimer(signal.ITIMER_REAL, self._slow)
        begun = time.perf_counter()
        try:
            hold(reading())
        except FAILURES as err:
            self.crashes.append(f"{kind}: {type(err).__name__}: {err!s:.200} on {what!r:.2000}")
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        self.slowest = max(self.slowest, time.perf_counter() - begun)


def hold(observation: Observation) -> None:
    """Raise `AssertionError` or `TypeError` unless an observation is one that may be believed."""
    if not isinstance(observation, Seen | Absent | Unreadable):
        raise TypeError(f"neither seen nor absent nor unreadable: {type(observation)}")
    if isinstance(observation, Seen):
        for contact in observation.roles.values():
            values = contact.model_dump(exclude={"hidden", "handle"}, exclude_none=True)
            if contact.hidden & values.keys():
                raise AssertionError("a hidden field has a value")
            if any(is_placeholder(value) for value in values.values() if isinstance(value, str)):
                raise AssertionError("a placeholder is told as a value")


def mutated(text: str, others: list[str], chance: random.Random) -> str:
    """Spoil `text` once to eight times: cut, doubled, spliced with another, overwritten."""
    for _ in range(chance.randint(1, 8)):
        start, end = sorted((chance.randint(0, len(text)), chance.randint(0, len(text))))
        match chance.randrange(7):
            case 0:
                text = text[:start]
            case 1:
                text = text[:start] + text[end:]
            case 2:
                text = text[:end] + text[start:end] * chance.randint(1, 3) + text[end:]
            case 3:
                text = text[:start] + chance.choice(NASTY + WORDS) + text[start:]
            case 4:
                other = chance.choice(others)
                text = text[:start] + other[chance.randint(0, len(other)) :]
            case 5:
                lines = text.split("\n")
                chance.shuffle(lines)
                text = "\n".join(lines)
            case _:
                text = text[:start] + chr(chance.randint(0, 0x2FFF)) + text[start + 1 :]
        text = text[:20_000]
    return text


def spoilt(value: object, chance: random.Random) -> object:
    """A JSON value with some of its parts replaced by parts of another kind."""
    if chance.random() < 0.04:
        return chance.choice(
            [None, 0, -1.5, True, "", "REDACTED FOR PRIVACY", [], {}, [[]], "x" * 5000, {"": [value]}]
        )
    if isinstance(value, dict):
        return {key: spoilt(inner, chance) for key, inner in value.items() if chance.random() > 0.03}
    if isinstance(value, list):
        return [spoilt(inner, chance) for inner in value for _ in range(chance.choice([1, 1, 1, 1, 0, 2]))]
    return value


def texts() -> list[str]:
    """The texts of the tests."""
    written = [file.read_text("utf-8") for file in sorted(REGISTRIES.glob("*.txt"))]
    return written + [value for value in vars(samples).values() if isinstance(value, str) and "\n" in value]


def answer() -> object:
    """The RDAP answer of the tests, with every role and a redaction."""
    roles = ("registrant", "administrative", "technical", "billing")
    redacted = [{"name": {"type": "Registrant Email"}, "method": "removal", "prePath": "$.entities[0]"}]
    return an_answer(*(a_person(role, *FULL) for role in roles), redacted=redacted, remarks=[{"title": "x"}])


def read_text(text: str) -> Observation:
    """Read a text as an answer about the name of the samples."""
    return read_whois(text, asked=NAME, provenance=samples.WHOIS)


def read_json(value: object) -> Observation:
    """Read a JSON value as an answer about the name of the samples."""
    return read_rdap(value, asked=NAME, provenance=RDAP)


def by_mutation(tally: Tally, inputs: int, chance: random.Random) -> None:
    """Try `inputs` spoilt samples, texts and JSON by turns."""
    known, whole = texts(), answer()
    for turn in range(inputs):
        if turn % 2:
            text = mutated(chance.choice(known), known, chance)
            tally.attempt("whois", text, lambda text=text: read_text(text))
        else:
            value = spoilt(whole, chance)
            tally.attempt("rdap", value, lambda value=value: read_json(value))


def by_hypothesis(tally: Tally, inputs: int, chance: random.Random) -> None:
    """Try `inputs` texts and JSON values that hypothesis makes up, in batches."""
    lines = sorted({line for text in texts() for line in text.split("\n")})
    text = st.one_of(
        st.text(), st.lists(st.one_of(st.sampled_from(lines), st.text()), max_size=40).map("\n".join)
    )
    leaf = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text())
    tree = st.recursive(
        leaf, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=30
    )
    members = ("entities", "events", "status", "redacted", "nameservers", "secureDNS", "notices", "remarks")
    domain = st.fixed_dictionaries({"ldhName": st.just("example.com")}, optional=dict.fromkeys(members, tree))
    for done in range(0, inputs, BATCH):
        _batch(tally, st.tuples(text, domain), min(BATCH, inputs - done) // 2, chance.getrandbits(64))


def _batch(tally: Tally, made_up: st.SearchStrategy[tuple[str, object]], examples: int, start: int) -> None:
    @seed(start)
    @settings(
        max_examples=max(examples, 1),
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=[
            HealthCheck.too_slow,
            HealthCheck.data_too_large,
            HealthCheck.large_base_example,
        ],
    )
    @given(made_up)
    def one(pair: tuple[str, object]) -> None:
        tally.attempt("whois", pair[0], lambda: read_text(pair[0]))
        tally.attempt("rdap", pair[1], lambda: read_json(pair[1]))

    one()


def by_atheris(inputs: int, start: int) -> int:
    """Let atheris try `inputs` answers in a process of its own; return its exit status."""
    if not is_here():
        print(NOT_HERE)
        return 0
    command = [sys.executable, Path(__file__).with_name("atheris_readers.py")]
    options = ["--inputs", str(inputs), "--seed", str(start + 1)]
    return subprocess.run([*command, *options], check=False).returncode


def _too_long(_signal: int, _frame: FrameType | None) -> None:
    raise TimeoutError("took too long")


def _report(tally: Tally, begun: float) -> Iterator[str]:
    yield f"{tally.count} inputs in {time.perf_counter() - begun:.0f} s, {len(tally.crashes)} crashes"
    yield f"slowest {tally.slowest * 1000:.0f} ms"
    yield from sorted(set(tally.crashes))[:20]


def main() -> int:
    """Try what was asked for and print what came of it."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--inputs", type=int, default=1_000_000, help="how many, of all kinds together")
    arguments.add_argument("--seed", type=int, default=0, help="another seed tries other inputs")
    arguments.add_argument("--slow", type=float, default=2.0, help="seconds after which an input has hung")
    asked = arguments.parse_args()
    signal.signal(signal.SIGALRM, _too_long)
    tally, chance, begun = Tally(asked.slow), random.Random(asked.seed), time.perf_counter()
    made_up = asked.inputs // MADE_UP_SHARE
    by_hypothesis(tally, made_up, chance)
    by_mutation(tally, asked.inputs - tally.count, chance)
    print(*_report(tally, begun), sep="\n")
    by_engine = by_atheris(max(asked.inputs // ATHERIS_SHARE, 1), asked.seed)
    return 1 if tally.crashes or by_engine else 0


if __name__ == "__main__":
    sys.exit(main())
