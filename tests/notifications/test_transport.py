import socket
import ssl
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr, ValidationError

from notifications.post.transport import (
    Ambiguous,
    Dead,
    Handed,
    HandedOver,
    MailServer,
    RetryLater,
    SmtpTransport,
    _on_the_wire,
)
from tests.notifications.scripted_smtp import PHASES, Act, Script, ScriptedSmtp

SENDER, RECIPIENT = "names@example.org", "reader@example.net"


def letter(text: str = "Hello\n.\n..dots\nend") -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = SENDER, RECIPIENT, "example.com expires in 7 days"
    message.set_content(text, cte="quoted-printable")
    return message


class Before:
    """Counts how often the body was announced."""

    def __init__(self, error: BaseException | None = None) -> None:
        self.calls = 0
        self.error = error

    def __call__(self) -> None:
        self.calls += 1
        if self.error:
            raise self.error


def server(port: int, **changes: object) -> MailServer:
    whole = {"host": "127.0.0.1", "port": port, "starttls": False, "within": timedelta(seconds=5),
             "final_within": timedelta(seconds=5)}  # fmt: skip
    return MailServer.model_validate(whole | changes)


def handed(
    smtp: ScriptedSmtp, before: Before, *, recipient: str = RECIPIENT, sender: str = SENDER, **changes: object
) -> Handed:
    transport = SmtpTransport(server(smtp.port, **changes))
    return transport.hand_over(letter(), sender=sender, recipient=recipient, before_body=before)


def scripted(script: Script) -> tuple[Handed, ScriptedSmtp, Before]:
    before = Before()
    with ScriptedSmtp([script]) as smtp:
        return handed(smtp, before), smtp, before


def test_a_message_is_handed_over_with_what_the_server_said() -> None:
    result, smtp, before = scripted({})
    assert result == HandedOver("250 2.0.0 queued as 4711")
    assert before.calls == 1
    assert [(taken.sender, taken.recipient) for taken in smtp.taken] == [(SENDER, RECIPIENT)]
    assert smtp.taken[0].text == "Hello\n.\n..dots\nend\n"
    assert sum(line.startswith("RCPT") for line in smtp.heard) == 1


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize(
    "reply", [b"421 4.3.0 later\r\n", b"450 4.2.0 busy\r\n", b"451 4.7.1 greylisted\r\n"]
)
def test_not_now_before_the_body_is_tried_later(phase: str, reply: bytes) -> None:
    result, smtp, before = scripted({phase: reply})
    assert isinstance(result, RetryLater)
    assert (before.calls, smtp.bodies) == (0, 0)


@pytest.mark.parametrize(
    ("phase", "kind"),
    [("connect", RetryLater), ("ehlo", RetryLater), ("mail", RetryLater), ("rcpt", Dead), ("data", Dead)],
)
@pytest.mark.parametrize("reply", [b"550 5.1.1 no such mailbox\r\n", b"554-5.7.1 no\r\n554 5.7.1 mail\r\n"])
def test_a_no_is_final_only_where_it_is_about_the_recipient(
    phase: str, kind: type[Handed], reply: bytes
) -> None:
    result, smtp, before = scripted({phase: reply})
    assert isinstance(result, kind)
    assert (before.calls, smtp.bodies) == (0, 0)


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("reply", [Act.DROP, Act.SILENCE, Act.TRICKLE, b"what?\r\n", b"25", b"199 odd\r\n"])
def test_whatever_breaks_before_the_body_is_tried_later(phase: str, reply: bytes | Act) -> None:
    before = Before()
    with ScriptedSmtp([{phase: reply}]) as smtp:
        result = handed(smtp, before, within=timedelta(seconds=0.15))
    assert isinstance(result, RetryLater)
    assert (before.calls, smtp.bodies) == (0, 0)


def test_data_that_is_answered_with_250_sends_no_body() -> None:
    result, smtp, before = scripted({"data": b"250 fine\r\n"})
    assert isinstance(result, RetryLater)
    assert (before.calls, smtp.bodies) == (0, 0)


def test_a_server_that_is_not_there_is_tried_later() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    before = Before()
    result = SmtpTransport(server(port)).hand_over(
        letter(), sender=SENDER, recipient=RECIPIENT, before_body=before
    )
    assert isinstance(result, RetryLater)
    assert before.calls == 0


