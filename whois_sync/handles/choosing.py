"""Which handle goes on which role: the one that is there, an equal one, or a fresh one. Pure."""

from collections.abc import Mapping

from portfolio.contacts import ContactRole
from portfolio.handles import Fingerprint, Handle
from portfolio.names import DomainName
from portfolio.values import Value

Wanted = Mapping[ContactRole, tuple[str, int]]
"""The contact that is to stand on each role: its slug and version, as in `portfolio.drift.Plan`."""


class RoleStep(Value):
    """
    What becomes of one role of a name.

    `handle` is what is to stand on it; None: one is made, under our reference `makes`. Roles whose contacts
    are equal at the registrar make one together. `present` is what stands on it now.
    """

    role: ContactRole
    contact: str
    version: int
    present: Handle | None = None
    handle: Handle | None = None
    makes: str = ""

    @property
    def is_done(self) -> bool:
        """Whether the role has its handle already."""
        return self.handle is not None and self.handle == self.present


class HandlePlan(Value):
    """
    What is to happen to the roles of one name. Nothing in it is personal.

    `untouched` are the handles on roles that are not meant to change. `adopted` are handles that hold a
    version and that the registry does not know; `stale` are those that it knows and that hold another contact
    now or are no more, with the reason.
    """

    name: DomainName
    steps: tuple[RoleStep, ...]
    untouched: dict[ContactRole, Handle] = {}
    adopted: dict[Handle, tuple[str, int]] = {}
    stale: dict[Handle, str] = {}

    @property
    def replaced(self) -> dict[ContactRole, Handle]:
        """The handles that leave a role of this name."""
        return {step.role: step.present for step in self.steps if step.present and not step.is_done}


def choose(
    wanted: Mapping[ContactRole, Fingerprint],
    present: Mapping[ContactRole, Handle],
    known: Mapping[Handle, Fingerprint | None],
) -> dict[ContactRole, Handle | None]:
    """
    Return the handle for each role that is wanted; None where none of the `known` holds an equal contact.

    What stands on the role already stays when it is equal; then the first of `known` that is. No handle is
    ever edited, so it does not matter where else one stands.
    """
    first: dict[Fingerprint, Handle] = {}
    for handle, print_ in known.items():
        if print_ is not None:
            first.setdefault(print_, handle)
    chosen: dict[ContactRole, Handle | None] = {}
    for role, print_ in wanted.items():
        there = present.get(role)
        chosen[role] = there if there is not None and known.get(there) == print_ else first.get(print_)
    return chosen
