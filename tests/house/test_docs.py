"""Documentation that can be falsified: what exists is described, what is described exists."""

import ast
import re
import shlex
from pathlib import Path

import pytest
from typer.core import TyperGroup
from typer.main import get_command

from console import reference
from console.cli import app
from portfolio.audit import AuditTag
from registrar.catalogue import ADAPTERS
from tests.house.tree import ROOT, python_files, tracked

CONTRACT = ROOT / "registrar" / "contract.py"


def _read(path: str) -> str:
    return (ROOT / path).read_text("utf-8")


@pytest.mark.parametrize("tag", list(AuditTag))
def test_every_audit_tag_is_described(tag: AuditTag) -> None:
    assert f"`{tag.value}`" in _read("docs/reference/audit.md")


def test_every_decision_of_the_architecture_has_its_page() -> None:
    pages = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
    assert len(pages) >= 10
    for page in pages:
        text = page.read_text("utf-8")
        for heading in ("## Context", "## Decision", "## What we gave up", "## How we would notice"):
            assert heading in text, page.name
        assert page.name in _read("docs/adr/README.md")


def test_every_relative_link_leads_somewhere() -> None:
    broken = [
        f"{page.name}: {target}"
        for page in tracked()
        if page.suffix == ".md"
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text("utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []


def test_every_exit_code_is_described() -> None:
    from console.refusals import Exit

    page = _read("docs/reference/exit-codes.md")
    for code in Exit:
        assert re.search(rf"^\| {code.value} \|", page, re.MULTILINE), code


def test_every_verb_of_the_makefile_is_in_contributing() -> None:
    verbs = re.findall(r"^([a-z-]+):.*## ", _read("Makefile"), re.MULTILINE)
    page = _read("CONTRIBUTING.md")
    assert [verb for verb in verbs if f"make {verb}" not in page and verb != "help"] == []


def _promises() -> list[str]:
    """Every MUST of the contract, as `Role.method: its words`."""
    found = []
    for node in ast.walk(ast.parse(CONTRACT.read_text("utf-8"))):
        if not isinstance(node, ast.ClassDef):
            continue
        for method in (m for m in node.body if isinstance(m, ast.FunctionDef)):
            words = " ".join((ast.get_docstring(method) or "").split())
            found += [f"{node.name}.{method.name}" for _ in re.findall(r"\bMUST\b", words)]
    return found


def test_every_must_of_the_contract_has_a_test_that_names_its_method() -> None:
    promises = _promises()
    assert len(promises) >= 15
    suite = "\n".join(
        file.read_text("utf-8") for file in python_files("tests") if "conformance" in file.parts
    )
    assert suite.count("MUST") >= len(promises)
    missing = {method for method in promises if not re.search(rf"\b{method.split('.')[1]}\b", suite)}
    assert missing == set(), "a promise without a test is a hope"


ADAPTER_FOLDERS = sorted(file.parent for file in (ROOT / "registrar" / "adapters").glob("*/__init__.py"))
GROWN_BEFORE = {"opensrs"}
"""Adapters from before the shared edges: two phases for every order, and not yet cut to size."""


def test_every_adapter_has_its_folder_and_its_page() -> None:
    assert {folder.name for folder in ADAPTER_FOLDERS} == set(ADAPTERS)
    assert [folder.name for folder in ADAPTER_FOLDERS if not (folder / "README.md").is_file()] == []


@pytest.mark.parametrize("folder", ADAPTER_FOLDERS, ids=lambda folder: folder.name)
def test_an_adapter_is_at_most_500_lines(folder: Path) -> None:
    lines = sum(len(file.read_text("utf-8").splitlines()) for file in folder.glob("*.py"))
    assert (lines <= 500) is (folder.name not in GROWN_BEFORE), lines


@pytest.mark.parametrize(
    "exchanges",
    sorted((ROOT / "tests" / "registrar").glob("*/exchanges")),
    ids=lambda folder: folder.parent.name,
)
def test_written_answers_say_where_they_come_from_and_hold_every_outcome(exchanges: Path) -> None:
    outcomes = sorted(exchanges.glob("*/*.http"))
    for outcome in outcomes:
        first = outcome.read_text("utf-8").splitlines()[0]
        assert re.match(r"# (captured \d{4}-\d\d-\d\d|written from the vendor's )", first), outcome
    said = {outcome.stem for outcome in outcomes}
    assert {"success", "refused", "garbled"} <= said, "a success, a refusal and a garbled answer among them"


def test_how_an_account_is_added_is_told_for_every_registrar() -> None:
    page = _read("docs/how-to/add-an-account.md")
    for slug, spec in ADAPTERS.items():
        [row] = [line for line in page.splitlines() if line.startswith(f"| `{slug}` |")]
        assert all(f"`{address}`" in row for address in set(spec.endpoints.values())), slug


def _commands_in(page: str) -> list[list[str]]:
    """Every `namesteward …` line of a page's code blocks, as words."""
    blocks = "".join(re.findall(r"```\n(.*?)```", page, re.DOTALL)).replace("\\\n", " ")
    lines = (line.strip() for line in blocks.splitlines())
    return [shlex.split(line)[1:] for line in lines if line.startswith("namesteward ")]


@pytest.mark.parametrize("words", _commands_in(_read("README.md")), ids=lambda words: " ".join(words[:3]))
def test_every_command_of_the_readme_can_be_typed(words: list[str]) -> None:
    command = get_command(app)
    while isinstance(command, TyperGroup):
        name, *words = words
        command = command.commands[name]
    known = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= known


def test_the_page_of_commands_is_fresh() -> None:
    assert reference.PAGE.read_text("utf-8") == reference.page(), "run make docs"
