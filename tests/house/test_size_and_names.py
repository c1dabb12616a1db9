"""A newcomer finds the room in a minute: small files, small functions, the field's words."""

import ast
import re
from pathlib import Path

import pytest

from tests.house.tree import PACKAGES, ROOT, functions, python_files, shown, tracked, tree_of

NAMELESS = {"utils", "util", "helpers", "helper", "common", "core", "base", "manager", "service", "misc"}

# House glossary: what is never said in an identifier, and what is said instead.
NEVER_SAID = {
    r"epp_code|transfer_code|auth_code": "auth_info",
    r"owner_registrar|current_registrar": "sponsoring_registrar",
    r"punycode": "a_label",
    r"whois2": "rdap",
    r"dns_servers?": "nameservers",
    r"valid_to|ends_at": "expires_at",
    r"expected_expiry": "current_expiry",
    r"old_registrar|new_registrar": "losing_registrar, gaining_registrar",
    r"undelete": "restore",
    r"reminder|reminders": "notice",
    r"discrepancy|mismatches": "drift",
    r"domain_str|fqdn": "DomainName",
}
VENDORS_OWN_WORDS = ("wire.py", "vendors", "codes.py")


@pytest.mark.parametrize("file", python_files(), ids=shown)
def test_no_file_is_over_400_lines(file: Path) -> None:
    assert file.read_text("utf-8").count("\n") <= 400, "split it by idea, not by size"


@pytest.mark.parametrize("file", python_files(), ids=shown)
def test_no_function_is_over_40_lines(file: Path) -> None:
    long = [f.name for f in functions(file) if (f.end_lineno or f.lineno) - f.lineno + 1 > 40]
    assert long == [], "decide or do, not both: split it"


def test_no_module_has_a_name_that_says_nothing() -> None:
    nameless = [
        shown(file) for file in python_files() if file.stem in NAMELESS or file.parent.name in NAMELESS
    ]
    assert nameless == [], "if a file wants to be called utils, the design is wrong"


@pytest.mark.parametrize("file", python_files(*PACKAGES), ids=shown)
def test_identifiers_use_the_glossarys_words(file: Path) -> None:
    if any(part in file.parts for part in VENDORS_OWN_WORDS):
        return
    names = {node.id for node in ast.walk(tree_of(file)) if isinstance(node, ast.Name)}
    names |= {node.arg for node in ast.walk(tree_of(file)) if isinstance(node, ast.arg)}
    names |= {f.name for f in functions(file)}
    found = {
        name: instead
        for name in names
        for never, instead in NEVER_SAID.items()
        if re.search(rf"(^|_)({never})(_|$)", name.lower())
    }
    assert found == {}, "docs/glossary.md has the word to say"


@pytest.mark.parametrize("package", PACKAGES)
def test_every_package_says_in_one_sentence_what_it_is(package: str) -> None:
    said = ast.get_docstring(tree_of(ROOT / package / "__init__.py"))
    assert said, f"{package}/__init__.py needs a docstring"


@pytest.mark.parametrize("file", python_files(*PACKAGES), ids=shown)
def test_every_module_and_public_name_says_what_it_is(file: Path) -> None:
    silent = [] if ast.get_docstring(tree_of(file)) else ["the module"]
    for node in tree_of(file).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            if not ast.get_docstring(node):
                silent.append(node.name)
            members = node.body if isinstance(node, ast.ClassDef) else []
            silent += [
                f"{node.name}.{member.name}"
                for member in members
                if isinstance(member, ast.FunctionDef)
                and not member.name.startswith("_")
                and not ast.get_docstring(member)
                and not _inherits_its_promise(node)
            ]
    assert silent == [], "say what it takes and gives, and when it refuses"


def _inherits_its_promise(node: ast.ClassDef) -> bool:
    """Methods of an adapter or a protocol's implementation are described by the contract that they fulfil."""
    return bool(node.bases)


def test_the_mandatory_rooms_are_at_top_level() -> None:
    for room in ("registrar", "whois_sync", "notifications", "tests"):
        assert (ROOT / room).is_dir()
    assert (ROOT / "pyproject.toml").is_file()


def test_tests_mirror_the_packages() -> None:
    rooms = {
        file.relative_to(ROOT / "tests").parts[0] for file in tracked() if file.is_relative_to(ROOT / "tests")
    }
    assert set(PACKAGES) <= rooms
