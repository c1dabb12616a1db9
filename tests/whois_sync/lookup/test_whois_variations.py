"""What an answer says does not hang on its line ends, blanks, letter case or terms of use."""

import re
from collections.abc import Callable

import pytest

from portfolio.names import DomainName
from portfolio.observation import Observation
from tests.whois_sync.lookup.samples import WHOIS
from tests.whois_sync.lookup.test_whois_registries import ANSWERS, FOLDER
from whois_sync.lookup.whois import read_whois

TERMS = """NOTICE: this information is provided for information purposes only, without any guarantee of its
accuracy. By submitting a query you agree to use it for lawful purposes only, and not to send
unsolicited advertising to anybody. All rights are reserved by the registry operator, for ever.
"""
# A label, and the blanks between its colon and a value that is no link.
LABEL = re.compile(r"(?m)^([^\n:/\[\]]{1,40}):[ \t]+(?=[^\s/])")
SAMPLES = {str(answer["text"]): DomainName(str(answer["name"])) for answer in ANSWERS}


def on_each_line(change: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: "\n".join(change(line) if line.strip() else line for line in text.split("\n"))


VARIATIONS: dict[str, Callable[[str], str]] = {
    "line ends of two characters": lambda text: text.replace("\n", "\r\n"),
    "line ends of an old kind": lambda text: text.replace("\n", "\r"),
    "blanks behind each line": on_each_line(lambda line: f"{line}  \t"),
    "all indented by two": on_each_line(lambda line: f"  {line}"),
    "all indented by a tab": on_each_line(lambda line: f"\t{line}"),
    "a tab behind the colon": lambda text: LABEL.sub(r"\1:\t", text),
    "one blank behind the colon": lambda text: LABEL.sub(r"\1: ", text),
    "many blanks behind the colon": lambda text: LABEL.sub(r"\1:            ", text),
    "a blank that does not break": lambda text: LABEL.sub("\\1:\u00a0", text),
    "labels in capitals": lambda text: LABEL.sub(lambda found: f"{found[1].upper()}: ", text),
    "labels in small letters": lambda text: LABEL.sub(lambda found: f"{found[1].lower()}: ", text),
    "terms of use before": lambda text: f"{TERMS}\n{text}",
    "terms of use behind": lambda text: f"{text}\n\n{TERMS}",
    "terms of use as comments": lambda text: "% " + TERMS.strip().replace("\n", "\n% ") + f"\n\n{text}",
    "a byte order mark": lambda text: f"\ufeff{text}",
    "no empty lines at the end": lambda text: text.rstrip() + "\n",
    "drawn lines around it": lambda text: f"{'-' * 70}\n{text}\n{'-' * 70}\n",
}


def reading(text: str, name: DomainName) -> Observation:
    return read_whois(text, asked=name, provenance=WHOIS)


@pytest.mark.parametrize("variation", VARIATIONS)
def test_it_reads_the_same_with(variation: str) -> None:
    differ: list[str] = []
    for file, name in SAMPLES.items():
        text = (FOLDER / file).read_text("utf-8")
        if reading(VARIATIONS[variation](text), name) != reading(text, name):
            differ.append(file)
    assert differ == []


@pytest.mark.parametrize("file", ["com-1.txt", "org-1.txt", "net-1.txt"])
def test_the_order_of_labelled_lines_does_not_matter_where_each_names_its_role(file: str) -> None:
    text = (FOLDER / file).read_text("utf-8")
    labelled = [line for line in text.split("\n") if LABEL.match(line) and "Street" not in line]
    first = [line for line in labelled if line.strip().lower().startswith("domain name")]
    rest = [line for line in labelled if line not in first]
    forward = reading("\n".join(first + rest), SAMPLES[file])
    backward = reading("\n".join(first + rest[::-1]), SAMPLES[file])
    ordered = {"statuses": None}
    assert forward.model_copy(update=ordered) == backward.model_copy(update=ordered)
