"""What each package may touch beyond imports: the environment, loggers, the outside world."""

import ast
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.house.tree import PACKAGES, python_files, shown, tracked, tree_of

BELOW_THE_CONSOLE = tuple(package for package in PACKAGES if package != "console")


def _calls(file: Path) -> list[ast.Call]:
    return [node for node in ast.walk(tree_of(file)) if isinstance(node, ast.Call)]


@pytest.mark.parametrize("file", python_files(*BELOW_THE_CONSOLE), ids=shown)
def test_nothing_below_the_console_reads_the_environment(file: Path) -> None:
    names = {ast.unparse(node) for node in ast.walk(tree_of(file)) if isinstance(node, ast.Attribute)}
    assert not names & {"os.environ", "os.getenv", "os.environb"}, "settings are read once and passed in"


@pytest.mark.parametrize("file", python_files(*PACKAGES), ids=shown)
def test_a_logger_is_named_after_its_package(file: Path) -> None:
    for call in _calls(file):
        if ast.unparse(call.func) == "logging.getLogger" and call.args:
            name = ast.literal_eval(call.args[0])
            # net quiets httpcore, which writes headers when it is asked to tell everything; the jobs quiet
            # procrastinate, which writes a second line about each task; notifications quiet flufl.bounce,
            # which writes one for each form of bounce that it tries, and apprise, which writes addresses.
            assert name in (_package_of(file), "httpcore", "procrastinate", "flufl.bounce", "apprise"), name


@pytest.mark.parametrize("file", python_files(*PACKAGES), ids=shown)
def test_a_log_line_never_holds_a_body_a_header_or_a_secret(file: Path) -> None:
    for call in _calls(file):
        written = ast.unparse(call.func)
        if written.split(".")[0] in ("log", "_log", "logging") and written.split(".")[-1] != "getLogger":
            text = ast.unparse(call)
            for word in ("body", "headers", "secret", "password", "auth_info", "email", "phone"):
                assert f".{word}" not in text, text


@pytest.mark.parametrize("file", python_files(*PACKAGES), ids=shown)
def test_every_function_says_what_it_takes_and_gives(file: Path) -> None:
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.FunctionDef):
            bare = [
                argument.arg
                for argument in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)
                if argument.annotation is None and argument.arg not in ("self", "cls")
            ]
            assert bare == [], f"{node.name} at line {node.lineno}"
            assert node.returns is not None, f"{node.name} at line {node.lineno}"


def test_tests_are_at_least_as_long_as_what_they_test() -> None:
    def lines(files: Iterable[Path]) -> int:
        return sum(file.read_text("utf-8").count("\n") for file in files)

    exchanges = (file for file in tracked() if file.suffix == ".http")
    assert lines(python_files("tests")) + lines(exchanges) >= lines(python_files(*PACKAGES))


def _package_of(file: Path) -> str:
    return next(part for part in reversed(file.parts) if part in PACKAGES)
