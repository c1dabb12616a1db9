"""What was answered survives the process, whole lines only."""

from pathlib import Path

import pytest

from whois_sync.pace.kept import AlreadyRunning, KeptAnswers

ONE, TWO = '{"name": "example.com", "kind": "absent"}', '{"name": "exämple.net", "kind": "seen"}'


def test_what_was_added_is_there_before_the_file_is_closed(tmp_path: Path) -> None:
    with KeptAnswers(tmp_path / "run.jsonl") as kept:
        assert list(kept.so_far()) == []
        kept.add(ONE)
        assert (tmp_path / "run.jsonl").read_text("utf-8") == ONE + "\n"


@pytest.mark.parametrize("cut", range(1, len(TWO.encode()) + 2))
def test_a_line_that_was_cut_off_anywhere_is_dropped_and_the_next_one_stands_alone(
    tmp_path: Path, cut: int
) -> None:
    file = tmp_path / "run.jsonl"
    file.write_bytes(f"{ONE}\n".encode() + f"{TWO}\n".encode()[:cut])
    with KeptAnswers(file) as kept:
        whole = [line for _, line in kept.so_far()]
        assert whole == [ONE, TWO][: 2 if cut == len(TWO.encode()) + 1 else 1]
        kept.add(TWO)
    with KeptAnswers(file) as again:
        assert [line for _, line in again.so_far()] == [*whole, TWO]


@pytest.mark.parametrize("spoilt", [b"\x00\x00\x00\n", b"[]\n", b'{"name": 7}\n', b"\xff\xfe\n"])
def test_what_follows_a_spoilt_line_is_asked_again(tmp_path: Path, spoilt: bytes) -> None:
    file = tmp_path / "run.jsonl"
    file.write_bytes(f"{ONE}\n".encode() + spoilt + f"{TWO}\n".encode())
    with KeptAnswers(file) as kept:
        assert [name for name, _ in kept.so_far()] == ["example.com"]
    assert file.read_text("utf-8") == ONE + "\n"


def test_one_process_at_a_time_has_the_file(tmp_path: Path) -> None:
    with KeptAnswers(tmp_path / "run.jsonl"), pytest.raises(AlreadyRunning):
        KeptAnswers(tmp_path / "run.jsonl")
    KeptAnswers(tmp_path / "run.jsonl").close()


def test_a_fresh_run_and_the_one_after_a_finished_run_begin_anew(tmp_path: Path) -> None:
    file = tmp_path / "run.jsonl"
    file.write_text(ONE + "\n", "utf-8")
    with KeptAnswers(file, fresh=True) as kept:
        assert list(kept.so_far()) == []
        kept.add(TWO)
        kept.finish()
    assert not file.exists()


def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    KeptAnswers(tmp_path / "run.jsonl").close()
    assert (tmp_path / "run.jsonl").stat().st_mode & 0o777 == 0o600
