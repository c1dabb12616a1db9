"""What a change means for the other names that share a handle, in sentences for a plan. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from portfolio.handles import Handle
from portfolio.names import DomainName
from portfolio.values import Value
from whois_sync.handles.choosing import HandlePlan, RoleStep

_SHOWN = 3


class Sharing(Value):
    """
    The other names on which a handle stands, as far as anybody can tell.

    `unclear` counts the names of which it is not known; it is 0 where the registrar itself has told.
    """

    others: frozenset[DomainName] = frozenset()
    unclear: int = 0


def consequences_of(plan: HandlePlan, sharing: Mapping[Handle, Sharing]) -> tuple[str, ...]:
    """
    Return a sentence for each thing that approving the plan does to handles; `sharing` is by handle.

    They name handles, roles and names: nothing personal. A role that has its handle already is not spoken of.
    """
    return tuple(
        sentence for step in plan.steps if not step.is_done for sentence in _of_step(plan, step, sharing)
    )


def _of_step(plan: HandlePlan, step: RoleStep, sharing: Mapping[Handle, Sharing]) -> Iterator[str]:
    if step.handle is not None:
        yield f"{step.role}: handle {step.handle}, which holds this contact already, is put on {plan.name}"
    elif step.makes:
        yield f"{step.role}: a new handle is made at the registrar for this contact"
    if step.present is None:
        return
    roles = sorted(role for role, handle in plan.untouched.items() if handle == step.present)
    if roles:
        yield f"{step.role}: handle {step.present} is {_listed(roles)} of {plan.name} too, and stays that"
    shared = sharing.get(step.present, Sharing())
    if shared.others:
        yield (
            f"{step.role}: handle {step.present} is shared with {_counted(shared.others)}; "
            "it is not edited, so they stay as they are"
        )
    if shared.unclear:
        names = _plural(shared.unclear)
        yield f"{step.role}: whether handle {step.present} stands on {names} more is not known"


def _counted(names: AbstractSet[DomainName]) -> str:
    shown = sorted(names)[:_SHOWN]
    more = len(names) - len(shown)
    listed = [*shown, f"{more} more"] if more else shown
    return f"{_plural(len(names), other=True)} ({_listed(listed)})"


def _plural(number: int, *, other: bool = False) -> str:
    words = f"{'other ' if other else ''}name{'' if number == 1 else 's'}"
    return f"{number} {words}"


def _listed(words: Sequence[str]) -> str:
    return " and ".join(part for part in (", ".join(words[:-1]), words[-1]) if part)
