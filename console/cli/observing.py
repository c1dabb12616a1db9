"""`observe`: what the public record shows of a name, or what recorded answers say."""

import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, TextIO

import typer
from rich.progress import Progress

from console.cli.desk import AsJson, desk_of
from console.refusals import Exit, Refusal
from console.showing import err, show_fields
from console.wiring import SystemClock
from portfolio.names import DomainName
from portfolio.observation import Observation, Seen, Source, Unreadable
from whois_sync.lookup.recorded import observe_recorded
from whois_sync.lookup.sources import PublicRecord


def add_to(app: typer.Typer) -> None:
    """Add this noun's verbs."""
    app.command("observe")(observe)


def observe(
    context: typer.Context,
    names: Annotated[list[str] | None, typer.Argument(help="Names (with --jsonl: further files).")] = None,
    *,
    jsonl: Annotated[Path | None, typer.Option(help="Read recorded answers, one JSON object a line.")] = None,
    source: Annotated[Source | None, typer.Option("--from", help="Only rdap, or only whois.")] = None,
    output: Annotated[Path | None, typer.Option(help="Write there instead of standard output.")] = None,
    as_json: AsJson = False,
) -> int:
    """Say what the public record shows of names; or, with --jsonl, read recorded answers. Changes nothing."""
    if jsonl is not None:
        _observe_files([jsonl, *(Path(name) for name in names or ())], output)
        return Exit.DONE
    if not names:
        raise Refusal("observe needs a name, or --jsonl FILE", code=Exit.USAGE)
    desk = desk_of(context)
    observations = [_looked_up(desk.app.public, DomainName(name), source) for name in names]
    for observation in observations:
        show_fields(_told(observation), as_json=as_json)
    unclear = any(isinstance(observation, Unreadable) for observation in observations)
    return Exit.UNCLEAR if unclear else Exit.DONE


def _looked_up(public: PublicRecord, name: DomainName, source: Source | None) -> Observation:
    match source:
        case None:
            return public.look_up(name)
        case Source.WHOIS:
            return public.by_whois(name)
        case Source.RDAP:
            seen = public.by_rdap(name)
        case Source.REGISTRAR:
            raise Refusal("observe reads the public record; namesteward check asks the registrar too")
    if seen is None:
        raise Refusal(f"no RDAP server is known for .{name.tld}", next_step="try --from whois")
    return seen


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


def _told(observation: Observation) -> dict[str, object]:
    said = observation.provenance
    told: dict[str, object] = {
        "name": observation.name,
        "kind": observation.kind,
        "source": said.source.value,
        "server": said.server,
    }
    if isinstance(observation, Unreadable):
        return told | {"why": observation.why.value, "detail": observation.detail}
    if not isinstance(observation, Seen):
        return told
    record = observation.model_dump(exclude={"name", "kind", "provenance", "roles", "hidden", "borrowed"})
    told |= {key: value for key, value in record.items() if value is not None}
    for role, contact in observation.roles.items():
        fields = contact.model_dump(exclude={"hidden"})
        shown: dict[str, object] = {key: value for key, value in fields.items() if value}
        told[role.value] = shown | ({"hidden": sorted(contact.hidden)} if contact.hidden else {})
    return told
