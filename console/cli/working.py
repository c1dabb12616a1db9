"""`run`, `worker` and `jobs`: the work that nobody waits for, done by one process or by several."""

import signal
from typing import Annotated

import typer

from console.cli.desk import AsJson, desk_of
from console.cli.domain_checks import warn_of_domain
from console.jobs.embedded import Runner, only_runner
from console.jobs.listing import listed
from console.jobs.spread import Spread
from console.refusals import Exit, Refusal
from console.showing import out, show_rows

commands = typer.Typer(help="Jobs: what is due, and what ran.", no_args_is_help=True)

COLUMNS = ("job", "about", "state", "since", "detail")


def add_to(app: typer.Typer) -> None:
    """Add this noun's verbs."""
    app.command("run")(run)
    app.command("worker")(worker)
    app.add_typer(commands, name="jobs")


def run(
    context: typer.Context,
    *,
    once: Annotated[bool, typer.Option("--once", help="Do what is due now, and end: for cron.")] = False,
) -> int:
    """
    Do what is due: orders, the daily check, the daily notices. One process; Ctrl-C ends it cleanly.

    Ends with 1 when a task of `--once` went wrong; the log says which.
    """
    desk = desk_of(context)
    with only_runner(desk.settings.home):
        runner = Runner(desk.app)
        _end_with_signals(runner)
        if not once:
            warn_of_domain(desk.app)
        (runner.once if once else runner.run)()
    counts = runner.counts
    told = ", ".join(f"{count} {how}" for how, count in sorted(counts.items())) or "nothing was due"
    out().print(f"ended: {told}")
    return Exit.ERROR if once and counts["failed"] else Exit.DONE


def worker(
    context: typer.Context,
    *,
    prepare: Annotated[bool, typer.Option("--prepare", help="Make the job tables, and end.")] = False,
    at_once: Annotated[int, typer.Option("--at-once", min=1, max=32, help="Tasks side by side.")] = 4,
) -> int:
    """
    Do what is due together with other workers, over PostgreSQL. Start as many as you like, on any machine.

    Ends with 1 when the database was lost; whoever supervises it starts it again.
    """
    desk = desk_of(context)
    if not desk.settings.database.startswith("postgresql"):
        raise Refusal(
            "workers share a PostgreSQL database, and this house is not on one",
            next_step="run: namesteward run",
        )
    _ = desk.app.records  # before the job tables: what is wrong with the house is told in its own words
    spread = Spread(desk.app)
    spread.prepare()
    if prepare:
        out().print("the job tables are there")
        return Exit.DONE
    warn_of_domain(desk.app)
    if spread.run(at_once=at_once):
        return Exit.DONE
    raise Refusal(
        "the database was lost", happened="what was under way is taken over", next_step="start me again"
    )


@commands.command("list")
def list_(context: typer.Context, *, as_json: AsJson = False) -> None:
    """List what is due now, which accounts stand still, and the newest run of each daily job."""
    rows = listed(desk_of(context).app)
    show_rows(rows, columns=COLUMNS, as_json=as_json, empty="Nothing is due, and nothing ran yet.")


def _end_with_signals(runner: Runner) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: runner.stop())
