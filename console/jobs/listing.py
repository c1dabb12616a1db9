"""What is due and what ran, for people."""

from console.jobs.work import Kind, due
from console.wiring import App


def listed(app: App) -> list[dict[str, object]]:
    """Return a row each: what is due now, the accounts that stand still, the newest run of each daily job."""
    rows: list[dict[str, object]] = [
        {"job": task.kind.value, "about": task.key, "state": "due", "since": None, "detail": ""}
        for task in due(app, app.clock.now())
    ]
    with app.records.reading() as unit:
        stops = unit.stops.all()
        runs = [unit.runs.newest(kind.value) for kind in (Kind.CHECK, Kind.NOTICES)]
    for stop in stops:
        told = "staff were told" if stop.told_at else "staff are not told yet"
        rows.append({
            "job": "account", "about": stop.account, "state": f"stands still: {stop.reason.value}",
            "since": stop.since, "detail": f"{told}; {stop.detail}".removesuffix("; "),
        })  # fmt: skip
    rows.extend(
        {
            "job": run.job,
            "about": run.on,
            "state": "done" if run.finished_at else "under way",
            "since": run.finished_at or run.claimed_at,
            "detail": run.detail,
        }
        for run in runs
        if run is not None
    )
    return rows
