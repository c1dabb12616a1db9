"""Whatever a server sends, reading ends in one of three answers, and nothing unprintable passes."""

import string

from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio.names import DomainName
from portfolio.observation import Absent, Observation, Seen, Unreadable
from tests.whois_sync.lookup import samples
from tests.whois_sync.lookup.samples import WHOIS, read
from whois_sync.lookup.texts.keys import plain, target_of
from whois_sync.lookup.whois import read_whois

LAYOUTS = [
    samples.ICANN,
    samples.HANDLES,
    samples.SECTIONS,
    samples.INDENTED,
    samples.BRACKETS,
    samples.DOTTED,
    samples.LINES,
    samples.OBJECTS,
    samples.STARRED,
    samples.TWICE,
]
NAME = DomainName("example.com")


def texts_of(observation: Observation) -> list[str]:
    if not isinstance(observation, Seen):
        return []
    texts = [observation.registrar, *(observation.statuses or ()), *(observation.nameservers or ())]
    for contact in observation.roles.values():
        texts += [
            contact.name,
            contact.organization,
            contact.city,
            contact.phone,
            contact.email,
            *(contact.street or ()),
        ]
    return [text for text in texts if text]


@given(st.text())
@settings(deadline=None)
def test_any_text_is_answered(text: str) -> None:
    assert isinstance(read(text, "example.com"), Seen | Absent | Unreadable)


@given(st.lists(st.sampled_from([line for text in LAYOUTS for line in text.split("\n")]), max_size=60))
@settings(deadline=None)  # the second reader's process starts with the first text that needs it
def test_any_mixture_of_layouts_is_answered(lines: list[str]) -> None:
    observation = read_whois("\n".join(lines), asked=None, provenance=WHOIS)
    assert isinstance(observation, Seen | Absent | Unreadable)


@given(
    st.sampled_from(LAYOUTS),
    st.integers(0, 3000),
    st.text(alphabet=st.characters(categories=["Cc", "Cf", "Zl", "Zp"])),
)
@settings(deadline=None)
def test_control_characters_never_pass(text: str, at: int, controls: str) -> None:
    spoilt = text[:at] + controls + text[at:]
    for shown in texts_of(read_whois(spoilt, asked=None, provenance=WHOIS)):
        assert not any(c in shown for c in "\x00\x07\x08\x1b\x7f\x85\x9b\n\r\u202e\u2066\u2028\ufeff")


@given(st.sampled_from(LAYOUTS), st.integers(0, 3000))
@settings(deadline=None)
def test_a_text_cut_off_anywhere_is_answered_and_never_an_absence(text: str, at: int) -> None:
    assert not isinstance(read_whois(text[:at], asked=None, provenance=WHOIS), Absent)


@given(st.text(alphabet=string.printable))
def test_labels_are_found_whatever_the_punctuation(noise: str) -> None:
    assert plain(plain(noise)) == plain(noise)
    target_of(noise)


def test_every_layout_gives_the_same_answer_twice() -> None:
    for text in LAYOUTS:
        assert read_whois(text, asked=None, provenance=WHOIS) == read_whois(
            text, asked=None, provenance=WHOIS
        )


def test_a_text_of_one_endless_line_is_answered() -> None:
    for text in (
        "Domain Name: " + "a." * 100_000,
        "[" * 200_000,
        ": " * 100_000,
        "x@" * 100_000,
        "Registrant:\n" + " 1" * 100_000,
    ):
        assert isinstance(read(text, "example.com"), Unreadable | Seen)
