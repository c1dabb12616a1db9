"""`notices bounce` and `notices mended`, as somebody types them or a mail server pipes into them."""

import io
import json
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from console.cli import run_command
from console.founding import found
from console.jobs import daily
from console.refusals import Exit, Refusal
from console.returns import DKIM, RETURN_PATH, return_path_of, signer_of
from console.secrets import keep_secret
from console.settings import Settings, read_settings, settings_file
from console.wiring import build
from portfolio.contacts import ContactRole
from portfolio.held import Client, ClientKind, HeldDomain
from portfolio.notice import Notice, NoticeState
from portfolio.policy.bounces import AddressState, standing
from tests.founding import house_account
from tests.notifications.keys import private_key
from tests.notifications.names_and_people import NAME, OWNER, contact
from tests.notifications.reports import LETTER, failed, report
from tests.records.house import notice as made_notice

MAIL = '[mail]\nsender = "names@example.org"\nreturn_path = "bounces@example.org"\n'


@dataclass
class Office:
    """A house with one name, and its notice of 30 days on its way."""

    home: Path
    capture: pytest.CaptureFixture[str]

    def __post_init__(self) -> None:
        found(self.home, actor="founder", company="Example", extra=MAIL)
        app = build(self.settings)
        with app.records.changing("drafter") as unit:
            unit.clients.add(Client(slug="acme", name="Acme", kind=ClientKind.COMPANY))
            unit.contacts.add("acme", "owner", contact(OWNER))
            unit.accounts.add(house_account("looking"))
            roles = {ContactRole.REGISTRANT: "owner"}
            unit.domains.hold(HeldDomain(name=NAME, client="acme", account="house", roles=roles))
            unit.commit()
        app.close()

    @property
    def settings(self) -> Settings:
        return read_settings(self.home)

    def sends(self, state: NoticeState = NoticeState.HANDED_OVER, *, days: int = 30) -> Notice:
        app = build(self.settings)
        made = made_notice(
            days, ContactRole.REGISTRANT, name=NAME, about=datetime(2027, 3, 1, tzinfo=UTC).date()
        )
        made = made.model_copy(update={"recipient": OWNER, "detail": ""})
        with app.records.changing("job:notices") as unit:
            unit.outbox.add_due(made)
            claimed = unit.outbox.claim(datetime(2099, 1, 1, tzinfo=UTC), timedelta(minutes=1))
            assert claimed is not None
            unit.outbox.advance(made.key, from_=NoticeState.CLAIMED, to=NoticeState.SENDING)
            if state is not NoticeState.SENDING:
                unit.outbox.advance(made.key, from_=NoticeState.SENDING, to=state)
            unit.commit()
        app.close()
        return made

    def to(self, notice: Notice) -> str:
        return_path = return_path_of(self.settings)
        assert return_path is not None
        return return_path.of(notice.reference)

    def type(self, *command: str, stdin: bytes = b"") -> tuple[int, str, str]:
        self.capture.readouterr()
        before, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(stdin))
        try:
            code = run_command(["--home", str(self.home), "--as", "clerk", "notices", *command])
        finally:
            sys.stdin = before
        printed = self.capture.readouterr()
        return code, printed.out, printed.err

    def state_of(self, notice: Notice) -> NoticeState:
        app = build(self.settings)
        with app.records.reading() as unit:
            found = unit.outbox.get(notice.key).state
        app.close()
        return found

    def standing(self) -> AddressState:
        app = build(self.settings)
        with app.records.reading() as unit:
            found = standing(unit.mail_events.of_address(OWNER), app.clock.now()).state
        app.close()
        return found


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Office:
    return Office(tmp_path / "house", capsys)


def test_a_bounce_that_is_piped_in_is_told_in_a_line(office: Office) -> None:
    sent = office.sends()
    code, out, err = office.type("bounce", stdin=report(office.to(sent)))
    assert (code, err) == (Exit.DONE, "")
    for word in ("hard", "bounced", "unusable", "550 5.1.1", "staff"):
        assert word in out
    assert "owner" not in out
    assert office.state_of(sent) is NoticeState.BOUNCED
    code, out, _ = office.type("bounce", "--json", stdin=report(office.to(sent)))
    assert (code, json.loads(out)[0]["change"]) == (Exit.DONE, "repeated")


def test_a_forged_bounce_is_an_error_in_one_clear_line_and_changes_nothing(office: Office) -> None:
    sent = office.sends()
    code, _, err = office.type("bounce", stdin=report("bounces@example.org"))
    assert code == Exit.ERROR
    assert err.startswith("refused, nothing was changed: it carries no valid token of ours; it speaks of ")
    assert err.count("\n") == 1
    assert office.state_of(sent) is NoticeState.HANDED_OVER


def test_an_unclear_report_and_one_that_waits_end_as_unclear(office: Office) -> None:
    sent = office.sends()
    assert office.type("bounce", stdin=failed(office.to(sent), "2.0.0"))[0] == Exit.UNCLEAR
    on_its_way = office.sends(NoticeState.SENDING, days=7)
    assert office.type("bounce", stdin=report(office.to(on_its_way)))[0] == Exit.UNCLEAR
    assert office.type("bounce", stdin=LETTER.format(to=office.to(sent)).encode())[0] == Exit.DONE
    assert office.state_of(sent) is NoticeState.HANDED_OVER


