"""DNSSEC keys are read from rows, and written as rows, in a vendor's words."""

import pytest

from portfolio.dnssec import SigningKey
from registrar.exchange import Unreadable
from registrar.signers.keys import as_rows, keys_told

WORDS = {"flags": "flags", "alg": "algorithm", "protocol": "protocol", "pub_key": "public_key"}
KEYS = frozenset(SigningKey(algorithm=13, public_key=key) for key in ("c2FtcGxl", "b3RoZXI="))


def test_keys_are_the_same_after_their_rows_and_the_rows_have_an_order() -> None:
    rows = as_rows(KEYS, WORDS)
    assert keys_told(rows, WORDS) == KEYS
    assert rows == as_rows(sorted(KEYS, key=lambda key: key.public_key), WORDS)
    assert set(rows[0]) == set(WORDS)


def test_what_else_stands_in_a_row_is_passed_over() -> None:
    assert keys_told([{**row, "readonly": 1} for row in as_rows(KEYS, WORDS)], WORDS) == KEYS


@pytest.mark.parametrize("spoilt", [{"pub_key": "not base64"}, {"alg": None}, {"flags": "257"}, {"alg": 999}])
def test_a_row_that_is_no_key_is_not_read(spoilt: dict[str, object]) -> None:
    with pytest.raises(Unreadable):
        keys_told([as_rows(KEYS, WORDS)[0] | spoilt], WORDS)
