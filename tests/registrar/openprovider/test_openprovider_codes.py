"""Every code of Openprovider's list is one of our errors; another code keeps the vendor's words."""

import pytest

from portfolio.names import DomainName
from registrar import errors
from registrar.adapters.openprovider.codes import CODES
from registrar.answers.statuses import by_codes
from registrar.in_json.envelope import Envelope, EnvelopeCodec
from registrar.in_json.line import Call
from tests.registrar.openprovider.openprovider_edge import DOMAIN, LIVE, Vendor, page

NAME = DomainName("example.com")
KNOWN = {
    102: errors.ValueRefused,
    196: errors.AccessRefused,
    197: errors.AccessRefused,
    221: errors.ValueRefused,
    307: errors.ValueRefused,
    310: errors.PaymentRefused,
    311: errors.NameTaken,
    318: errors.AuthInfoRefused,
    320: errors.NotFound,
    328: errors.StatusProhibits,
    329: errors.Unsupported,
    358: errors.AuthInfoRefused,
    365: errors.NotSponsored,
    366: errors.StatusProhibits,
    375: errors.ValueRefused,
    379: errors.PriceRefused,
    890: errors.ValueRefused,
    920: errors.PaymentRefused,
    4002: errors.AccessRefused,
    10005: errors.AccessRefused,
    10009: errors.AccessRefused,
}
PASSING = (10, 17, 199, 340, 399, 999, 4005)


@pytest.mark.parametrize("code", [*KNOWN, *PASSING])
@pytest.mark.parametrize("status", [200, 500])
def test_a_code_is_the_same_error_whatever_the_status(code: int, status: int) -> None:
    vendor = Vendor().says("GET domains", "", code=code, status=status, desc="Domain words")
    with pytest.raises(KNOWN.get(code, errors.TryAgain)) as caught:
        vendor.registrar.info(NAME)
    assert caught.value.vendor_code == str(code)
    assert "Domain words" in caught.value.detail


@pytest.mark.parametrize("code", PASSING)
@pytest.mark.parametrize("status", [200, 500])
def test_a_failure_of_the_vendor_leaves_a_change_unknown(code: int, status: int) -> None:
    vendor = Vendor().says("GET domains", page(DOMAIN))
    vendor.says("PUT domains/4100001", "", code=code, status=status)
    with pytest.raises(errors.OutcomeUnknown):
        vendor.registrar.set_lock(NAME, locked=False)
    assert vendor.count("PUT domains/4100001") == 1


def test_a_code_that_nobody_lists_keeps_its_words_and_leaves_a_change_unknown() -> None:
    vendor = Vendor().says("GET domains", page(DOMAIN))
    vendor.says("PUT domains/4100001", "", code=77777, desc="Something of its own").says(
        "GET domains/4100001/authcode", "", code=77777, desc="Something of its own"
    )
    with pytest.raises(errors.OutcomeUnknown, match="Something of its own"):
        vendor.registrar.set_lock(NAME, locked=False)
    with pytest.raises(errors.Refused, match="Something of its own"):
        vendor.registrar.auth_info(NAME)


def test_every_code_of_the_list_is_sorted_once_and_none_is_the_yes() -> None:
    assert 0 not in CODES.usual
    assert {196, *KNOWN, *PASSING} <= set(CODES.usual)
    assert all(issubclass(meaning.change, errors.RegistrarError) for meaning in CODES.usual.values())


def test_no_failure_that_is_tried_again_after_a_read_is_tried_again_after_a_change() -> None:
    assert errors.TryAgain not in {meaning.change for meaning in CODES.usual.values()}


def test_an_envelope_without_a_code_is_no_yes() -> None:
    codec = EnvelopeCodec(endpoint=LIVE, codes=CODES, headers=lambda _: {})
    reply = codec.decode(b'{"data": {}}')
    assert reply.as_a(Envelope).code is None
    with pytest.raises(Exception, match="no code"):
        codec.raise_if_refused(Call("ListDomains", "domains"), reply, harmless=True)


def test_a_vendor_on_maintenance_is_asked_again_later() -> None:
    vendor = Vendor()
    told = {"code": 88888, "desc": "", "data": "", "maintenance": True}
    vendor.answers["GET domains"] = [(200, told)]
    with pytest.raises(errors.TryAgain):
        vendor.registrar.info(NAME)


def test_codes_in_rows_and_ranges_each_have_their_meaning() -> None:
    table = by_codes([("7-9 20", "no", errors.Refused, errors.OutcomeUnknown)])
    assert sorted(table) == [7, 8, 9, 20]
    assert {(meaning.read, meaning.change) for meaning in table.values()} == {
        (errors.Refused, errors.OutcomeUnknown)
    }
