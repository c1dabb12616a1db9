"""Every request is signed over exactly the bytes that are sent, and the key goes nowhere else."""

import hashlib

from pydantic import SecretStr

from registrar.adapters.opensrs.auth import signature
from registrar.adapters.opensrs.codec import Command, OpsCodec
from tests.registrar.opensrs.opensrs_player import KEY, USERNAME, playing
from tests.registrar.opensrs.opensrs_samples import NAME, order

BODY = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="no" ?>\n'
    b'<!DOCTYPE OPS_envelope SYSTEM "ops.dtd">\n'
    b"<OPS_envelope><header><version>0.9</version></header><body><data_block><dt_assoc>"
    b'<item key="action">LOOKUP</item><item key="attributes"><dt_assoc><item key="domain">example.ca</item>'
    b'</dt_assoc></item><item key="object">DOMAIN</item><item key="protocol">XCP</item>'
    b"</dt_assoc></data_block></body></OPS_envelope>"
)


def test_the_signature_is_two_rounds_of_md5() -> None:
    assert len(BODY) == 406
    assert signature(BODY, SecretStr("testkey")) == "1649f5af9d7a70ffa7122c19d7dbfa83"


def test_each_round_is_the_vendors_md5() -> None:
    assert hashlib.md5(b"ConnecttoOpenSRSviaSSL").hexdigest() == "e787cc1d1951dfec4827cede7b1a0933"


def test_what_is_signed_is_what_arrives() -> None:
    with playing() as (player, registrar):
        registrar.register(order())
    assert len(player.heard) >= 4
    for heard in player.heard:
        assert heard.headers["x-username"] == USERNAME
        assert heard.headers["x-signature"] == signature(heard.body, SecretStr(KEY))
        assert heard.headers["content-type"] == "text/xml"
        assert KEY.encode() not in heard.body


def test_neither_key_nor_values_are_shown() -> None:
    codec = OpsCodec(endpoint="https://vendor.example.net/", username=USERNAME, key=SecretStr(KEY))
    command = Command("sw_register", NAME, {"reg_password": "planted", "domain": NAME})
    outgoing = codec.encode(command)
    for text in (repr(outgoing), repr(command), repr(vars(codec))):
        assert KEY not in text
        assert "planted" not in text
    assert "sw_register" in repr(command)
