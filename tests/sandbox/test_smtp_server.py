"""A conversation with the sandbox's mail server, and every way for it to end."""

import smtplib
import socket
from collections.abc import Iterator
from email.message import EmailMessage

import pytest

from sandbox import Fault, Sandbox
from tests.sandbox.cast import START

SENDER = "desk@example.net"
TO = "one@example.com"


@pytest.fixture
def box() -> Iterator[Sandbox]:
    with Sandbox(start=START) as running:
        yield running


@pytest.fixture
def client(box: Sandbox) -> Iterator[smtplib.SMTP]:
    session = smtplib.SMTP(*box.addresses.smtp, timeout=5)
    try:
        yield session
    finally:
        session.close()


def letter(text: str = "Bonjour,\n.un point\n..deux points\n\nÀ bientôt.\n") -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = SENDER, TO
    message["Subject"] = "example.ca expires soon"
    message["Message-ID"] = "<one@example.net>"
    message.set_content(text, cte="8bit")
    return message


def test_a_message_is_kept_with_its_envelope_as_it_was_sent(box: Sandbox, client: smtplib.SMTP) -> None:
    refused = client.send_message(letter(), to_addrs=[TO, "second@example.org"])
    assert refused == {}
    (kept,) = box.mailbox.messages
    assert (kept.envelope_from, kept.envelope_to) == (SENDER, (TO, "second@example.org"))
    assert kept.received_at == START
    assert kept["Subject"] == "example.ca expires soon"
    assert kept.text.replace("\r\n", "\n") == "Bonjour,\n.un point\n..deux points\n\nÀ bientôt.\n"
    assert box.mailbox.to("second@example.org") == (kept,)
    assert box.mailbox.to("nobody@example.org") == ()
    assert box.log.of(channel="smtp", action="kept")[0].reference == "<one@example.net>"
    assert TO not in repr(kept)
    with pytest.raises(KeyError):
        kept["X-None"]


def test_one_session_can_carry_several_messages(box: Sandbox, client: smtplib.SMTP) -> None:
    client.send_message(letter())
    assert client.rset()[0] == 250
    assert client.noop()[0] == 250
    client.send_message(letter())
    assert client.quit()[0] == 221
    assert len(box.mailbox.messages) == 2


def test_the_order_of_the_commands_is_kept(client: smtplib.SMTP) -> None:
    assert client.helo()[0] == 250
    assert client.rcpt(TO)[0] == 503
    assert client.docmd("DATA")[0] == 503
    assert client.docmd("MAIL", "nonsense")[0] == 501
    assert client.mail(SENDER)[0] == 250
    assert client.docmd("RCPT", "TO:<>")[0] == 501
    assert client.docmd("FLY")[0] == 500


@pytest.mark.parametrize(
    ("phase", "fault", "code"),
    [
        ("mail", Fault.SERVER_ERROR, 451),
        ("mail", Fault.REFUSED, 550),
        ("mail", Fault.THROTTLED, 450),
        ("rcpt", Fault.SERVER_ERROR, 450),
        ("rcpt", Fault.REFUSED, 550),
        ("data", Fault.SERVER_ERROR, 451),
        ("data", Fault.REFUSED, 554),
        ("dot", Fault.SERVER_ERROR, 451),
        ("dot", Fault.REFUSED, 554),
        ("dot", Fault.THROTTLED, 452),
    ],
)
def test_each_phase_refuses_on_order_for_now_or_for_good(
    box: Sandbox, client: smtplib.SMTP, phase: str, fault: Fault, code: int
) -> None:
    box.faults.order(fault, to=f"smtp:{phase}")
    with pytest.raises(smtplib.SMTPException) as refused:
        client.send_message(letter())
    assert _code(refused.value) == code
    assert not box.mailbox.messages
    client.send_message(letter())
    assert len(box.mailbox.messages) == 1


@pytest.mark.parametrize("channel", ["smtp", "smtp:data", "smtp:dot"])
@pytest.mark.parametrize(
    ("fault", "kept"), [(Fault.LOST_BEFORE, 0), (Fault.LOST_AFTER, 1), (Fault.TRUNCATED, 1)]
)
def test_after_the_final_dot_the_connection_may_drop_with_the_message_kept_or_not(
    box: Sandbox, client: smtplib.SMTP, channel: str, fault: Fault, kept: int
) -> None:
    box.faults.order(fault, to=channel)
    # smtplib takes the truncated reply "25" for a refusal with that code, though the message was kept.
    seen = smtplib.SMTPDataError if fault is Fault.TRUNCATED else smtplib.SMTPServerDisconnected
    with pytest.raises(seen):
        client.send_message(letter())
    assert len(box.mailbox.messages) == kept


@pytest.mark.parametrize("phase", ["mail", "rcpt"])
def test_before_the_message_a_drop_keeps_nothing(box: Sandbox, client: smtplib.SMTP, phase: str) -> None:
    box.faults.order(Fault.LOST_AFTER, to=f"smtp:{phase}")
    with pytest.raises(smtplib.SMTPServerDisconnected):
        client.send_message(letter())
    assert not box.mailbox.messages


def test_a_garbled_reply_after_the_dot_hides_that_the_message_was_kept(box: Sandbox) -> None:
    box.faults.order(Fault.GARBLED, to="smtp")
    said = _spoken(
        box,
        b"MAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\nDATA\r\nSubject: a\r\n\r\nb\r\n.\r\n",
    )
    assert said[-2].startswith("354")
    assert said[-1].startswith("<html>")
    assert len(box.mailbox.messages) == 1


def test_a_message_that_breaks_off_before_its_dot_is_not_kept(box: Sandbox) -> None:
    said = _spoken(box, b"MAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\nDATA\r\nSubject: a\r\n")
    assert said[-1].startswith("354")
    assert not box.mailbox.messages


def test_a_slow_reply_comes_and_is_a_yes(box: Sandbox, client: smtplib.SMTP) -> None:
    for channel in ("smtp:mail", "smtp:data"):
        box.faults.order(Fault.SLOW, to=channel)
    client.send_message(letter())
    assert len(box.mailbox.messages) == 1
    assert len(box.log.of(channel="smtp", action="fault")) == 2


def test_a_server_may_be_closed_from_the_first_word(box: Sandbox) -> None:
    box.faults.order(Fault.REFUSED, to="smtp:connect")
    with pytest.raises(smtplib.SMTPConnectError) as refused:
        smtplib.SMTP(*box.addresses.smtp, timeout=5)
    assert refused.value.smtp_code == 554


def _spoken(box: Sandbox, words: bytes) -> list[str]:
    with socket.create_connection(box.addresses.smtp, timeout=5) as session:
        session.sendall(words)
        session.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: session.recv(4096), b"")).decode().splitlines()


def _code(error: smtplib.SMTPException) -> int:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next(iter(error.recipients.values()))[0]
    assert isinstance(error, smtplib.SMTPResponseException)
    return error.smtp_code