@pytest.mark.parametrize("reply", [b"421 4.3.0 later\r\n", b"450 busy\r\n", b"451 greylisted\r\n"])
def test_not_now_after_the_dot_is_tried_later(reply: bytes) -> None:
    result, smtp, before = scripted({"dot": reply})
    assert isinstance(result, RetryLater)
    assert (before.calls, smtp.bodies, smtp.taken) == (1, 1, [])


@pytest.mark.parametrize("reply", [b"550 5.7.1 no\r\n", b"554 no\r\n"])
def test_a_no_after_the_dot_is_final(reply: bytes) -> None:
    result, _, before = scripted({"dot": reply})
    assert isinstance(result, Dead)
    assert before.calls == 1


@pytest.mark.parametrize(
    "reply",
    [
        Act.DROP,
        Act.KEEP_AND_DROP,
        b"354 go on\r\n",
        b"what?\r\n",
        b"25",
        b"250",
        b"250-taken\r\n",
        b"250-taken\r\n451 or not\r\n",
        b"250 " + b"x" * 9000 + b"\r\n",
        b"250-again\r\n" * 500,
        b"999 odd\r\n",
        b"\xff\xfe\r\n",
    ],
)
def test_after_the_body_whatever_is_no_plain_answer_is_ambiguous(reply: bytes | Act) -> None:
    before = Before()
    with ScriptedSmtp([{"dot": reply}]) as smtp:
        result = handed(smtp, before, final_within=timedelta(seconds=0.2))
    assert isinstance(result, Ambiguous)
    assert before.calls == 1


def test_taken_and_not_taken_look_the_same_when_the_line_drops() -> None:
    results = {scripted({"dot": act})[0] for act in (Act.DROP, Act.KEEP_AND_DROP)}
    assert len(results) == 1


@pytest.mark.parametrize("act", [Act.SILENCE, Act.TRICKLE])
def test_a_server_that_is_too_slow_after_the_dot_is_ambiguous(act: Act) -> None:
    before = Before()
    with ScriptedSmtp([{"dot": act}]) as smtp:
        result = handed(smtp, before, final_within=timedelta(seconds=0.15))
    assert isinstance(result, Ambiguous)


def test_the_wait_after_the_dot_is_ten_minutes_by_default() -> None:
    assert MailServer(host="mail.example.org").final_within >= timedelta(minutes=10)


def test_if_the_intent_cannot_be_written_no_body_leaves() -> None:
    before = Before(error=KeyError("moved"))
    with ScriptedSmtp() as smtp, pytest.raises(KeyError):
        handed(smtp, before)
    assert (smtp.bodies, smtp.taken) == (0, [])


@pytest.mark.parametrize("phase", ["rcpt", "dot"])
def test_what_is_kept_of_a_reply_holds_no_address(phase: str) -> None:
    result, _, _ = scripted({phase: b"550 5.1.1 <reader@example.net>: no\x07 such user\r\n"})
    assert isinstance(result, Dead)
    assert "@" not in result.why
    assert "5.1.1 <address> no? such user" in result.why


@pytest.mark.parametrize(
    "bad", ["a b@example.net", "a@example.net>\r\nRCPT TO:<b@example.net", "<a@example.net"]
)
def test_an_address_cannot_break_out_of_its_command(bad: str) -> None:
    before = Before()
    with ScriptedSmtp() as smtp, pytest.raises(ValueError, match=r"address|header"):
        handed(smtp, before, recipient=bad)
    assert smtp.bodies == 0
    assert not [line for line in smtp.heard if line.startswith("RCPT")]


@given(st.text(alphabet=st.sampled_from(".a\r\n "), max_size=60))
def test_dots_and_line_ends_survive_the_wire(text: str) -> None:
    message = EmailMessage(policy=SMTP)
    message.set_content(text, cte="8bit")
    wire = _on_the_wire(message)
    assert wire.endswith(b"\r\n.\r\n")
    assert b"\r\n.\r\n" not in wire[:-5]
    assert b"\n" not in wire.replace(b"\r\n", b"")
    lines = wire[: -len(b".\r\n")].split(b"\r\n")
    assert b"\r\n".join(line.removeprefix(b".") for line in lines).replace(b"\r\n", b"\n") == (
        message.as_bytes().replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    )


