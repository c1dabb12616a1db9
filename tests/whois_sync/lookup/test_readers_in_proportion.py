"""Four times the text is at most some times the work: no text makes the readers slow."""

import time
from collections.abc import Callable

import pytest

from tests.whois_sync.lookup.rdap_samples import an_answer
from tests.whois_sync.lookup.rdap_samples import read as read_answer
from tests.whois_sync.lookup.samples import read

SMALL = 65_536
WHOLE = 262_144
# Four times the length: linear takes 4 times as long, quadratic 16. Generous to a busy machine.
MOST = 12
HEAD = "Domain Name: example.com\nRegistrar: Example Registrar\n"
HOSTILE = {
    "one line": "a",
    "blanks": " ",
    "empty lines": "\n",
    "colons": ":",
    "brackets": "[",
    "labels": "a: b\n",
    "registrants": "Registrant: x\n",
    "headings": "Registrant:\n",
    "comments as headings": "% Registrant:\n",
    "hosts": "Name Server: ns1.example.net\n",
    "domains": "Domain Name: example.com\n",
    "other domains": "Domain Name: example.org\n\n",
    "handles": "nic-hdl: EX1\nperson: x\n\n",
    "references": "admin-c: EX1\n\n",
    "addresses": "address: 1 Example Street\n",
    "lines below": "Registrant:\n   x\n   y\n\n",
    "deeper and deeper": "Registrant:\n  Name:\n    x\n",
    "statuses": "Status: a, b, c\n",
    "at signs": "x@x ",
    "dates": "Expiry Date: 2027-03-0",
    "dots": "Registrant.......... ",
    "sentences": "no match for ",
    "controls": "\x00\u202e",
}


def quickest(work: Callable[[], object]) -> float:
    """The least of three times (seconds of this process's processor)."""
    times: list[float] = []
    for _ in range(3):
        begun = time.process_time()
        work()
        times.append(time.process_time() - begun)
    return min(times)


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_text_four_times_as_long_takes_about_four_times_the_work(piece: str) -> None:
    def text(length: int) -> str:
        return (HEAD + piece * (length // len(piece)))[:length]

    small, whole = (quickest(lambda n=n: read(text(n), "example.com")) for n in (SMALL, WHOLE))
    assert whole < MOST * small + 0.05


def test_an_answer_of_many_entities_is_read_as_far_as_it_makes_sense() -> None:
    entity = {"roles": ["registrant"], "vcardArray": ["vcard", [["fn", {}, "text", "x"]] * 100]}

    def seconds(size: int) -> float:
        redacted = [{"name": {"type": "Registrant Email"}}] * size
        answer = an_answer(*([entity] * size), redacted=redacted)
        return quickest(lambda: read_answer(answer))

    assert seconds(2000) < MOST * seconds(500) + 0.05
