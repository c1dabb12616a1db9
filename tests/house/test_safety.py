"""Rules that keep money, people and machines safe, read off the source."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

from tests.house.tree import PACKAGES, ROOT, python_files, shown, tracked, tree_of

# Doors: the places that may catch everything, since they turn it into one clear line or one row of a batch.
DOORS = {
    "console/cli/__init__.py",
    "whois_sync/check/run.py",
    "whois_sync/lookup/recorded.py",
    "notifications/deliver.py",
    "console/jobs/tries.py",
}

# How often an escape hatch is used today. The number may fall; it grows only with a reason given in review.
HATCHES = {"# noqa": 16, "# type: ignore": 0, "# pyright: ignore": 1, "# pragma: no cover": 0}

TEXT = (".py", ".toml", ".md", ".txt", ".http", ".xml", ".jsonl", ".json", ".lock", ".cfg", ".jinja", "")


def _texts() -> list[tuple[Path, str]]:
    return [(file, file.read_text("utf-8")) for file in tracked() if file.suffix in TEXT]


def test_httpx2_is_neither_locked_nor_installed() -> None:
    lock = (ROOT / "requirements.lock").read_text("utf-8")
    assert not re.search(r"^httpx2==", lock, re.MULTILINE), "respx does not see it; see docs/adr/0009"
    assert re.search(r"^httpx==0\.28\.", lock, re.MULTILINE)


def test_every_locked_package_has_a_hash_and_no_index_is_named() -> None:
    for lock in ("requirements.lock", "requirements.tools.lock"):
        text = (ROOT / lock).read_text("utf-8")
        packages = re.findall(r"^[a-z0-9][\w.-]*==\S+", text, re.MULTILINE)
        assert packages
        assert len(re.findall(r"==\S+(?: ; .*)? \\\n    --hash=sha256:", text)) == len(packages)
        assert "://" not in text
        assert "--index" not in text


def test_no_uv_lock_is_kept() -> None:
    assert not [shown(file) for file in tracked() if file.name == "uv.lock"]


def test_every_dependency_has_a_reason() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    names = tomllib.loads(project)["project"]["dependencies"]
    assert {"httpx", "tenacity", "python-whois", "pydantic", "sqlmodel"} <= {
        re.split(r"[\[>=<;]", name)[0] for name in names
    }


@pytest.mark.parametrize("file", python_files(*PACKAGES), ids=shown)
def test_nothing_is_caught_without_a_name_except_at_the_doors(file: Path) -> None:
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.ExceptHandler):
            caught = ast.unparse(node.type) if node.type else "everything"
            raises = any(isinstance(inner, ast.Raise) for inner in ast.walk(node))
            broad = caught in ("everything", "Exception", "BaseException")
            assert not broad or raises or shown(file) in DOORS, f"line {node.lineno}: name the error"
            empty = all(isinstance(inner, ast.Pass) for inner in node.body)
            assert not empty or not broad, f"line {node.lineno}: a swallowed error"


def test_escape_hatches_do_not_grow_quietly() -> None:
    used = dict.fromkeys(HATCHES, 0)
    for file in python_files():
        if file == Path(__file__):
            continue
        text = file.read_text("utf-8")
        for hatch in HATCHES:
            used[hatch] += text.count(hatch)
    assert all(used[hatch] <= most for hatch, most in HATCHES.items()), used


@pytest.mark.parametrize("file", python_files(), ids=shown)
def test_certificates_are_always_verified(file: Path) -> None:
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.keyword) and node.arg == "verify":
            assert not (isinstance(node.value, ast.Constant) and node.value.value is False)
    assert "CERT_" + "NONE" not in file.read_text("utf-8")


def test_legacy_mail_classes_are_not_used() -> None:
    for file in python_files(*PACKAGES):
        for node in ast.walk(tree_of(file)):
            if isinstance(node, ast.ImportFrom):
                assert node.module not in ("email.mime.text", "email.mime.multipart", "email.header"), shown(
                    file
                )


def test_secrets_are_not_compared_by_equality() -> None:
    for file in python_files(*PACKAGES):
        for node in ast.walk(tree_of(file)):
            if isinstance(node, ast.Compare) and any(isinstance(op, ast.Eq | ast.NotEq) for op in node.ops):
                assert "get_secret_value" not in ast.unparse(node), shown(file)


def test_no_address_of_a_machine_or_an_index_is_kept() -> None:
    private = re.compile(
        r"/(?:wor" + r"k|roo" + r"t|hom" + r"e)/[a-z]|files\.python" + r"hosted|py" + r"pi\.org"
    )
    found = [f"{shown(file)}: {hit[0]}" for file, text in _texts() if (hit := private.search(text))]
    assert found == []


def test_credentials_are_not_kept() -> None:
    looks_like_a_key = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|ghp_[A-Za-z0-9]{30}")
    assert [shown(file) for file, text in _texts() if looks_like_a_key.search(text)] == []


def test_addresses_in_samples_are_reserved_ones() -> None:
    address = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
    reserved = re.compile(
        r"(^|\.)(example(\.(com|net|org|ca|fr|de|se|jp|co\.uk|[a-z]{2,}))?|invalid|test|localhost)$"
    )
    # Spellings of "example" that a test is about, loopback, and one proxy service's own placeholder.
    allowed = re.compile(
        r"^([\w.-]*example[\w.-]*|[\w.-]*exempel[\w.-]*|xn--ex[\w.-]+|exämple\.[a-z]+|127\.0\.0\.1"
        r"|users\.noreply\..*|domainsbyproxy\.com)$"
    )
    found = {
        f"{shown(file)}: {match[0]}"
        for file, text in _texts()
        if file.is_relative_to(ROOT / "tests") or file.suffix in (".http", ".md")
        for match in address.finditer(text)
        if not reserved.search(match[1].lower()) and not allowed.match(match[1].lower())
    }
    assert found == set(), "samples use example.com, example.ca and their like"


def test_no_test_can_pass_without_asking_anything() -> None:
    silent = []
    for file in python_files("tests"):
        for node in ast.walk(tree_of(file)):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                asks = any(isinstance(inner, ast.Assert | ast.With | ast.Call) for inner in ast.walk(node))
                silent += [] if asks else [f"{shown(file)}:{node.lineno}"]
    assert silent == []


def test_skipped_tests_say_why() -> None:
    for file in python_files("tests"):
        for node in ast.walk(tree_of(file)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("pytest.skip", "pytest.mark.skip"):
                assert node.args or node.keywords, f"{shown(file)}:{node.lineno}"
