"""
How long reading an answer takes, beside python-whois's parser on the same texts in the same run.

`python bench/readers.py [--json]` reads the recorded WHOIS texts and RDAP answers beside the repository (or
at CORPORA), by turns with python-whois, three times three, and counts the quickest; an RDAP answer's time has
the parsing of its JSON in it. Where there are no recorded ones it reads texts written for the purpose, and
says so. Then it doubles what is to be read three times, up to 256 KB: a reader is linear where each doubling
doubles its time. Ends with 1 where a bound is not kept. What python-whois has not read after two seconds is
stopped and counted as that.
"""

import argparse
import gc
import json
import logging
import signal
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from types import FrameType

from whois.exceptions import PywhoisError
from whois.parser import WhoisEntry

from bench.accuracy import CORPORA, records
from bench.accuracy import read as read_record
from bench.lanes import Figure
from tests.whois_sync.lookup import rdap_samples, samples
from tests.whois_sync.lookup.test_readers_in_proportion import HEAD, HOSTILE
from whois_sync.lookup.rdap import read_rdap
from whois_sync.lookup.rdap_client import parsed_json

TEXTS = Path(__file__).parents[1] / "tests" / "whois_sync" / "lookup" / "registries"
LIMIT = 2.0
TURNS, IN_A_ROW = 3, 3
LONG = 100.0  # milliseconds
DOUBLINGS, WHOLE = 3, 262_144
MOST_PER_TEXT, MOST_PER_ANSWER = 0.35, 0.10  # milliseconds, medians
MOST_DOUBLED = 2.5
SLOW_ENOUGH = 2.0
"""Milliseconds under which doubling is not judged: nothing there grows, it was cut off."""

Record = Mapping[str, object]


class TookTooLongError(BaseException):
    """Python-whois was stopped. No `Exception`: its parser catches those."""


def recorded_texts(corpora: Path) -> list[Record]:
    """Return the WHOIS records of `corpora`: each with `domain`, `server` and `text`."""
    return [record for file in sorted((corpora / "whois").glob("*.jsonl")) for record in records(file)]


def recorded_answers(corpora: Path) -> list[bytes]:
    """Return the RDAP answers of `corpora` that are about a name, as their servers sent them."""
    bodies = [file.read_bytes() for file in sorted((corpora / "rdap").rglob("*.json"))]
    return [body for body in bodies if b'"ldhName"' in body]


def written_texts() -> list[Record]:
    """Return the WHOIS texts of the tests, in the same form."""
    named = [(file.stem.partition("_")[0], file.read_text("utf-8")) for file in sorted(TEXTS.glob("*.txt"))]
    own = [text for text in vars(samples).values() if isinstance(text, str) and "\n" in text]
    return [
        {"domain": f"example.{tld}", "server": "whois.example.net", "text": text}
        for tld, text in [*named, *(("com", text) for text in own)]
    ]


def written_answers() -> list[bytes]:
    """Return RDAP answers as a registry of generic TLDs gives them, and one with every contact in full."""
    people = [
        rdap_samples.a_person(role, *rdap_samples.FULL)
        for role in ("registrant", "administrative", "technical")
    ]
    return [json.dumps(answer).encode() for answer in (rdap_samples.usual(), rdap_samples.an_answer(*people))]


def theirs(domain: str, text: str) -> None:
    """Have python-whois parse `text`."""
    with suppress(
        PywhoisError, ValueError, LookupError, TypeError, AttributeError, OverflowError, TookTooLongError
    ):
        signal.setitimer(signal.ITIMER_REAL, LIMIT)
        try:
            WhoisEntry.load(domain, text)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)


def ours(body: bytes) -> None:
    """Read the body of an RDAP answer, as it came."""
    with suppress(ValueError, RecursionError):
        read_rdap(parsed_json(body), asked=None, provenance=rdap_samples.RDAP)


def by_turns(*readings: Callable[[], object]) -> list[float]:
    """
    Return the quickest time of each reading in milliseconds: of some in a row, by turns with the others; one
    that takes long is tried once.
    """
    quickest = [float("inf")] * len(readings)
    for _ in range(TURNS):
        for number, reading in enumerate(readings):
            for _ in range(IN_A_ROW):
                if not LONG < quickest[number] < float("inf"):
                    began = time.perf_counter()
                    reading()
                    quickest[number] = min(quickest[number], (time.perf_counter() - began) * 1000)
    return quickest


