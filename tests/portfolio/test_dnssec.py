"""Keys give the signers that RFCs print for them."""

import pytest

from portfolio.dnssec import DelegationSigner, SigningKey, signers_of
from portfolio.names import DomainName

# RFC 4509 section 2.3 prints this key of dskey.example.com and its signer.
_KEY = SigningKey(
    flags=256,
    algorithm=5,
    public_key="AQOeiiR0GOMYkDshWoSKz9XzfwJr1AYtsmx3TGkJaNXVbfi/2pHm822aJ5iI9BMzNXxeYCmZDRD99WYwYqUSdjMmmAphXdvx"
    "egXd/M5+X7OrzKBaMbCVdFLUUh6DhweJBjEVv5f2wwjM9XzcnOf+EPbtG9DMBmADjFDc2w/rljwvFw==",
)
_NAME = DomainName("dskey.example.com")


def test_a_key_gives_the_tag_and_the_digest_that_rfc_4509_prints() -> None:
    assert _KEY.tag == 60485
    assert _KEY.signer(_NAME) == DelegationSigner(
        key_tag=60485,
        algorithm=5,
        digest_type=2,
        digest="D4B7D520E7BB5F0F67674A0CCEB1E3E0614B93C4F9E99B8383F6A1E4469DA50A",
    )


def test_a_name_without_keys_has_no_signers() -> None:
    assert signers_of(_NAME, frozenset()) == frozenset()
    assert signers_of(_NAME, frozenset({_KEY})) == {_KEY.signer(_NAME)}


@pytest.mark.parametrize(
    ("flags", "protocol", "kind"), [(257, 3, "ksk"), (256, 3, "zsk"), (385, 3, None), (257, 2, None)]
)
def test_a_key_signs_keys_or_the_zone_or_is_of_no_kind(flags: int, protocol: int, kind: str | None) -> None:
    key = SigningKey(flags=flags, protocol=protocol, algorithm=13, public_key="c2FtcGxl")
    assert key.kind == kind


@pytest.mark.parametrize("text", ["", "not base64!", "AQO"])
def test_a_key_that_is_not_base64_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="public key"):
        SigningKey(algorithm=13, public_key=text)


@pytest.mark.parametrize("text", ["", "xyz", "abc"])
def test_a_digest_that_is_not_hexadecimal_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="digest"):
        DelegationSigner(key_tag=1, algorithm=13, digest_type=2, digest=text)
