"""Lists: priced whole, confirmed by their total, sent one by one; the same list goes on where it was."""

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from console.cautions import Resolving, cautions, nobody_asked
from console.cli.desk import Desk
from console.cli.sending import code_of, worst
from console.order_words import NOTHING, charged, order_row, total_words
from console.progress import counted
from console.refusals import Exit, Refusal
from console.showing import err, out, show_json, show_rows
from console.wiring import sandbox_state
from net.hosts import resolving
from orders import SecondPersonNeeded, ToRegister
from orders.billing import with_billing
from orders.bulk import RowResult, approve_batch, keep_batch, run_batch
from orders.listed import TO_REGISTER, TO_RENEW, Listed, to_register, to_renew
from orders.proposing import Proposal, Proposed, orders_of, plan_batch, totals
from orders.table import MOST_BYTES, read_table
from portfolio.money import Money
from portfolio.order import OrderKind, OrderState
from records import NotHeld

Total = Annotated[
    list[str] | None,
    typer.Option("--total", help="What the whole list costs, to confirm it; again for another currency."),
]

PROPOSED = ("line", "name", "price", "state", "problem")
RESULTS = ("number", "reference", "name", "price", "state", "charged", "detail")
_MOST_TOLD = 20


@dataclass(frozen=True)
class Handed:
    """A list as it was handed in: its file, and the options that fill its empty cells."""

    kind: OrderKind
    file: Path | None
    cells: Mapping[str, str | None]
    total: Sequence[str] | None = None
    skip_problems: bool = False
    again: bool = False


def hand_in(desk: Desk, handed: Handed, *, dry_run: bool, as_json: bool) -> int:
    """Price a list, have its total confirmed, keep it, approve it and send it. Returns the exit code."""
    listed = _listed(desk, handed)
    _warn(desk, listed)
    proposal = _priced(desk, handed, listed)
    if dry_run:
        _show_proposal(proposal, as_json=as_json)
        return Exit.ERROR if proposal.problems and not handed.skip_problems else Exit.DONE
    if proposal.is_over:
        err().print(
            f"This list was ordered before and is over ({proposal.slug}): nothing was sent."
            " To order it once more: --again",
            soft_wrap=True,
        )
        return _sent(desk, proposal.slug, skipped=handed.skip_problems, as_json=as_json)
    _raise_if_problems(proposal, skip=handed.skip_problems)
    if proposal.repeats:
        err().print(f"This list was handed in before ({proposal.slug}); it goes on where it was.")
    if proposal.has_to_be_confirmed or handed.total:
        if not as_json:
            _show_rows_of(proposal, to=err())
        confirm_total(proposal.totals, handed.total, currency=desk.settings.house.currency)
    batch = keep_batch(
        desk.app.orders, desk.app.records, proposal,
        by=desk.actor, at=desk.app.clock.now(), spending=desk.settings.limits,
    )  # fmt: skip
    return _approved_and_sent(desk, batch.slug, skipped=handed.skip_problems, as_json=as_json)


def is_batch(desk: Desk, slug: str) -> bool:
    """Return whether `slug` names a list that was handed in."""
    with desk.app.records.reading() as unit:
        try:
            unit.batches.get(slug)
        except NotHeld:
            return False
    return True


def approve_whole(desk: Desk, slug: str, *, total: Sequence[str] | None, dry_run: bool, as_json: bool) -> int:
    """Approve every draft of a list that someone else handed in, its total confirmed, and send them."""
    waiting = [order for order in orders_of(desk.app.records, slug) if order.state is OrderState.DRAFT]
    amount = totals(order.price_limit for order in waiting)
    if dry_run:
        show_rows(
            [order_row(order) for order in waiting],
            columns=RESULTS[1:],
            as_json=as_json,
            empty="No drafts.",
        )
        err().print(f"It would approve and send {len(waiting)} order(s) for {total_words(amount)}.")
        return Exit.DONE
    if waiting:
        err().print(f"{slug}: {len(waiting)} order(s) for {total_words(amount)}")
        confirm_total(amount, total, currency=desk.settings.house.currency)
    return _approved_and_sent(desk, slug, skipped=True, as_json=as_json)


