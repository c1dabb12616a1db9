"""The tree as the house rules see it: its files, parsed once."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = (
    "portfolio", "net", "registrar", "records", "orders", "whois_sync", "notifications", "console", "sandbox",
)  # fmt: skip


# What the verbs and the tools make, on a machine whose git cannot tell.
MADE = {".git", ".venv", ".tools", ".demo", ".hypothesis", ".pytest_cache", ".ruff_cache", "__pycache__"}


@cache
def tracked() -> tuple[Path, ...]:
    """Return every file that git keeps or will keep; without git, every file that we did not make."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT, capture_output=True, text=True, check=True,
        )  # fmt: skip
        files = [ROOT / line for line in listed.stdout.splitlines()]
    except (OSError, subprocess.CalledProcessError):
        files = [file for file in sorted(ROOT.rglob("*")) if not MADE & set(file.relative_to(ROOT).parts)]
    return tuple(file for file in files if file.is_file())


@cache
def python_files(*tops: str) -> tuple[Path, ...]:
    """Return the Python files below the given top-level folders; all of them when none is given."""
    files = [file for file in tracked() if file.suffix == ".py"]
    return tuple(file for file in files if not tops or file.relative_to(ROOT).parts[0] in tops)


@cache
def tree_of(file: Path) -> ast.Module:
    """Return the parsed file."""
    return ast.parse(file.read_text("utf-8"), str(file))


def shown(file: Path) -> str:
    """Return the file's name below the root."""
    return str(file.relative_to(ROOT))


def functions(file: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return every function and method of a file."""
    return [
        node for node in ast.walk(tree_of(file)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
