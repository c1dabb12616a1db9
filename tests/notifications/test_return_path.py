"""A notice's return path comes back as its reference; what was altered or made up is nobody's."""

import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from notifications.post.return_path import ReturnPath
from portfolio.notice import reference_of

SECRET, OTHER = b"one secret of this house", b"another secret, of another"
OURS = ReturnPath("bounces@example.org", SECRET)
REFERENCES = st.text(max_size=60).map(reference_of)
LOCALS = st.text(string.ascii_letters + string.digits + ".-_+", min_size=1, max_size=33)


@given(REFERENCES, LOCALS)
def test_a_return_path_fits_into_an_address_and_comes_back_as_its_reference(
    reference: str, local: str
) -> None:
    ours = ReturnPath(f"{local}@example.org", SECRET)
    address = ours.of(reference)
    left, _, domain = address.rpartition("@")
    assert len(left.encode()) <= 64
    assert (left.startswith(f"{local}+{reference}."), domain) == (True, "example.org")
    assert ours.read(address) == reference


@given(REFERENCES, st.data())
def test_case_does_not_matter(reference: str, data: st.DataObject) -> None:
    address = OURS.of(reference)
    flips = data.draw(st.lists(st.booleans(), min_size=len(address), max_size=len(address)))
    written = "".join(c.upper() if flip else c for c, flip in zip(address, flips, strict=True))
    assert OURS.read(written) == reference
    assert OURS.read(f" <{written}>\r\n") == reference


@given(REFERENCES, st.data())
def test_an_address_with_one_character_altered_is_nobodys(reference: str, data: st.DataObject) -> None:
    address = OURS.of(reference)
    place = data.draw(st.integers(0, len(address) - 1))
    other = data.draw(st.characters(blacklist_categories=["Cs"]))
    altered = address[:place] + other + address[place + 1 :]
    assume(altered.lower() != address and other.strip(" <>\t\r\n\x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0"))
    assert OURS.read(altered) in (None, *([reference] if altered.strip().casefold() == address else []))


@given(REFERENCES, REFERENCES)
def test_a_token_stands_for_its_own_reference(one: str, other: str) -> None:
    assume(one != other)
    token = OURS.of(one).partition(".")[2]
    assert OURS.read(f"bounces+{other}.{token}") is None


@given(REFERENCES)
def test_another_houses_secret_makes_no_token_of_ours_and_a_former_one_is_still_known(reference: str) -> None:
    theirs = ReturnPath("bounces@example.org", OTHER)
    assert OURS.read(theirs.of(reference)) is None
    turned = ReturnPath("bounces@example.org", OTHER, former=(SECRET,))
    assert turned.of(reference) == theirs.of(reference)
    assert turned.read(OURS.of(reference)) == reference
    assert turned.read(theirs.of(reference)) == reference


@given(st.text())
def test_any_text_is_read_without_an_error(text: str) -> None:
    assert OURS.read(text) is None


def test_a_local_part_that_has_a_tag_keeps_it() -> None:
    tagged = ReturnPath("names+bounce@example.org", SECRET)
    reference = reference_of("notice")
    assert tagged.of(reference).startswith(f"names+bounce+{reference}.")
    assert tagged.read(tagged.of(reference)) == reference
    assert ReturnPath("names@example.org", SECRET).read(tagged.of(reference)) is None


def test_mail_to_another_domain_or_mailbox_is_not_ours() -> None:
    address = OURS.of(reference_of("notice"))
    assert OURS.read(address.replace("example.org", "example.net")) is None
    assert OURS.read(address.replace("bounces", "bounce")) is None
    assert OURS.read("bounces@example.org") is None


def test_what_cannot_carry_a_token_is_refused_at_the_start() -> None:
    for address in ("a" * 34 + "@example.org", "bounces", "@example.org", "é@example.org", "a b@example.org"):
        with pytest.raises(ValueError, match="return path"):
            ReturnPath(address, SECRET)
    with pytest.raises(ValueError, match="at least 16 bytes"):
        ReturnPath("bounces@example.org", b"short")
    with pytest.raises(ValueError, match="at least 16 bytes"):
        ReturnPath("bounces@example.org", SECRET, former=(b"short",))
    with pytest.raises(ValueError, match="not the reference"):
        OURS.of("notice:example.com")


def test_a_return_paths_repr_holds_no_secret() -> None:
    assert repr(OURS) == "ReturnPath(bounces@example.org)"
