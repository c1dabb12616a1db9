"""What the public reads on port 43, registry by registry."""

import socket
from collections.abc import Iterator

import pytest

from portfolio.contacts import Contact
from portfolio.names import DomainName
from portfolio.registration import Status
from sandbox import Fault, Sandbox
from tests.sandbox.cast import COMPANY, PERSON, START, ask_whois, noon, register


@pytest.fixture
def box() -> Iterator[Sandbox]:
    with Sandbox(start=START) as running:
        yield running


def asked(box: Sandbox, name: str, *, registrant: Contact = COMPANY) -> list[str]:
    register(box.registry, name, registrant=registrant)
    text = ask_whois(box.addresses.whois, name)
    assert text.endswith("\r\n")
    return text.splitlines()


def test_a_generic_name_shows_dates_registrar_and_region_and_hides_the_rest(box: Sandbox) -> None:
    lines = asked(box, "example.com")
    for line in (
        "Domain Name: EXAMPLE.COM",
        "Registrar: Sandbox Wholesale Registrar Inc.",
        "Registrar IANA ID: 9995",
        "Creation Date: 2026-03-01T12:00:00Z",
        "Registry Expiry Date: 2027-03-01T12:00:00Z",
        "Domain Status: addPeriod https://icann.org/epp#addPeriod",
        "Name Server: NS1.EXAMPLE.NET",
        "DNSSEC: unsigned",
        "Registrant Name: REDACTED FOR PRIVACY",
        "Registrant State/Province: ON",
        "Registrant Country: CA",
        "Tech Email: REDACTED FOR PRIVACY",
        ">>> Last update of WHOIS database: 2026-03-01T12:00:00Z <<<",
    ):
        assert line in lines
    assert not [line for line in lines if line.startswith(("Admin", "Billing"))]
    assert "one@example.com" not in "\n".join(lines)


def test_the_expiry_that_is_printed_jumps_as_the_registrys_does(box: Sandbox) -> None:
    register(box.registry, "example.org")
    box.clock.move_to(noon("2027-03-10"))
    text = ask_whois(box.addresses.whois, "example.org")
    assert "Registry Expiry Date: 2028-03-01T12:00:00Z" in text
    assert "autoRenewPeriod" in text


def test_a_companys_ca_name_shows_everybody_after_the_registrars_own_phones(box: Sandbox) -> None:
    lines = asked(box, "example.ca")
    assert "Registrar IANA ID: not applicable" in lines
    abuse = [i for i, line in enumerate(lines) if line.startswith("Registrar Abuse Contact Phone:")]
    phone = lines.index("Registrant Phone: +1.6135550123")
    assert len(abuse) == 2
    assert max(abuse) < phone
    assert lines[phone + 1] == "Registrant Phone Ext: 12"
    assert [line for line in lines if line.startswith("Registrant Street:")] == [
        "Registrant Street: 1 Example Street",
        "Registrant Street: Suite 2",
    ]
    assert {"Registrant Organization: Example Ltd.", "Admin Email: one@example.com"} <= set(lines)
    assert "Tech Email: desk@example.net" in lines


def test_a_persons_ca_name_hides_every_role_whole(box: Sandbox) -> None:
    lines = asked(box, "example.ca", registrant=PERSON)
    of_contacts = [line for line in lines if line.startswith(("Registrant ", "Admin ", "Tech "))]
    assert of_contacts
    assert all(line.endswith(": REDACTED FOR PRIVACY") for line in of_contacts)


def test_ee_has_a_layout_of_its_own(box: Sandbox) -> None:
    lines = asked(box, "example.ee")
    start = lines.index("Domain:")
    assert lines[start + 1 : start + 3] == ["name:       example.ee", "status:     ok"]
    assert "expire:     2027-03-01" in lines
    assert "nserver:    ns2.example.net" in lines
    assert "email:      Not Disclosed" in lines


def test_several_statuses_are_all_printed(box: Sandbox) -> None:
    for name in ("example.ee", "example.ca"):
        register(box.registry, name)
        box.registry.change_statuses_behind_our_back(
            DomainName(name), add=[Status.CLIENT_HOLD, Status.SERVER_HOLD]
        )
        text = ask_whois(box.addresses.whois, name)
        assert "clientHold" in text
        assert "serverHold" in text


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("nobody.com", 'No match for domain "NOBODY.COM".'),
        ("domain NOBODY.com", 'No match for domain "NOBODY.COM".'),
        ("nobody.org", "Domain not found."),
        ("nobody.ca", "Not found: nobody.ca"),
        ("nobody.ee", "Domain not found"),
        ("nobody.xyz", "% No registry for .xyz here."),
        ("nonsense", "% Not a domain name."),
        ("kept-back.com", "kept-back.com is reserved by the registry and cannot be registered."),
    ],
)
def test_a_name_that_nobody_has_is_told_in_each_registrys_words(
    box: Sandbox, question: str, said: str
) -> None:
    box.registry.reserve(DomainName("kept-back.com"))
    assert ask_whois(box.addresses.whois, question).splitlines()[0] == said


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault.THROTTLED, "% Query rate limit exceeded for your address."),
        (Fault.SERVER_ERROR, "% This service is temporarily unavailable. Please try again later."),
        (Fault.REFUSED, "% Access denied: your address may not query this server."),
        (Fault.GARBLED, "<!DOCTYPE html>"),
        (Fault.OTHER_NAME, "Domain Name: other.ca"),
        (Fault.SLOW, "Domain Name: example.ca"),
    ],
)
def test_an_answer_goes_wrong_once_for_each_order(box: Sandbox, fault: Fault, said: str) -> None:
    register(box.registry, "example.ca")
    register(box.registry, "other.ca")
    box.faults.order(fault, to="whois")
    assert ask_whois(box.addresses.whois, "example.ca").splitlines()[0] == said
    assert ask_whois(box.addresses.whois, "example.ca").startswith("Domain Name: example.ca")
    assert [entry.detail for entry in box.log.of(channel="whois", action="fault")] == [fault]


def test_a_truncated_text_ends_in_good_order_and_too_early(box: Sandbox) -> None:
    register(box.registry, "example.ca")
    box.faults.order(Fault.TRUNCATED, to="whois")
    part = ask_whois(box.addresses.whois, "example.ca")
    whole = ask_whois(box.addresses.whois, "example.ca")
    assert whole.startswith(part)
    assert len(part) == len(whole) // 2


@pytest.mark.parametrize(("fault", "questions_understood"), [(Fault.LOST_BEFORE, 0), (Fault.LOST_AFTER, 1)])
def test_a_lost_answer_is_a_connection_broken_off(
    box: Sandbox, fault: Fault, questions_understood: int
) -> None:
    box.faults.order(fault, to="whois")
    with pytest.raises(ConnectionResetError):
        ask_whois(box.addresses.whois, "example.ca")
    assert len(box.log.of(channel="whois", action="asked")) == questions_understood


def test_without_a_question_there_is_no_answer(box: Sandbox) -> None:
    with socket.create_connection(box.addresses.whois, timeout=5) as connection:
        connection.sendall(b"example.c")
        connection.shutdown(socket.SHUT_WR)
        assert connection.recv(100) == b""
    assert not box.log.entries
