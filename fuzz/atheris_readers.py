"""
Answers that atheris makes up for the readers, led by which lines of them it has reached.

`python fuzz/atheris_readers.py [--inputs N] [--seed S]` starts from the texts and answers of the tests; JSON
stays JSON when it is spoilt. python-whois's parser, which reads in a process of its own where no instruments
reach, is not asked. The first crash, or an input of over two seconds, ends it with another status
than 0, and libFuzzer leaves the input in the present folder. Without atheris (`pip install atheris`)
nothing is tried: that is said, and the status is 2.
"""

import argparse
import importlib
import importlib.util
import json
import random
import sys
import tempfile
from pathlib import Path
from types import ModuleType
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

NOT_HERE = "atheris cannot be imported here: its harness was NOT run"
PARTS = ["whois_sync", "portfolio"]
"""The packages whose lines lead it."""


def is_here() -> bool:
    """Whether atheris can be imported."""
    return importlib.util.find_spec("atheris") is not None


class Harness:
    """What atheris calls: with `readers`, the module of the other fuzzer, imported under its instruments."""

    def __init__(self, readers: ModuleType, atheris: Any) -> None:
        # Any: atheris has no types.
        self._readers, self._atheris = readers, atheris

    def try_one(self, data: bytes) -> None:
        """Read `data` as JSON where it is JSON, else as a text; fails unless it may be believed."""
        text = data.decode("utf-8", "replace")
        try:
            value: object = json.loads(text)
        except (ValueError, RecursionError):
            self._readers.hold(self._readers.read_text(text))
        else:
            self._readers.hold(self._readers.read_json(value))

    def spoil(self, data: bytes, most: int, start: int) -> bytes:
        """Spoil JSON by its parts, seven times of eight; anything else, and the eighth, byte by byte."""
        chance = random.Random(start)
        try:
            value: object = json.loads(data) if chance.random() < 7 / 8 else None
        except (ValueError, RecursionError):
            value = None
        spoilt = b"" if value is None else json.dumps(self._readers.spoilt(value, chance)).encode()
        return spoilt if 0 < len(spoilt) <= most else bytes(self._atheris.Mutate(data, most))


def seeds(readers: Any, folder: Path) -> None:
    """Write the texts and answers of the tests into `folder`, one a file."""
    answers = (json.dumps(readers.answer()), '{"errorCode": 404, "title": "Not Found"}')
    for number, text in enumerate([*readers.texts(), *answers]):
        (folder / f"seed-{number}").write_text(text, "utf-8")
    words = "".join(f"{json.dumps(word)}\n" for word in readers.WORDS)
    (folder.parent / "words.dict").write_text(words, "utf-8")


def main() -> int:
    """Try what was asked for; atheris itself ends the process when it is done."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--inputs", type=int, default=200_000)
    arguments.add_argument("--seed", type=int, default=1, help="another seed tries other inputs")
    asked = arguments.parse_args()
    if not is_here():
        print(NOT_HERE)
        return 2
    atheris = importlib.import_module("atheris")
    with atheris.instrument_imports(include=PARTS):
        readers = importlib.import_module("fuzz.readers")
        whois = importlib.import_module("whois_sync.lookup.whois")
    vars(whois)["completed"] = lambda seen, _text: seen
    folder = Path(tempfile.mkdtemp()) / "inputs"
    folder.mkdir()
    seeds(readers, folder)
    options = [f"-runs={asked.inputs}", f"-seed={asked.seed}", "-timeout=2", "-max_len=4000", "-verbosity=1"]
    harness = Harness(readers, atheris)
    atheris.Setup(
        [sys.argv[0], *options, f"-dict={folder.parent / 'words.dict'}", str(folder)],
        harness.try_one,
        custom_mutator=harness.spoil,
    )
    atheris.Fuzz()
    return 0


if __name__ == "__main__":
    sys.exit(main())
