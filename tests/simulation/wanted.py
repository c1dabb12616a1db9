"""What staff want in a schedule: names to be registered, renewed, brought in and restored, some twice."""

from dataclasses import dataclass
from random import Random

from orders import ToRegister, ToRenew, ToRestore, ToTransfer, Wish
from portfolio.names import DomainName
from portfolio.order import OrderKind
from tests.simulation.furnishing import COMING, FREE, HELD, HOSTS, ROLES


@dataclass(frozen=True)
class Wanted:
    """One wish of one member of staff, under the reference that its order is to have."""

    reference: str
    kind: OrderKind
    spelled: str
    by: str
    approver: str

    @property
    def wish(self) -> Wish:
        """The wish, spelled as it was typed."""
        name = DomainName(self.spelled)
        match self.kind:
            case OrderKind.REGISTER:
                return ToRegister(
                    name=name, client="acme", account="house", years=1, roles=ROLES, nameservers=HOSTS
                )
            case OrderKind.RENEW:
                return ToRenew(name=name)
            case OrderKind.TRANSFER:
                return ToTransfer(name=name, client="acme", account="house", roles=ROLES)
            case OrderKind.RESTORE:
                return ToRestore(name=name)


def wanted(random: Random) -> list[Wanted]:
    """Draw a handful of wishes; some are wished twice, by another, in another spelling."""
    kinds = {
        OrderKind.REGISTER: FREE, OrderKind.RENEW: HELD[:2], OrderKind.TRANSFER: COMING,
        OrderKind.RESTORE: HELD[2:],
    }  # fmt: skip
    chosen = [(kind, name) for kind, names in kinds.items() for name in names]
    random.shuffle(chosen)
    found: list[Wanted] = []
    for kind, name in chosen[: random.choice((1, 1, 2, 2, 3))]:
        for _ in range(random.choice((1, 1, 1, 2))):
            by = random.choice(("drafter", "first-colleague"))
            approver = random.choice((by, "approver", "approver", "approver"))
            spelled = random.choice(_spellings(name))
            found.append(Wanted(f"ns-{len(found):04d}", kind, spelled, by, approver))
    return found


def _spellings(name: DomainName) -> tuple[str, ...]:
    shown = name.u_label
    return (str(name), shown, shown.upper(), f"{shown}.", f" {shown.title()} ")
