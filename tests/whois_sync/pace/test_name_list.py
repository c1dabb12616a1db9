"""A list of names keeps their order, holds each once, and finds every one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whois_sync.pace.names import NameList

texts = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=12)


@given(st.lists(texts, max_size=60))
def test_it_is_what_a_dict_of_the_texts_would_be(given_names: list[str]) -> None:
    names = NameList(given_names)
    once = list(dict.fromkeys(given_names))
    assert list(names) == once
    assert len(names) == len(once)
    assert [names.index_of(name) for name in once] == list(range(len(once)))
    assert names.index_of("never given") is None


def test_it_grows_and_still_finds_every_name() -> None:
    names = NameList(f"example-{number}.com" for number in range(5000))
    assert not names.add("example-4999.com")
    assert names.add("example-5000.com")
    assert all(names.index_of(f"example-{number}.com") == number for number in range(5001))


def test_names_that_run_into_one_another_are_told_apart() -> None:
    names = NameList(["ab", "c", "a", "bc", "abc"])
    assert list(names) == ["ab", "c", "a", "bc", "abc"]
    assert names[0] + names[1] == names[2] + names[3] == names[4]


def test_there_is_nothing_beyond_its_end() -> None:
    with pytest.raises(IndexError):
        NameList(["example.com"])[1]
