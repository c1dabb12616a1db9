"""`observe`: what the public record shows of names, or what recorded answers say."""

import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Annotated, TextIO

import typer
from rich.progress import Progress

from console.cli.desk import Desk, desk_of
from console.lookups import Done, Lookups
from console.progress import counted
from console.refusals import Exit, Refusal
from console.showing import err, show_fields, shown
from portfolio.clock import SystemClock
from portfolio.names import DomainName, NotAName
from portfolio.observation import Source
from whois_sync.lookup.recorded import observe_recorded
from whois_sync.pace.kept import AlreadyRunning
from whois_sync.pace.names import NameList

_Show = Callable[[Done], None]


def add_to(app: typer.Typer) -> None:
    """Add this noun's verbs."""
    app.command("observe")(observe)


def observe(
    context: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(help="Names (with --jsonl: further files).")] = None,
    *,
    every: Annotated[bool, typer.Option("--all", help="Every name that we hold.")] = False,
    names_file: Annotated[
        Path | None, typer.Option("--names", help="The names of a file too, one a line.")
    ] = None,
    jsonl: Annotated[Path | None, typer.Option(help="Read recorded answers, one JSON object a line.")] = None,
    source: Annotated[Source | None, typer.Option("--from", help="Only rdap, or only whois.")] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Do not go on with a run broken off.")] = False,
    output: Annotated[Path | None, typer.Option(help="Write there instead of standard output.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line, a line a name.")] = False,
) -> int:
    """
    Say what the public record shows of names; or, with --jsonl, read recorded answers. Changes nothing.

    Each server is asked at its own pace. A run that was broken off goes on where it was.
    """
    if jsonl is not None:
        _observe_files([jsonl, *(Path(name) for name in names or ())], output)
        return Exit.DONE
    if source is Source.REGISTRAR:
        raise Refusal("observe reads the public record; namesteward check asks the registrar too")
    if not (names or every or names_file):
        raise Refusal("observe needs a name, --all, --names FILE or --jsonl FILE", code=Exit.USAGE)
    desk = desk_of(context)
    asked = _asked(desk, names or (), names_file, every=every)
    _raise_if_unknown_to(source, desk, names or ())
    key = _key(names or (), names_file, source, every=every)
    try:
        lookups = Lookups(desk.app, asked, key=key, source=source, fresh=fresh)
    except AlreadyRunning:
        raise Refusal("the same names are being looked up by another command already") from None
    few = not every and names_file is None
    with ExitStack() as stack:
        stack.callback(lookups.close)
        show = _shower(output, stack, as_json=as_json, in_full=few)
        return _run(lookups, len(asked), show)


def _asked(desk: Desk, names: Iterable[str], names_file: Path | None, *, every: bool) -> NameList:
    """Every name that is asked for, once; all of them are read before anything is asked."""
    asked = NameList(DomainName(name) for name in names)
    if names_file is not None:
        asked.add_all(_names_in(names_file))
    if every:
        with desk.app.records.reading() as unit:
            asked.add_all(unit.domains.names())
    return asked


def _names_in(file: Path) -> Iterator[DomainName]:
    if not file.is_file():
        raise Refusal(f"there is no file {file}")
    with file.open(encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, start=1):
            text = line.partition("#")[0].strip()
            if text:
                try:
                    yield DomainName(text)
                except NotAName as error:
                    raise Refusal(f"{file}, line {number}: {error}") from None


def _raise_if_unknown_to(source: Source | None, desk: Desk, names: Iterable[str]) -> None:
    for name in names if source is Source.RDAP else ():
        if not desk.app.public.server_of(DomainName(name), source):
            tld = DomainName(name).tld
            raise Refusal(f"no RDAP server is known for .{tld}", next_step="try --from whois")


def _key(names: Iterable[str], names_file: Path | None, source: Source | None, *, every: bool) -> str:
    """Names the run: the same command goes on where it was, a changed file of names too."""
    said = [*names, "file", str(names_file and names_file.resolve()), "source", source and source.value]
    digest = hashlib.blake2b(json.dumps(said).encode(), digest_size=8).hexdigest()
    return f"all-{digest}" if every else digest


def _run(lookups: Lookups, total: int, show: _Show) -> int:
    """Show every answer, those of a run broken off first; say how far it came where it is interrupted."""
    unclear = False
    try:
        for done in lookups.so_far():
            unclear |= done.told["kind"] == "unreadable"
            show(done)
        if lookups.answered:
            err().print(f"going on: {lookups.answered} of {total} names were answered before")
        with (
            counted("looking up", total - lookups.answered, lines=False) as tell,
            closing(lookups.rest()) as rest,
        ):
            for done in rest:
                unclear |= done.told["kind"] == "unreadable"
                show(done)
                tell(str(done.told["server"]))
                if done.part is not None and total > 1 and not sys.stderr.isatty():
                    err().print(done.part, markup=False, soft_wrap=True)
    except KeyboardInterrupt:
        raise Refusal(
            f"stopped: {lookups.kept()} of {total} names are answered",
            happened="the answers are kept",
            next_step="the same command goes on from there, with --fresh from the start",
        ) from None
    sys.stdout.flush()
    lookups.finish()
    return Exit.UNCLEAR if unclear else Exit.DONE


def _shower(output: Path | None, stack: ExitStack, *, as_json: bool, in_full: bool) -> _Show:
    if output is None and not as_json:
        return _show_in_full if in_full else _show_in_a_line
    written: TextIO = stack.enter_context(output.open("w", encoding="utf-8")) if output else sys.stdout

    def show(done: Done) -> None:
        written.write(done.line + "\n")
        written.flush()

    return show


def _show_in_full(done: Done) -> None:
    show_fields(done.told, as_json=False)


def _show_in_a_line(done: Done) -> None:
    told = done.told
    said = (shown(told.get(part)) for part in ("kind", "source", "server"))
    more = told.get("why") or told.get("expires_at")
    sys.stdout.write("  ".join((str(told["name"]), *said, shown(more))).rstrip(" –") + "\n")


def _observe_files(files: list[Path], output: Path | None) -> None:
    missing = [file for file in files if not file.is_file()]
    if missing:
        raise Refusal(f"there is no file {missing[0]}")
    with ExitStack() as stack:
        written: TextIO = stack.enter_context(output.open("w", encoding="utf-8")) if output else sys.stdout
        lines = _lines(files, stack)
        answers = observe_recorded(lines, observed_at=SystemClock().now())
        written.writelines(f"{answer}\n" for answer in answers)
        written.flush()


def _lines(files: list[Path], stack: ExitStack) -> Iterator[str]:
    """Yield every line of every file; on a terminal, a bar shows how much has been read."""
    progress = stack.enter_context(Progress(console=err(), transient=True, disable=not sys.stderr.isatty()))
    task = progress.add_task("reading", total=sum(file.stat().st_size for file in files))
    for file in files:
        with file.open("rb") as opened:
            for line in opened:
                progress.advance(task, len(line))
                yield line.decode("utf-8", "replace")
