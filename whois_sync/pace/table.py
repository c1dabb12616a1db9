"""How fast each server may be asked: a table shipped with the package, and what a house sets itself."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import Field

from portfolio.values import Value


class Pace(Value):
    """
    What one server bears: `rate` names a second, `burst` names at once after a pause, `concurrency` questions
    under way at the same time.
    """

    rate: Annotated[float, Field(gt=0, le=1_000_000)]
    burst: Annotated[int, Field(ge=1, le=1_000_000)] = 2
    concurrency: Annotated[int, Field(ge=1, le=1000)] = 1


_UNASKED = Pace(rate=1_000_000, burst=1_000_000, concurrency=1000)


class PaceTable(Value):
    """The file `paces.toml`: a pace for each server that is known, and one for all others."""

    default: Pace
    servers: Mapping[str, Pace]


@cache
def shipped_paces() -> PaceTable:
    """Return the table of the package. Published limits, and caution where none is published."""
    text = files("whois_sync.pace").joinpath("paces.toml").read_text("utf-8")
    return PaceTable.model_validate(tomllib.loads(text))


@dataclass(frozen=True)
class Paces:
    """Knows every server's pace. `own` goes before the shipped table; its key `default` is for the rest."""

    own: Mapping[str, Pace] = field(default_factory=dict[str, Pace])
    table: PaceTable = field(default_factory=shipped_paces)

    def of(self, server: str) -> Pace:
        """Return the pace of `server`: a host, or host:port, as set for the two or for the host."""
        if not server:
            return _UNASKED
        host = server.rpartition(":")[0] or server
        for known in (self.own, self.table.servers):
            for key in (server, host):
                if key in known:
                    return known[key]
        return self.own.get("default", self.table.default)
