"""A signature holds over exactly what the mail server takes, and over nothing else."""

from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.post.signing import Signer
from notifications.post.transport import HandedOver, SmtpTransport
from tests.notifications.keys import private_key, public_key
from tests.notifications.scripted_smtp import ScriptedSmtp
from tests.notifications.test_transport import Before, server

SENDER, READER = "names@example.org", "reader@example.net"


def signer(**changes: object) -> Signer:
    whole = {"domain": "example.org", "selector": "mail2027", "key": private_key()} | changes
    return Signer(**whole)


def letter(text: str = "Hello\n.\n..dots\n \nend  \n\n", **headers: str) -> EmailMessage:
    message = EmailMessage(policy=SMTP.clone(utf8=True))
    first = {"From": SENDER, "To": READER, "Subject": "example.com expires in 7 days"} | headers
    for name, value in first.items():
        message[name] = value
    message["Date"], message["Message-ID"] = "Mon, 02 Nov 2026 09:00:00 -0500", "<1@example.org>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text, cte="quoted-printable")
    message["Content-Language"] = "en"
    return message


def dns(pem: bytes = b"") -> Callable[..., bytes | None]:
    records = {
        b"mail2027._domainkey.example.org.": b"v=DKIM1; k=rsa; p=" + public_key(pem or private_key()).encode()
    }
    return lambda name, timeout=5: records.get(name)


def verifies(raw: bytes, pem: bytes = b"") -> bool:
    try:
        return bool(dkim.DKIM(raw).verify(dnsfunc=dns(pem)))
    except dkim.ValidationError:
        return False


def received(message: EmailMessage, **changes: object) -> bytes:
    """What a mail server has after a signed hand-over on a real socket."""
    with ScriptedSmtp([{}]) as smtp:
        transport = SmtpTransport(server(smtp.port), sign=signer(**changes))
        handed = transport.hand_over(message, sender=SENDER, recipient=READER, before_body=Before())
        assert isinstance(handed, HandedOver)
        return smtp.taken[0].raw


def test_what_the_mail_server_took_verifies_with_the_published_key_and_no_other() -> None:
    raw = received(letter())
    assert raw.startswith(b"DKIM-Signature: ")
    assert b"\r\n.\r\n..dots\r\n" in raw
    assert verifies(raw)
    assert not verifies(raw, private_key(2))


def test_a_message_with_headers_beyond_ascii_is_signed_as_it_goes() -> None:
    raw = received(
        letter("Le nom expire bientôt\n", To="lectrice.é@example.net", Subject="expiré: où est-il")
    )
    assert "lectrice.é@example.net".encode() in raw
    assert verifies(raw)


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(blacklist_categories=["Cs"]), max_size=200))
def test_any_words_are_signed_as_they_go(text: str) -> None:
    signed = signer()(letter(text).as_bytes())
    assert verifies(signed)


@pytest.mark.parametrize(
    "added",
    [b"From: other@example.com", b"Subject: pay here", b"To: x@example.com", b"Date: now",
     b"Message-ID: <2@example.org>", b"Content-Type: text/html"],
)  # fmt: skip
def test_a_header_that_may_stand_once_cannot_be_added_under_our_signature(added: bytes) -> None:
    raw = signer()(letter().as_bytes())
    assert not verifies(added + b"\r\n" + raw)
    assert verifies(b"X-Passed-By: mx.example.net\r\n" + raw)


@pytest.mark.parametrize(
    ("of", "to"),
    [(b"in 7 days", b"in 9 days"), (b"Hello", b"Hallo"), (b"auto-generated", b"no"),
     (b"Content-Language: en", b"Content-Language: fr"), (b"quoted-printable", b"8bit"),
     (b"<1@example.org>", b"<2@example.org>"), (b"09:00:00", b"09:00:01"),
     (READER.encode(), b"x@example.com")],
)  # fmt: skip
def test_whatever_is_altered_breaks_the_signature(of: bytes, to: bytes) -> None:
    raw = signer()(letter().as_bytes())
    head, _, rest = raw.partition(b"\r\nFrom:")
    assert of in rest
    assert not verifies(head + b"\r\nFrom:" + rest.replace(of, to, 1))


def _pem(private: object) -> bytes:
    return private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def test_keys_that_cannot_sign_are_refused_at_the_start_and_never_shown() -> None:
    locked = serialization.load_pem_private_key(private_key(), password=None).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
        serialization.BestAvailableEncryption(b"word"),
    )  # fmt: skip
    whole = private_key()
    for key, why in (
        (b"", "cannot be read"),
        (b"not a key", "cannot be read"),
        (whole[:-200], "cannot be read"),
        (locked, "without a passphrase"),
        (_pem(ed25519.Ed25519PrivateKey.generate()), "no RSA key"),
    ):
        with pytest.raises(ValueError, match=why) as refused:
            signer(key=key)
        assert key[40:60].decode("ascii", "replace") not in str(refused.value) or not key[40:60]
        assert refused.value.__cause__ is None


def test_a_key_too_short_for_any_verifier_is_refused() -> None:
    short = private_key(3, bits=1024)
    assert signer(key=short).public_key == public_key(short)
    with pytest.raises(ValueError, match="verifiers refuse less than 1024"):
        signer(key=_pem(_short_key()))


def _short_key() -> rsa.RSAPrivateKey:
    """768 bits: this library makes none so short, so it is put together from two primes."""
    p = 2**383 + 2**382 + 1
    q = 2**383 + 2**381 + 1
    p, q = _next_prime(p), _next_prime(q)
    d = pow(65537, -1, (p - 1) * (q - 1))
    public = rsa.RSAPublicNumbers(65537, p * q)
    numbers = rsa.RSAPrivateNumbers(
        p=p, q=q, d=d, dmp1=d % (p - 1), dmq1=d % (q - 1), iqmp=pow(q, -1, p), public_numbers=public
    )
    return numbers.private_key(unsafe_skip_rsa_key_validation=True)


def _next_prime(number: int) -> int:
    number |= 1
    while any(pow(base, number - 1, number) != 1 for base in (2, 3, 5, 7, 11, 13)):
        number += 2
    return number


@pytest.mark.parametrize("selector", ["", "a b", "mail_2027", "-a", "a.", "x;y", "é"])
def test_a_selector_that_no_dns_name_takes_is_refused(selector: str) -> None:
    with pytest.raises(ValueError, match="selector"):
        signer(selector=selector)


def test_a_signers_repr_says_where_its_key_is_published_and_no_more() -> None:
    assert repr(signer(domain="exämple.org")) == "Signer(mail2027._domainkey.xn--exmple-cua.org)"


def test_what_is_no_message_is_not_signed() -> None:
    with pytest.raises(ValueError, match=r"cannot be signed \(MessageFormatError\)") as refused:
        signer()(b"canary without a colon\r\n\r\n")
    assert "canary" not in str(refused.value)