def of_texts(texts: Sequence[Record]) -> Iterator[Figure]:
    """Both readers on every text, and the ratio of their medians."""
    times = [
        by_turns(
            lambda one=one: read_record(dict(one)),
            lambda one=one: theirs(str(one["domain"]), str(one["text"])),
        )
        for one in texts
    ]
    mine, others = ([pair[side] for pair in times] for side in (0, 1))
    middle, other = statistics.median(mine), statistics.median(others)
    yield Figure(f"{len(texts)} WHOIS texts: median, ms", middle, MOST_PER_TEXT)
    yield Figure("the same: worst, ms", max(mine))
    yield Figure("python-whois on the same: median, ms", other)
    yield Figure("python-whois on the same: worst, ms (stopped at 2,000)", max(others))
    yield Figure("ours / python-whois's, medians", middle / other)


def of_answers(answers: Sequence[bytes], texts: Sequence[Record]) -> Iterator[Figure]:
    """Our reader on every RDAP answer, by turns with python-whois on a WHOIS text: it reads no RDAP."""
    times: list[list[float]] = []
    for number, body in enumerate(answers):
        text = texts[number * len(texts) // len(answers)]
        domain, printed = str(text["domain"]), str(text["text"])
        times.append(
            by_turns(
                lambda body=body: ours(body),
                lambda domain=domain, printed=printed: theirs(domain, printed),
                lambda body=body: parsed_json(body),
            )
        )
    mine, others, parsing = (statistics.median(row[side] for row in times) for side in (0, 1, 2))
    yield Figure(f"{len(answers)} RDAP answers: median, ms", mine, MOST_PER_ANSWER)
    yield Figure("the same: worst, ms", max(row[0] for row in times))
    yield Figure("of it parsing the JSON: median, ms", parsing)
    yield Figure("ours on an RDAP answer / python-whois's on a WHOIS text, medians", mine / others)


def per_doubling(reading: Callable[[int], Callable[[], object]]) -> float:
    """
    Return how much longer twice the input takes, the mean of three doublings; 0 where it takes too little
    time to tell. The collector is off: its passes go over everything else that this process holds.
    """
    works = [reading(WHOLE >> DOUBLINGS), reading(WHOLE)]
    gc.disable()
    try:
        few, all_of_it = (min(_computed(work) for _ in range(TURNS)) for work in works)
    finally:
        gc.enable()
    return (all_of_it / few) ** (1 / DOUBLINGS) if all_of_it > SLOW_ENOUGH else 0


def _computed(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000


def of_length() -> Iterator[Figure]:
    """The worst of all shapes of texts, and of an answer with ever more people in it."""

    def text(piece: str, length: int) -> Callable[[], object]:
        printed = (HEAD + piece * (length // len(piece)))[:length]
        return lambda: samples.read(printed, "example.com")

    def answer(length: int) -> Callable[[], object]:
        person = rdap_samples.a_person("registrant", *rdap_samples.FULL)
        body = json.dumps(rdap_samples.an_answer(*[person] * (length // len(json.dumps(person))))).encode()
        return lambda: ours(body)

    worst = max(per_doubling(lambda length, piece=piece: text(piece, length)) for piece in HOSTILE.values())
    yield Figure("WHOIS, the worst of shapes: time of twice the text, to 256 KB", worst, MOST_DOUBLED)
    yield Figure("RDAP: time of twice the answer, to 256 KB", per_doubling(answer), MOST_DOUBLED)


def measured(corpora: Path) -> Iterator[Figure]:
    """Everything, on the records of `corpora` where it has any."""
    texts, answers = recorded_texts(corpora), recorded_answers(corpora)
    if not texts or not answers:
        print("no recorded answers here: measured on texts written for the purpose", file=sys.stderr)
    texts, answers = texts or written_texts(), answers or written_answers()
    yield from of_texts(texts)
    yield from of_answers(answers, texts)
    yield from of_length()


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise TookTooLongError


def main() -> None:
    """Measure, print each figure beside its bound."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--json", action="store_true")
    as_json = options.parse_args().json
    logging.disable()
    signal.signal(signal.SIGALRM, _stop)
    kept = True
    for figure in measured(CORPORA):
        kept = kept and figure.is_kept
        bound = "" if figure.bound is None else f"  at most {figure.bound:g}"
        row = f"{figure.what:66} {figure.value:9.3f}{bound}{'' if figure.is_kept else '  EXCEEDED'}"
        print(json.dumps(asdict(figure)) if as_json else row, flush=True)
    sys.exit(not kept)


if __name__ == "__main__":
    main()