class TestTls:
    authority = trustme.CA()

    def context(self, name: str = "127.0.0.1") -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.authority.issue_cert(name).configure_cert(context)
        return context

    def trusting(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        self.authority.configure_trust(context)
        return context

    EHLO = b"250-mail.example.org\r\n250-AUTH LOGIN PLAIN\r\n250 STARTTLS\r\n"

    def test_a_message_goes_under_tls(self) -> None:
        before = Before()
        with ScriptedSmtp([{"ehlo": self.EHLO}], tls=self.context()) as smtp:
            result = handed(smtp, before, starttls=True, tls=self.trusting())
        assert isinstance(result, HandedOver)
        assert [line.split(" ")[0] for line in smtp.heard[:3]] == ["EHLO", "STARTTLS", "EHLO"]

    def test_a_server_that_offers_no_tls_gets_nothing(self) -> None:
        before = Before()
        with ScriptedSmtp() as smtp:
            result = handed(smtp, before, starttls=True)
        assert result == RetryLater("the mail server does not offer STARTTLS")
        assert not [line for line in smtp.heard if line.startswith("MAIL")]

    @pytest.mark.parametrize("name", ["127.0.0.1", "mail.example.org"])
    def test_a_certificate_that_is_not_right_gets_nothing(self, name: str) -> None:
        before = Before()
        trusting = self.trusting() if name != "127.0.0.1" else ssl.create_default_context()
        with ScriptedSmtp([{"ehlo": self.EHLO}], tls=self.context(name)) as smtp:
            result = handed(smtp, before, starttls=True, tls=trusting)
        assert isinstance(result, RetryLater)
        assert "SSLCertVerificationError" in result.why
        assert smtp.bodies == 0

    def test_words_smuggled_in_before_tls_are_refused(self) -> None:
        before = Before()
        smuggled = b"220 go ahead\r\n250 AUTH PLAIN\r\n"
        with ScriptedSmtp([{"ehlo": self.EHLO, "starttls": smuggled}], tls=self.context()) as smtp:
            result = handed(smtp, before, starttls=True, tls=self.trusting())
        assert isinstance(result, RetryLater)
        assert "before TLS" in result.why

    @pytest.mark.parametrize(
        ("offer", "first"), [(b"PLAIN LOGIN", "AUTH PLAIN "), (b"LOGIN", "AUTH LOGIN"), (b"GSSAPI", "")]
    )
    def test_a_login_takes_the_way_that_the_server_offers(self, offer: bytes, first: str) -> None:
        before = Before()
        ehlo = b"250-mail.example.org\r\n250-AUTH " + offer + b"\r\n250 STARTTLS\r\n"
        with ScriptedSmtp([{"ehlo": ehlo}], tls=self.context()) as smtp:
            result = handed(
                smtp,
                before,
                starttls=True,
                tls=self.trusting(),
                username="house",
                password=SecretStr("s3cret"),
            )
        if first:
            assert isinstance(result, HandedOver)
            assert any(line.startswith(first) for line in smtp.heard)
        else:
            assert isinstance(result, RetryLater)

    def test_a_refused_login_is_tried_later_and_tells_no_secret(self) -> None:
        before = Before()
        script = {"ehlo": self.EHLO, "auth": b"535 5.7.8 no, s3cret is wrong\r\n"}
        with ScriptedSmtp([script], tls=self.context()) as smtp:
            result = handed(
                smtp,
                before,
                starttls=True,
                tls=self.trusting(),
                username="house",
                password=SecretStr("s3cret"),
            )
        assert isinstance(result, RetryLater)
        assert result.why == "AUTH: 535"


def test_a_password_is_not_sent_in_the_clear() -> None:
    with pytest.raises(ValidationError, match="without TLS"):
        server(25, username="house", password=SecretStr("s3cret"))
    with pytest.raises(ValidationError, match="both"):
        server(25, starttls=True, username="house")
    secure = server(25, starttls=True, username="house", password=SecretStr("s3cret"))
    assert "s3cret" not in repr(secure)


def test_an_address_beyond_ascii_goes_by_smtputf8() -> None:
    before = Before()
    with ScriptedSmtp() as smtp:
        result = handed(smtp, before, recipient="élue@example-é.net")
    assert isinstance(result, HandedOver)
    assert "MAIL FROM:<names@example.org> BODY=8BITMIME SMTPUTF8" in smtp.heard
    assert smtp.taken[0].recipient == "élue@xn--example--i1a.net"


def test_a_server_without_smtputf8_cannot_reach_such_an_address() -> None:
    before = Before()
    with ScriptedSmtp([{"ehlo": b"250 mail.example.org\r\n"}]) as smtp:
        result = handed(smtp, before, recipient="élue@example.net")
    assert isinstance(result, Dead)
    assert before.calls == 0
