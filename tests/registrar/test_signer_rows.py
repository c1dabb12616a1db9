"""Signers in rows are read however they are listed, and written in quotes."""

import json

import pytest

from portfolio.dnssec import DelegationSigner
from registrar.exchange import Unreadable
from registrar.in_json.reply import read_json
from registrar.signers.rows import SignerRows, signer_row

SIGNER = DelegationSigner(key_tag=64087, algorithm=13, digest_type=2, digest="15e445bd")
ROW = {"keyTag": "64087", "alg": "13", "digestType": "2", "digest": "15E445BD"}


def _told(records: object) -> frozenset[DelegationSigner]:
    return read_json(json.dumps({"records": records}).encode()).as_a(SignerRows).told()


@pytest.mark.parametrize("records", [{"64087": ROW}, [ROW], [{**ROW, "keyTag": 64087, "alg": 13}]])
def test_signers_are_read_by_tag_or_in_a_row(records: object) -> None:
    assert _told(records) == frozenset([SIGNER])


@pytest.mark.parametrize("records", [None, [], {}])
def test_there_may_be_none(records: object) -> None:
    assert _told(records) == frozenset()


@pytest.mark.parametrize("odd", [{"digest": "xyz"}, {"keyTag": "99999999"}, {"alg": None}])
def test_a_signer_that_cannot_be_is_unreadable(odd: dict[str, object]) -> None:
    with pytest.raises(Unreadable):
        _told([{**ROW, **odd}])


def test_a_signer_is_written_as_it_is_read() -> None:
    assert signer_row(SIGNER) == ROW
    assert _told([signer_row(SIGNER)]) == frozenset([SIGNER])