def test_a_maildir_is_taken_whole_by_its_name_or_by_the_settings(office: Office, tmp_path: Path) -> None:
    sent = office.sends()
    box = tmp_path / "mail"
    for part in ("new", "cur", "tmp"):
        (box / part).mkdir(parents=True)
    (box / "new" / "1").write_bytes(report(office.to(sent)))
    (box / "new" / "2").write_bytes(report("bounces@example.org"))
    code, out, _ = office.type("bounce", "--maildir", str(box), "--json")
    assert (code, [row["change"] for row in json.loads(out)]) == (Exit.ERROR, ["bounced", "refused"])
    assert office.type("bounce")[0] == Exit.USAGE
    with settings_file(office.home).open("a") as written:
        written.write(f'[bounces]\nmaildir = "{box}"\n')
    code, out, _ = office.type("bounce")
    assert (code, out) == (Exit.DONE, "Nothing came back.\n")
    app = build(office.settings)
    assert list(app.take_all_back(actor="job:notices")) == []
    app.close()


def test_the_daily_run_takes_what_came_back_and_is_not_stopped_by_a_mailbox_that_is_gone(
    office: Office, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    sent = office.sends()
    box = tmp_path / "mail"
    for part in ("new", "cur", "tmp"):
        (box / part).mkdir(parents=True)
    (box / "new" / "1").write_bytes(report(office.to(sent)))
    with settings_file(office.home).open("a") as written:
        written.write(f'[bounces]\nmaildir = "{box}"\n')
    app = build(office.settings)
    assert "back=1" in daily.notices(app, date(2027, 2, 1))
    assert office.state_of(sent) is NoticeState.BOUNCED
    box.rename(tmp_path / "elsewhere")
    assert "back=" not in daily.notices(app, date(2027, 2, 2))
    assert "what came back could not be read" in caplog.text
    app.close()


def test_mailboxes_that_are_none_are_told_in_a_line(office: Office, tmp_path: Path) -> None:
    code, _, err = office.type("bounce", "--maildir", str(tmp_path))
    assert (code, "no Maildir" in err) == (Exit.ERROR, True)
    code, _, err = office.type("bounce", "--imap")
    assert (code, "no mailbox is set" in err) == (Exit.ERROR, True)
    assert office.type("bounce", "--imap", "--maildir", str(tmp_path))[0] == Exit.USAGE


def test_without_a_return_path_nothing_can_be_believed(office: Office) -> None:
    settings = settings_file(office.home)
    settings.write_text(settings.read_text("utf-8").replace("return_path", "# return_path"), "utf-8")
    code, _, err = office.type("bounce", stdin=report("bounces@example.org"))
    assert (code, "no return path is set" in err) == (Exit.ERROR, True)
    assert return_path_of(office.settings) is None


def test_staff_say_that_an_address_is_mended_and_why(office: Office) -> None:
    sent = office.sends()
    office.type("bounce", stdin=report(office.to(sent)))
    assert office.standing() is AddressState.UNUSABLE
    code, _, err = office.type("mended", OWNER.upper(), "--because", "their mailbox is back")
    assert (code, err) == (Exit.DONE, "the address was unusable and is usable\n")
    assert office.standing() is AddressState.USABLE
    code, _, err = office.type("mended", "other@example.net", "--because", "a slip")
    assert (code, "nothing ever came back" in err) == (Exit.ERROR, True)
    code, _, err = office.type("mended", OWNER, "--because", f"{OWNER} says so")
    assert (code, "without an address" in err, OWNER in err) == (Exit.ERROR, True, False)


def test_the_secret_of_return_paths_is_made_once_and_is_for_us_alone(office: Office) -> None:
    sent = office.sends()
    first = office.to(sent)
    file = office.settings.secret_file(RETURN_PATH)
    assert (file.stat().st_mode & 0o777, len(file.read_text("utf-8"))) == (0o600, 64)
    assert office.to(sent) == first
    assert build(office.settings)._comes_back_to(sent) == first


def test_a_key_that_cannot_sign_is_refused_before_anything_is_sent(office: Office) -> None:
    assert signer_of(office.settings) is None
    text = (
        settings_file(office.home)
        .read_text("utf-8")
        .replace("[mail]\n", '[mail]\ndkim_selector = "mail2027"\n')
    )
    settings_file(office.home).write_text(text, "utf-8")
    with pytest.raises(Refusal, match="cannot be read"):
        signer_of(office.settings)
    keep_secret(office.settings, DKIM, SecretStr("no key"))
    with pytest.raises(Refusal, match="the DKIM key cannot be read"):
        _ = build(office.settings).mail
    office.settings.secret_file(DKIM).unlink()
    keep_secret(office.settings, DKIM, SecretStr(private_key().decode()))
    assert repr(signer_of(office.settings)) == "Signer(mail2027._domainkey.example.org)"
    assert build(office.settings).mail._sign is not None
