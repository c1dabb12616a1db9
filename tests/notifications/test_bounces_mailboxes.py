"""A message is seen when what it changed was committed; taken again it changes nothing."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from notifications.bounces.imap import ImapMailbox, ImapServer
from notifications.bounces.mailboxes import MailboxError, Maildir, OneMessage, take_all
from notifications.bounces.read import MOST_BYTES
from notifications.bounces.take import Change, Outcome
from portfolio.notice import NoticeState
from records import Busy
from tests.notifications.imap_server import ImapOnLoopback, Kept, trusting
from tests.notifications.names_and_people import House
from tests.notifications.reports import LETTER, report
from tests.notifications.sent_notice import Bouncing, back_to


@pytest.fixture
def post(house: House) -> Bouncing:
    return Bouncing(house)


def maildir(folder: Path, **messages: bytes) -> Path:
    for part in ("new", "cur", "tmp"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    for name, raw in messages.items():
        (folder / "new" / name).write_bytes(raw)
    return folder


def lies_in(folder: Path) -> dict[str, list[str]]:
    return {part: sorted(file.name for file in (folder / part).iterdir()) for part in ("new", "cur")}


def refusing(post: Bouncing, word: bytes) -> Callable[[bytes], Outcome]:
    """Takes all messages but those with `word` in them, which the records refuse."""

    def take_one(raw: bytes) -> Outcome:
        if word in raw:
            raise Busy("another writer holds the records; nothing was changed")
        return post.takes(raw)

    return take_one


def reached(server: ImapOnLoopback, **changes: object) -> ImapMailbox:
    whole = {
        "host": "127.0.0.1", "port": server.port, "username": "bounces", "password": SecretStr("right"),
        "within": timedelta(seconds=3), "tls": trusting(),
    }  # fmt: skip
    return ImapMailbox(ImapServer.model_validate(whole | changes))


def test_what_is_new_in_a_maildir_is_taken_and_moves_to_cur(post: Bouncing, tmp_path: Path) -> None:
    sent = post.notice()
    letter = LETTER.format(to=back_to(sent)).encode()
    folder = maildir(tmp_path / "mail", a1=report(back_to(sent)), b2=letter)
    (folder / "cur" / "old:2,").write_bytes(report(back_to(sent)))
    changes = [outcome.change for outcome in take_all(Maildir(folder), post.takes)]
    assert changes == [Change.BOUNCED, Change.IGNORED]
    assert lies_in(folder) == {"new": [], "cur": ["a1:2,S", "b2:2,S", "old:2,"]}
    assert list(take_all(Maildir(folder), post.takes)) == []


def test_ended_between_commit_and_mark_a_message_is_taken_again_and_changes_nothing(
    post: Bouncing, tmp_path: Path
) -> None:
    sent = post.notice()
    folder = maildir(tmp_path / "mail", a1=report(back_to(sent)))

    class Ended(BaseException):
        pass

    class Ending(Maildir):
        def mark_seen(self, letter: object) -> None:
            raise Ended

    with pytest.raises(Ended):
        list(take_all(Ending(folder), post.takes))
    after = post.everything()
    assert lies_in(folder)["new"] == ["a1"]
    assert [outcome.change for outcome in take_all(Maildir(folder), post.takes)] == [Change.REPEATED]
    assert post.everything() == after
    assert lies_in(folder) == {"new": [], "cur": ["a1:2,S"]}


@pytest.mark.parametrize("place", ["a", "b", "c"])
def test_a_message_that_the_records_refuse_stays_new_and_stops_no_other(
    post: Bouncing, tmp_path: Path, place: str
) -> None:
    messages = {name: report(back_to(post.notice(days=30 + n))) for n, name in enumerate("abc")}
    messages[place] = b"X-Poison: yes\r\n" + messages[place]
    folder = maildir(tmp_path / "mail", **messages)
    outcomes = list(take_all(Maildir(folder), refusing(post, b"X-Poison")))
    assert sorted(outcome.change for outcome in outcomes) == [Change.BOUNCED, Change.BOUNCED, Change.WAITS]
    assert lies_in(folder)["new"] == [place]
    assert [outcome.change for outcome in take_all(Maildir(folder), post.takes)] == [Change.BOUNCED]


def test_what_waits_for_its_notice_stays_new(post: Bouncing, tmp_path: Path) -> None:
    sent = post.notice(NoticeState.SENDING)
    folder = maildir(tmp_path / "mail", a=report(back_to(sent)))
    assert [outcome.change for outcome in take_all(Maildir(folder), post.takes)] == [Change.WAITS]
    assert lies_in(folder)["new"] == ["a"]
    with post.house.records.changing("job:notices") as unit:
        unit.outbox.advance(sent.key, from_=NoticeState.SENDING, to=NoticeState.AMBIGUOUS)
        unit.commit()
    assert [outcome.change for outcome in take_all(Maildir(folder), post.takes)] == [Change.BOUNCED]
    assert lies_in(folder)["new"] == []


def test_links_folders_and_what_another_reader_took_are_passed_over(post: Bouncing, tmp_path: Path) -> None:
    folder = maildir(tmp_path / "mail", b=b"x", c=b"y")
    (tmp_path / "secret").write_text("elsewhere")
    (folder / "new" / "a").symlink_to(tmp_path / "secret")
    (folder / "new" / "d").mkdir()
    box = Maildir(folder)
    letters = box.unseen()
    first = next(letters)
    (folder / "new" / "b").unlink()
    (folder / "new" / "c").unlink()
    box.mark_seen(first)
    assert (first.place, list(letters)) == ("b", [])
    with pytest.raises(MailboxError, match="no Maildir"):
        Maildir(tmp_path)


def test_a_message_that_was_piped_in_is_read_up_to_its_bound(post: Bouncing) -> None:
    sent = post.notice()
    assert [o.change for o in take_all(OneMessage(report(back_to(sent))), post.takes)] == [Change.BOUNCED]
    assert len(next(OneMessage(b"x" * (MOST_BYTES + 5)).unseen()).raw) == MOST_BYTES


def test_what_is_unseen_at_the_mail_server_is_taken_and_marked_after_its_commit(post: Bouncing) -> None:
    sent = post.notice()
    states: list[NoticeState] = []
    with ImapOnLoopback({7: Kept(b"", seen=True), 9: Kept(report(back_to(sent)))}) as server:
        server.before_store = lambda: states.append(post.of(sent.key).state)
        with reached(server) as box:
            assert [outcome.change for outcome in take_all(box, post.takes)] == [Change.BOUNCED]
        with reached(server) as box:
            assert list(take_all(box, post.takes)) == []
    assert states == [NoticeState.BOUNCED]
    assert server.seen == [7, 9]
    assert not any("BODY[]" in said for said in server.heard)
    assert server.heard[-1] == "LOGOUT"


@pytest.mark.parametrize("word", ["FETCH", "STORE"])
def test_a_line_that_breaks_loses_nothing_and_repeats_nothing(post: Bouncing, word: str) -> None:
    folder = {n: Kept(report(back_to(post.notice(days=30 + n)))) for n in (1, 2, 3)}
    taken: list[Change] = []
    with ImapOnLoopback(folder, hang_up_at=(word, 2)) as server:
        with pytest.raises(MailboxError, match="line to the IMAP server broke"), reached(server) as box:
            taken.extend(outcome.change for outcome in take_all(box, post.takes))
        assert server.seen == [1]
        with reached(server) as box:
            taken.extend(outcome.change for outcome in take_all(box, post.takes))
    assert server.seen == [1, 2, 3]
    again = Change.REPEATED if word == "STORE" else Change.BOUNCED
    assert taken == [Change.BOUNCED, again, Change.BOUNCED]


def test_a_poisoned_message_at_the_mail_server_stops_no_other(post: Bouncing) -> None:
    poison = b"X-Poison: yes\r\n" + report(back_to(post.notice(days=9)))
    folder = {
        1: Kept(b"", refused=True), 2: Kept(poison), 3: Kept(b"\xff" * 5000),
        4: Kept(report(back_to(post.notice()))),
    }  # fmt: skip
    with ImapOnLoopback(folder) as server, reached(server) as box:
        changes = [outcome.change for outcome in take_all(box, refusing(post, b"X-Poison"))]
        assert changes == [Change.WAITS, Change.REFUSED, Change.BOUNCED]
        assert server.seen == [3, 4]


def test_of_a_large_message_a_part_is_fetched(post: Bouncing) -> None:
    raw = report(back_to(post.notice())) + b"x" * (MOST_BYTES * 2)
    with ImapOnLoopback({1: Kept(raw)}) as server, reached(server) as box:
        assert len(next(box.unseen()).raw) == MOST_BYTES


def test_a_server_that_does_not_let_us_in_is_told_in_a_line_without_anybody(post: Bouncing) -> None:
    with ImapOnLoopback() as server:
        for changes, why in (
            ({"password": SecretStr("wrong")}, "the IMAP server refused the login"),
            ({"folder": "Elsewhere"}, "there is no such IMAP folder"),
            ({"tls": None}, "cannot be reached (SSLCertVerificationError)"),
        ):
            with pytest.raises(MailboxError) as refused, reached(server, **changes):
                pass
            assert why in str(refused.value)
            assert "owner" not in str(refused.value)
        with pytest.raises(MailboxError, match="cannot be said"):
            reached(server, folder='a"b\r\nx LOGOUT')
    with pytest.raises(MailboxError, match=r"cannot be reached \(ConnectionRefusedError\)"), reached(server):
        pass


def test_a_server_of_another_name_is_not_believed() -> None:
    with ImapOnLoopback(name="imap.example.org") as server:
        with pytest.raises(MailboxError, match="SSLCertVerificationError"), reached(server):
            pass
        assert server.heard == []
