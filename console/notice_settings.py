"""The settings around notices: their ladders, the house's prices, alerts to staff, the calendar feed."""

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from notifications.deliver import MOST_FOR_ONE
from notifications.run import MOST_IN_A_RUN
from portfolio.held import Slug
from portfolio.policy.notices import (
    DEFAULT_LADDER,
    KEPT_WITH_AUTO_RENEW,
    TOO_LATE_AFTER_DAYS,
    NoticePolicy,
    ladder,
)
from portfolio.policy.prices import PriceList

Step = Annotated[int, Field(ge=-TOO_LATE_AFTER_DAYS, le=365)]
"""Days before expiry; negative after it."""

Steps = Annotated[tuple[Step, ...], Field(min_length=1, max_length=30)]
"""A ladder. An empty one is refused: it could be meant as none, and as those of everybody else."""

Tld = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$")]
"""A TLD in lower case, without its dot, or one of the classes `generic` and `country`."""

TldOrStar = Annotated[str, StringConstraints(pattern=r"^(\*|[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)$")]
Price = Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=4)]
Listen = Annotated[str, StringConstraints(pattern=r"^$|^[^\s:]+:\d{1,5}$|^\[[0-9a-fA-F:.]+\]:\d{1,5}$")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Notices(_Part):
    """
    Ladders in days before expiry: a client's own, else a TLD's, else that of its class, else `steps`.

    What ICANN demands for a gTLD (a month, a week, and a day after) is added to each ladder.
    """

    steps: Steps = tuple(step.days for step in DEFAULT_LADDER)
    tlds: dict[Tld, Steps] = {}
    clients: dict[Slug, Steps] = {}
    kept_with_auto_renew: tuple[Step, ...] = tuple(step.days for step in KEPT_WITH_AUTO_RENEW)
    data_check_for: tuple[Tld, ...] = ("generic",)
    most_in_a_run: Annotated[int, Field(ge=1, le=1_000_000)] = MOST_IN_A_RUN
    most_for_one: Annotated[int, Field(ge=1, le=100_000)] = MOST_FOR_ONE

    @property
    def policy(self) -> NoticePolicy:
        """The ladders as notices take them."""
        return NoticePolicy(
            steps=ladder(*self.steps),
            of_tld={tld: ladder(*steps) for tld, steps in self.tlds.items()},
            of_client={client: ladder(*steps) for client, steps in self.clients.items()},
            kept_with_auto_renew=ladder(*self.kept_with_auto_renew),
            data_check_for=self.data_check_for,
        )


class Prices(_Part):
    """What the house asks its clients for, by TLD, `*` for every other; a restore with the renewal in it."""

    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] = "CAD"
    renewal: dict[TldOrStar, Price] = {}
    restore: dict[TldOrStar, Price] = {}

    @property
    def asked(self) -> PriceList:
        """The prices as letters take them."""
        return PriceList(currency=self.currency, renewal=self.renewal, restore=self.restore)


class Alerts(_Part):
    """
    What staff's alerts may hold. Where they go is secret: a line an address in `secrets/alerts`.

    With `names` they may hold the names of domains; without, counts and words only.
    """

    names: bool = False


class Calendar(_Part):
    """Where the calendar feed is served, behind whatever ends TLS; `host:port`, empty for nowhere."""

    listen: Listen = ""
