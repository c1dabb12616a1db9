"""What a plan of an import looks like: a row a name, how many come to what, and what to do next."""

from collections import Counter
from collections.abc import Mapping, Sequence

from console.refusals import Exit
from console.showing import err, show_rows
from orders.importing import Judged, Outcome, Taken
from portfolio.contacts import ContactRole
from portfolio.importing import Found
from portfolio.policy.renewal import paid_until
from portfolio.values import day_of

COLUMNS = ("name", "outcome", "client", "account", "expires", "contacts", "why")


def show_plan(judged: Sequence[Judged], *, as_json: bool, apply: str) -> Exit:
    """Show every name and what it comes to; `apply` is the command that takes them. Returns the exit code."""
    rows = [_row(one) | (_in_full(one.entry.found) if as_json else {}) for one in judged]
    show_rows(rows, columns=COLUMNS, as_json=as_json, empty="There are no names.")
    counted = Counter(one.outcome for one in judged)
    told = ", ".join(f"{counted[outcome]} {outcome}" for outcome in Outcome if counted[outcome])
    if told:
        err().print(f"{told}. Nothing of ours was changed.", markup=False, soft_wrap=True)
    if counted[Outcome.NEW]:
        err().print(f"To take what is new: namesteward {apply}", markup=False, soft_wrap=True)
    if counted[Outcome.DIFFERS] or counted[Outcome.DUPLICATE]:
        err().print(
            "What differs or is in another account is taken only when it is named: --apply --name NAME",
            markup=False, soft_wrap=True,
        )  # fmt: skip
    waits = counted[Outcome.UNCLEAR] or counted[Outcome.LISTED]
    if waits:
        err().print(f"{waits} are not known yet: give the same command again to ask for them.")
    return Exit.UNCLEAR if waits else Exit.DONE


def show_taken(taken: Sequence[Taken], *, as_json: bool, chosen: bool) -> Exit:
    """Show what became of each name. Returns the exit code: an error where a chosen one was left."""
    rows = [
        {
            "name": one.judged.entry.name,
            "outcome": Outcome.TAKEN.value if one.done else "left",
            "client": one.judged.entry.client,
            "contacts": {role.value: slug for role, slug in one.contacts.items()},
            "why": one.why,
        }
        for one in taken
    ]
    columns = ("name", "outcome", "client", "contacts", "why")
    show_rows(rows, columns=columns, as_json=as_json, empty="There is nothing left to take.")
    left_out = [one for one in taken if not one.done and (chosen or one.judged.outcome is Outcome.NEW)]
    return Exit.ERROR if left_out else Exit.DONE


def _row(judged: Judged) -> dict[str, object]:
    entry, found = judged.entry, judged.entry.found
    paid = paid_until(found.registration) if found else None
    return {
        "name": entry.name,
        "outcome": judged.outcome.value,
        "client": entry.client,
        "account": entry.account,
        "expires": day_of(paid) if paid else None,
        "contacts": _names(found),
        "why": list(judged.why),
        "line": entry.line,
        "asked_at": entry.asked_at,
    }


def _names(found: Found | None) -> Mapping[str, str]:
    if found is None:
        return {}
    told = {role: f"{contact.name} <{contact.email}>" for role, contact in found.contacts.items()}
    told |= {role: slug for role, slug in found.slugs.items() if role not in told}
    return {role.value: told[role] for role in ContactRole if role in told}


def _in_full(found: Found | None) -> dict[str, object]:
    if found is None:
        return {"registration": None, "contacts": {}, "called": {}}
    return {
        "registration": found.registration.model_dump(mode="json"),
        "contacts": {role.value: contact for role, contact in found.contacts.items()},
        "called": {role.value: slug for role, slug in found.slugs.items()},
    }
