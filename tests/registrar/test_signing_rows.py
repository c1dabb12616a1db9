"""Keys are set as rows, what is so is not sent, and DS data of others is told and not mixed with keys."""

from collections.abc import Sequence

import pytest

from portfolio.dnssec import SigningKey
from portfolio.names import DomainName
from registrar.contract import Receipt
from registrar.errors import ReplyNotUnderstood, Unsupported
from registrar.signers.signing_rows import Row, SignsByRows

NAME = DomainName("example.net")
KEY = SigningKey(algorithm=13, public_key="ZXhhbXBsZS1rZXk=")
OTHER = SigningKey(algorithm=13, public_key="YW5vdGhlci1rZXk=")
KEY_ROW = {"flags": 257, "protocol": 3, "algorithm": 13, "publicKey": "ZXhhbXBsZS1rZXk="}


class _Vendor(SignsByRows):
    slug = "vendor"

    def __init__(self, keys: Sequence[Row] = (), signed: Sequence[Row] = ()) -> None:
        self.rows = (keys, signed)
        self.sent: list[tuple[bool, list[Row]]] = []

    def _signed(self, name: DomainName) -> tuple[Sequence[Row], Sequence[Row]]:
        assert name == NAME
        return self.rows

    def _sign(self, name: DomainName, *, by_keys: bool, rows: Sequence[Row]) -> Receipt:
        assert name == NAME
        self.sent.append((by_keys, list(rows)))
        return Receipt(reference="1")


def _signed() -> Row:
    signer = KEY.signer(NAME)
    return {
        "keyTag": signer.key_tag, "algorithm": 13, "digestType": 2, "digest": signer.digest.upper(),
        "comment": "theirs",
    }  # fmt: skip


def test_keys_and_ds_data_are_told_as_signers() -> None:
    assert _Vendor().signers(NAME) == frozenset()
    assert _Vendor([KEY_ROW]).signers(NAME) == frozenset([KEY.signer(NAME)])
    assert _Vendor([], [_signed()]).signers(NAME) == frozenset([KEY.signer(NAME)])


def test_what_is_so_is_not_sent_again() -> None:
    for vendor in (_Vendor([KEY_ROW]), _Vendor([], [_signed()])):
        assert vendor.set_signers(NAME, frozenset([KEY])) == Receipt()
        assert vendor.sent == []


def test_all_keys_are_sent_at_once_and_none_takes_the_signing_away() -> None:
    vendor = _Vendor([KEY_ROW])
    vendor.set_signers(NAME, frozenset([KEY, OTHER]))
    vendor.set_signers(NAME, frozenset())
    (by_keys, rows), none = vendor.sent
    assert by_keys
    assert KEY_ROW in rows
    assert len(rows) == 2
    assert none == (True, [])


def test_ds_data_is_taken_away_as_ds_data_and_not_mixed_with_keys() -> None:
    vendor = _Vendor([], [_signed()])
    with pytest.raises(Unsupported):
        vendor.set_signers(NAME, frozenset([OTHER]))
    assert vendor.sent == []
    vendor.set_signers(NAME, frozenset())
    assert vendor.sent == [(False, [])]


@pytest.mark.parametrize("wrong", [{}, {"publicKey": 1}, {"publicKey": "="}, {"algorithm": 999}])
def test_data_that_is_none_is_not_understood(wrong: dict[str, object]) -> None:
    row = KEY_ROW | wrong if wrong else {}
    with pytest.raises(ReplyNotUnderstood):
        _Vendor([row]).signers(NAME)
