"""The contract and this suite are two halves: every MUST stands in the docstring of its test."""

import ast
import re
from pathlib import Path

import pytest

from registrar import contract, events, handles, privacy, signing

HERE = Path(__file__).parent


def _docstrings(source: Path) -> list[str]:
    """Return the docstring of every class and function of a module, each on one line."""
    nodes = [
        n
        for n in ast.walk(ast.parse(source.read_text("utf-8")))
        if isinstance(n, ast.ClassDef | ast.FunctionDef)
    ]
    return [" ".join((ast.get_docstring(node) or "").split()) for node in nodes]


def _promises() -> list[str]:
    sources = [module.__file__ for module in (contract, events, handles, privacy, signing)]
    told = " ".join(text for source in sources for text in _docstrings(Path(source)))
    return sorted({sentence for sentence in re.split(r"(?<=\.) ", told) if "MUST" in sentence})


@pytest.mark.parametrize("promise", _promises())
def test_a_promise_of_the_contract_is_named_by_a_test(promise: str) -> None:
    named = [text for source in sorted(HERE.glob("test_contract_*.py")) for text in _docstrings(source)]
    assert [text for text in named if promise in text], (
        "put the words of the MUST into the docstring of its test"
    )


def test_the_contract_makes_promises() -> None:
    assert len(_promises()) >= 20