def confirm_total(amounts: Sequence[Money], typed: Sequence[str] | None, *, currency: str) -> None:
    """
    Go on when the total was typed as it is, by option or at the terminal. Raises `Refusal` otherwise.

    An amount without a currency is in the total's own, or in `currency` where it has several.
    """
    words = total_words(list(amounts))
    if typed is None:
        if not os.isatty(0):
            example = " ".join(f"--total '{money}'" for money in amounts)
            raise Refusal(
                f"the total, {words}, was not confirmed", next_step=f"look at it, and give {example}"
            )
        typed = (
            str(typer.prompt(f"Type the total to order it all ({words})", err=True))
            .replace(" and ", ",")
            .split(",")
        )
    usual = amounts[0].currency if len(amounts) == 1 else currency
    try:
        said = [Money.typed(text, currency=usual) for text in typed]
    except ValueError as error:
        raise Refusal("a total is an amount and a currency, such as 240.00 USD") from error
    if sorted(map(str, said)) != sorted(map(str, amounts)):
        raise Refusal(f"the total is {words}, not {total_words(said)}")


def resolving_of(desk: Desk) -> Resolving:
    """Return what tells whether nameservers have addresses; in a sandbox's house nobody is asked."""
    return nobody_asked if sandbox_state(desk.settings.home).exists() else resolving


def _listed(desk: Desk, handed: Handed) -> list[Listed]:
    cells = {column: text for column, text in handed.cells.items() if text}
    currency = desk.settings.house.currency
    if handed.kind is OrderKind.RENEW:
        lines = read_table(_bytes_of(handed.file), columns=TO_RENEW, plain=True)
        return to_renew(lines, defaults=cells, currency=currency)
    lines = read_table(_bytes_of(handed.file), columns=TO_REGISTER)
    listed = to_register(lines, defaults=cells, currency=currency)
    with desk.app.records.reading() as unit:
        return [
            replace(row, wish=with_billing(row.wish, unit)) if isinstance(row.wish, ToRegister) else row
            for row in listed
        ]


def _bytes_of(file: Path | None) -> bytes:
    """Return the list's bytes, no more than a list may have and one."""
    if file is None or str(file) == "-":
        stream = getattr(sys.stdin, "buffer", None)
        return stream.read(MOST_BYTES + 1) if stream else sys.stdin.read(MOST_BYTES + 1).encode()
    with file.open("rb") as opened:
        return opened.read(MOST_BYTES + 1)


def _warn(desk: Desk, listed: Sequence[Listed]) -> None:
    wishes = [row.wish for row in listed if row.wish]
    hosts = [host for wish in wishes if isinstance(wish, ToRegister) for host in wish.nameservers]
    for warning in cautions([wish.name for wish in wishes], hosts, resolving=resolving_of(desk)):
        err().print(f"Warning: {warning}", markup=False, soft_wrap=True)


def _priced(desk: Desk, handed: Handed, listed: Sequence[Listed]) -> Proposal:
    with counted("pricing", len(listed), lines=False) as tell:
        return plan_batch(
            desk.app.orders, desk.app.records, listed,
            kind=handed.kind, by=desk.actor, again=handed.again,
            told=lambda row: tell(row.listed.text),
        )  # fmt: skip


def _raise_if_problems(proposal: Proposal, *, skip: bool) -> None:
    problems = proposal.problems
    for row in problems[:_MOST_TOLD]:
        err().print(f"line {row.listed.line}: {row.problem}", markup=False, soft_wrap=True)
    if len(problems) > _MOST_TOLD:
        err().print(f"and {len(problems) - _MOST_TOLD} more; --dry-run shows them all")
    if problems and not skip:
        raise Refusal(
            f"{len(problems)} of {len(proposal.rows)} rows have a problem",
            next_step="put them right, or order the others with --skip-problems",
        )
    if not any(row.order for row in proposal.rows):
        raise Refusal("no row of the list can be ordered")


