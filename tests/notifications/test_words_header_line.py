"""Header lines as they go out: quoted, encoded and folded by rule."""

from email.policy import SMTP

import pytest

from notifications.header_line import WholeLine, address_line, text_line

ADDRESS = "names@example.org"


def sent(line: str) -> str:
    assert isinstance(line, WholeLine)
    return line.fold(policy=SMTP)


@pytest.mark.parametrize(
    ("company", "wanted"),
    [
        ("", "From: names@example.org\r\n"),
        ("Example Steward", "From: Example Steward <names@example.org>\r\n"),
        ("Example, Inc.", 'From: "Example, Inc." <names@example.org>\r\n'),
        ('"A" \\ <b@example.net>', 'From: "\\"A\\" \\\\ <b@example.net>" <names@example.org>\r\n'),
        ("Société", "From: =?utf-8?b?U29jacOpdMOp?=\r\n <names@example.org>\r\n"),
        ("=?utf-8?q?x?=", "From: =?utf-8?b?PT91dGYtOD9xP3g/PQ==?=\r\n <names@example.org>\r\n"),
    ],
)
def test_a_name_before_an_address_is_quoted_or_encoded(company: str, wanted: str) -> None:
    assert sent(address_line("From", company, ADDRESS)) == wanted


@pytest.mark.parametrize("company", ["x" * 2000, "x " * 1000, "é" * 1000])
def test_no_line_is_longer_than_mail_can_carry(company: str) -> None:
    lines = sent(address_line("From", company, ADDRESS)).split("\r\n")
    assert max(map(len, lines)) <= 998
    assert all(line.startswith(" ") for line in lines[1:-1])


def test_a_text_is_encoded_as_a_whole_or_not_at_all() -> None:
    assert type(text_line("Subject", "example.com expires today")) is str
    line = text_line("Subject", "é é")
    assert line == "é é"
    assert sent(line) == "Subject: =?utf-8?b?w6kgw6k=?=\r\n"
