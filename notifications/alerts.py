"""
Alerts to wherever staff look: counts and verbs, never anybody's data, sent by apprise within a bounded time.

A service that fails or is slow stops nothing: alerts come beside the mail to staff, never in its place.
"""

import logging
import time
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from threading import Thread

from apprise import Apprise, AppriseAsset, NotifyFormat
from apprise.common import PersistentStoreMode
from pydantic import SecretStr

from notifications.sender import raise_if_broken

log = logging.getLogger("notifications")
logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)  # it writes addresses, which are secret

WITHIN = timedelta(seconds=10)
MOST_NAMES = 10


class Occasion(StrEnum):
    """What staff are alerted of; the words are those of the text."""

    UNCLEAR = "ended unclear: look at them, they are not repeated"
    DEAD = "were refused for good: reach the client in another way"
    BOUNCED = "came back: reach the client in another way"
    LATE = "wait past their last day: send or settle them"
    LEFT_OVER = "were left for the next run: raise [notices] most_in_a_run"
    CROWDED = "names come due within a week, more than the limits let through: raise them"
    STOPPED = "account stands still: put it right"
    BRAKE = "drift check stopped itself: look at it"
    DOMAIN = "finding keeps mail from being sent: run namesteward notices check-domain"


_NOTICES = frozenset({Occasion.UNCLEAR, Occasion.DEAD, Occasion.BOUNCED, Occasion.LATE, Occasion.LEFT_OVER})


@dataclass(frozen=True, kw_only=True)
class AlertOutcome:
    """How many services took an alert, how many did not, and how many had not answered in time."""

    told: int = 0
    failed: int = 0
    late: int = 0

    def __str__(self) -> str:
        return f"told={self.told} failed={self.failed} late={self.late}"


class Alerts:
    """The services that staff are alerted through. Their addresses are secret: no repr or log shows one."""

    def __init__(self, urls: Sequence[SecretStr], *, within: timedelta = WITHIN) -> None:
        self._within = within
        self._services = [_service(url, within) for url in urls]

    def __len__(self) -> int:
        return len(self._services)

    def __repr__(self) -> str:
        return f"Alerts({len(self._services)})"

    @property
    def unusable(self) -> tuple[int, ...]:
        """Which of the addresses, counted from 1, apprise can make nothing of."""
        return tuple(number for number, service in enumerate(self._services, start=1) if not len(service))

    def tell(self, title: str, body: str) -> AlertOutcome:
        """
        Send one alert to every service at once, and wait no longer than the time allowed for all of them.

        Raises `ValueError` for a title of more than one line, and nothing else.
        """
        raise_if_broken(title)
        taken: list[str] = []
        threads = [
            Thread(target=_send, args=(service, title, body, taken), name="alert", daemon=True)
            for service in self._services
        ]
        for thread in threads:
            thread.start()
        give_up_at = time.monotonic() + self._within.total_seconds()
        for thread in threads:
            thread.join(max(0.0, give_up_at - time.monotonic()))
        told = len(taken)
        late = min(len(threads) - told, sum(thread.is_alive() for thread in threads))
        outcome = AlertOutcome(told=told, failed=len(threads) - told - late, late=late)
        if threads:
            log.log(logging.INFO if outcome.told == len(threads) else logging.WARNING, "alert %s", outcome)
        return outcome


def alert_text(counts: Mapping[Occasion, int], *, names: Sequence[str] = ()) -> tuple[str, str]:
    """
    Return the title and the text of an alert: a line an occasion with its count.

    `names` of domains are added where the house lets them leave it.
    """
    lines = [_line(occasion, counts[occasion]) for occasion in Occasion if counts.get(occasion)]
    if names:
        more = len(names) - MOST_NAMES
        listed = ", ".join(names[:MOST_NAMES])
        lines.append(f"names: {listed}" + (f" and {more} more" if more > 0 else ""))
    return "Namesteward: someone must look", "\n".join(lines)


def _line(occasion: Occasion, count: int) -> str:
    notices = "notices " if occasion in _NOTICES else ""
    return f"{count} {notices}{occasion}"


def _service(url: SecretStr, within: timedelta) -> Apprise:
    asset = AppriseAsset(
        app_id="Namesteward", storage_mode=PersistentStoreMode.MEMORY, service_timeout=within.total_seconds()
    )
    service = Apprise(asset=asset)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of its plugins, which are loaded only now
        service.add(url.get_secret_value())
    return service


def _send(service: Apprise, title: str, body: str, taken: list[str]) -> None:
    # Whatever a plugin raises, apprise turns into a no (and a log line, which is silenced above).
    if service.notify(body=body, title=title, body_format=NotifyFormat.TEXT):
        taken.append(title)
