"""Signers that are sent one by one: those that are to come before those that are to go."""

import pytest

from portfolio.dnssec import DelegationSigner, SigningKey
from portfolio.names import DomainName
from registrar.contract import Receipt
from registrar.errors import OutcomeUnknown, Refused
from registrar.signing import NumberedSigners, one_by_one

NAME = DomainName("example.com")
KEY = SigningKey(algorithm=13, public_key="q80=")
OLD, NEW, STAYS = (
    DelegationSigner(key_tag=tag, algorithm=13, digest_type=2, digest="ab" * 32) for tag in (1, 2, 3)
)


def _refuse(_: DelegationSigner) -> None:
    raise Refused("no")


def test_what_is_missing_is_added_before_anything_is_taken_away() -> None:
    sent: list[tuple[str, DelegationSigner]] = []
    held, wanted = frozenset([OLD, STAYS]), frozenset([NEW, STAYS])
    one_by_one(
        held,
        wanted,
        add=lambda signer: sent.append(("add", signer)),
        remove=lambda signer: sent.append(("remove", signer)),
    )
    assert sent == [("add", NEW), ("remove", OLD)]


def test_what_is_so_is_not_sent() -> None:
    one_by_one(frozenset([STAYS]), frozenset([STAYS]), add=_refuse, remove=_refuse)


def test_a_failure_after_a_change_is_no_clean_no() -> None:
    with pytest.raises(Refused):
        one_by_one(frozenset([OLD]), frozenset([NEW]), add=_refuse, remove=_refuse)
    with pytest.raises(OutcomeUnknown):
        one_by_one(frozenset([OLD]), frozenset([NEW]), add=lambda _: None, remove=_refuse)


def test_a_signer_that_would_overtake_one_that_is_pending_is_not_sent() -> None:
    pending = Receipt(pending=True, reference="7")
    assert one_by_one(frozenset(), frozenset([NEW]), add=lambda _: pending, remove=_refuse) == pending
    with pytest.raises(OutcomeUnknown) as caught:
        one_by_one(frozenset([OLD]), frozenset([NEW]), add=lambda _: pending, remove=_refuse)
    assert caught.value.vendor_reference == "7"


class Vendor(NumberedSigners[int]):
    """Keeps signers under numbers, and notes what was sent."""

    def __init__(self, *held: DelegationSigner) -> None:
        self.held = {signer: number for number, signer in enumerate(held, start=7)}
        self.sent: list[object] = []

    def _numbered(self, name: DomainName) -> dict[DelegationSigner, int]:
        assert name == NAME
        return self.held

    def _sign(self, name: DomainName, key: SigningKey) -> Receipt:
        assert name == NAME
        self.sent.append(key)
        return Receipt()

    def _unsign(self, name: DomainName, number: int) -> Receipt:
        assert name == NAME
        self.sent.append(number)
        return Receipt(reference=str(number))


def test_a_signer_is_added_by_its_key_and_taken_away_by_its_number() -> None:
    vendor = Vendor(OLD)
    assert vendor.signers(NAME) == frozenset([OLD])
    assert vendor.set_signers(NAME, frozenset([KEY])) == Receipt(reference="7")
    assert vendor.sent == [KEY, 7]


def test_a_key_whose_signer_is_there_is_not_sent() -> None:
    vendor = Vendor(KEY.signer(NAME))
    assert vendor.set_signers(NAME, frozenset([KEY])) == Receipt()
    assert vendor.sent == []