def _approved_and_sent(desk: Desk, slug: str, *, skipped: bool, as_json: bool) -> int:
    app = desk.app
    try:
        approve_batch(app.orders, app.records, slug, by=desk.actor)
    except SecondPersonNeeded:
        rows = [RowResult(number=0, name=o.name, order=o) for o in orders_of(app.records, slug)]
        _show_results(slug, rows, as_json=as_json)
        err().print(f"Someone else approves it: namesteward --as NAME orders approve {slug}")
        return Exit.DONE
    return _sent(desk, slug, skipped=skipped, as_json=as_json)


def _sent(desk: Desk, slug: str, *, skipped: bool, as_json: bool) -> int:
    app = desk.app
    results: list[RowResult] = []
    waiting = orders_of(app.records, slug)
    is_news = any(order.state is OrderState.APPROVED for order in waiting)
    with counted("sending", len(waiting), lines=is_news) as tell:
        for result in run_batch(app.orders, app.records, slug, by=desk.actor):
            results.append(result)
            if result.order:
                tell(f"{result.name}: {result.order.state}, {charged(result.order)}")
    return _told(slug, results, skipped=skipped, as_json=as_json)


def _told(slug: str, results: Sequence[RowResult], *, skipped: bool, as_json: bool) -> int:
    """Show what became of each row, what holds the rest back, and return the exit code that says it."""
    _show_results(slug, results, as_json=as_json)
    for why in dict.fromkeys(result.held_back for result in results if result.held_back):
        waiting = sum(result.held_back == why for result in results)
        err().print(
            f"{waiting} order(s) were not sent, and nothing was charged for them: {why}."
            " To go on, give the same command again.",
            markup=False, soft_wrap=True,
        )  # fmt: skip
    code = worst([_code_of(result, skipped=skipped) for result in results])
    if code is Exit.UNCLEAR:
        err().print("Some are unclear; they are not sent again. To look: namesteward orders reconcile --all")
    return code


def _code_of(result: RowResult, *, skipped: bool) -> Exit:
    if result.order is None:
        return Exit.DONE if skipped else Exit.ERROR
    return code_of(result.order)


def _show_results(slug: str, results: Sequence[RowResult], *, as_json: bool) -> None:
    rows = [_result_cells(result) for result in results]
    costs = totals(
        result.order.progress.cost for result in results if result.order and result.order.progress.cost
    )
    if as_json:
        show_json({"batch": slug, "known_cost": [str(cost) for cost in costs], "rows": rows})
        return
    show_rows(rows, columns=RESULTS, as_json=False, empty="The list has no rows.")
    out().print(f"list {slug}; known to be charged: {total_words(costs)}")


def _result_cells(result: RowResult) -> dict[str, object]:
    if result.order is None:
        return {
            "number": result.number, "reference": None, "name": result.name, "price": None,
            "state": "not ordered", "charged": NOTHING, "detail": result.problem,
        }  # fmt: skip
    return order_row(result.order) | {
        "number": result.number, "detail": result.held_back or result.order.detail,
    }  # fmt: skip


def _show_proposal(proposal: Proposal, *, as_json: bool) -> None:
    if as_json:
        show_json(
            {
                "batch": proposal.slug,
                "handed_in_before": proposal.repeats is not None,
                "total": [str(total) for total in proposal.totals],
                "rows": [_proposed_cells(row) for row in proposal.rows],
            }
        )
        return
    _show_rows_of(proposal, to=out())
    err().print("Nothing was kept or sent.")


def _show_rows_of(proposal: Proposal, *, to: Console) -> None:
    show_rows(
        [_proposed_cells(row) for row in proposal.rows],
        columns=PROPOSED, as_json=False, empty="The list has no rows.", to=to,
    )  # fmt: skip
    to.print(f"list {proposal.slug}; total: {total_words(proposal.totals)}")


def _proposed_cells(row: Proposed) -> dict[str, object]:
    wish, order = row.listed.wish, row.order
    return {
        "line": row.listed.line,
        "name": wish.name if wish else row.listed.text,
        "reference": row.reference or None,
        "price": str(order.price_limit) if order else None,
        "state": order.state.value if order and row.stands else "new" if order else "not ordered",
        "problem": row.problem,
    }
