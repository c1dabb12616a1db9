"""A name has one spelling inside, whatever was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from portfolio.names import DomainName, HostName, NotAName


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("example.ca", "example.ca"),
        ("  EXAMPLE.CA. ", "example.ca"),
        ("faß.de", "xn--fa-hia.de"),
        ("straße.example.com", "xn--strae-oqa.example.com"),
        ("日本語。jp", "xn--wgv71a119e.jp"),
        ("ÉTÉ.example.CA", "xn--t-9fab.example.ca"),
        ("xn--fa-hia.de", "xn--fa-hia.de"),
        ("XN--FA-HIA.DE", "xn--fa-hia.de"),
    ],
)
def test_every_spelling_of_a_name_is_the_same_name(typed: str, canonical: str) -> None:
    assert DomainName(typed) == canonical
    assert HostName(typed) == canonical


def test_eszett_is_kept_since_fass_de_is_another_holders_name() -> None:
    assert DomainName("faß.de") != DomainName("fass.de")


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", ".", "..", "example", "ca.", "-a.com", "a-.com", "a..com", ".example.com", "foo_bar.com",
        "a b.com",
        "a" * 64 + ".com", ".".join(["a" * 60] * 5) + ".com", "192.0.2.1", "xn--a-ecp.ru", "xn--.com",
        "😀.example", "exa\nmple.com", "example.com/path", "http://example.com", "user@example.com", "%",
    ],
)  # fmt: skip
def test_what_is_no_name_is_refused_in_one_line(typed: str) -> None:
    with pytest.raises(NotAName) as refused:
        DomainName(typed)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 160


def test_people_are_shown_the_u_label() -> None:
    assert DomainName("xn--fa-hia.de").u_label == "faß.de"
    assert DomainName("example.ca").u_label == "example.ca"


def test_cyrillic_letters_in_a_latin_name_are_warned_of() -> None:
    assert DomainName("раypal.com").mixed_scripts == {"LATIN", "CYRILLIC"}


@pytest.mark.parametrize(
    "typed", ["example.ca", "café-été.ca", "日本語かな.jp", "東京tokyo.jp", "пример.example", "a1-2.com"]
)
def test_scripts_that_one_language_writes_together_are_fine(typed: str) -> None:
    assert DomainName(typed).mixed_scripts == frozenset()


@pytest.mark.parametrize(
    ("typed", "registrable"),
    [
        ("example.ca", True), ("www.example.ca", False), ("example.co.uk", True), ("co.uk", False),
        ("github.io", True), ("foo.github.io", False), ("x.kobe.jp", False),
    ],
)  # fmt: skip
def test_one_label_under_a_public_suffix_is_registrable(typed: str, registrable: bool) -> None:
    assert DomainName(typed).is_registrable is registrable


def test_the_tld_is_an_a_label() -> None:
    assert DomainName("example.ca").tld == "ca"
    assert DomainName("例え.テスト").tld == "xn--zckzah"


class _Holder(BaseModel):
    name: DomainName


def test_a_model_canonicalizes_and_writes_plain_text() -> None:
    held = _Holder.model_validate({"name": "EXAMPLE.ca."})
    assert held.name == DomainName("example.ca")
    assert isinstance(held.name, DomainName)
    assert held.model_dump_json() == '{"name":"example.ca"}'
    with pytest.raises(ValidationError):
        _Holder.model_validate({"name": "no name"})


@given(st.text(max_size=40))
def test_canonicalizing_twice_changes_nothing(text: str) -> None:
    try:
        name = DomainName(text)
    except NotAName:
        return
    assert DomainName(name) == name
    assert DomainName(name.u_label) == name


@given(st.from_regex(r"[a-z0-9]([a-z0-9-]{0,8}[a-z0-9])?\.(ca|com|net)", fullmatch=True))
def test_case_and_a_last_dot_never_matter(text: str) -> None:
    try:
        name = DomainName(text)
    except NotAName:
        return
    assert DomainName(f"{text.upper()}.") == name
