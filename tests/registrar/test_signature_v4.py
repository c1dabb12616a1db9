"""Signatures, held against Amazon's own test suite for Signature Version 4 (POST to "/")."""

import pytest
from pydantic import SecretStr

from registrar.amazon.signature import authorization

# Of Amazon's documents: the account, the instant and the service of every vector.
KEY_ID, SECRET = "AKIDEXAMPLE", SecretStr("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
ALWAYS = {"host": "example.amazonaws.com", "x-amz-date": "20150830T123600Z"}
FORM = {"content-type": "application/x-www-form-urlencoded"}
VECTORS = {
    "post-vanilla": ({}, b"", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
    "post-x-www-form-urlencoded": (
        FORM, b"Param1=value1", "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
    ),
    "post-header-key-sort": (
        {"my-header1": "value1"}, b"", "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c",
    ),
}  # fmt: skip


@pytest.mark.parametrize("vector", VECTORS)
def test_a_signature_is_the_one_that_amazon_publishes(vector: str) -> None:
    more, body, signature = VECTORS[vector]
    headers = dict(sorted((ALWAYS | more).items()))
    told = authorization(headers, body, username=KEY_ID, secret=SECRET, region="us-east-1", service="service")
    assert told == (
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
        f"SignedHeaders={';'.join(headers)}, Signature={signature}"
    )
