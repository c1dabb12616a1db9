"""Every setting in one class, read once at start: `namesteward.toml` in the home, then the environment."""

from datetime import time
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from console.notice_settings import Alerts, Calendar, Notices, Prices
from portfolio.policy.spending import Spending
from whois_sync.pace.table import Pace

HostPort = Annotated[str, StringConstraints(pattern=r"^[^\s:]+:\d{1,5}$|^\[[0-9a-fA-F:.]+\]:\d{1,5}$")]
"""`host:port`."""


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("not a time zone: say America/Toronto") from None
    return name


def _without_zone(at: time) -> time:
    if at.tzinfo is not None:
        raise ValueError("an hour without an offset: it is read in [jobs] zone")
    return at


Hour = Annotated[time, AfterValidator(_without_zone)]
"""An hour of the day on the house's clocks."""

ZoneName = Annotated[str, AfterValidator(_known_zone)]
"""A zone of the tz database."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class House(_Part):
    """Who we are in letters to clients."""

    name: str = "Example Web Company"
    phone: str = "+1 613 555 0100"
    postal: tuple[str, ...] = ()
    staff_address: str = "domains@example.ca"
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] = "USD"
    second_person_above: Annotated[Decimal, Field(ge=0)] = Decimal(100)


class Limits(_Part):
    """
    What may be spent on one order and in one day, each currency by itself, and by one person alone.

    Without a `second_person_above` of its own it is `[house] second_person_above`.
    """

    per_order: Annotated[Decimal, Field(ge=0)] = Decimal(1000)
    per_day: Annotated[Decimal, Field(ge=0)] = Decimal(2000)
    second_person_above: Annotated[Decimal, Field(ge=0)] | None = None


class Jobs(_Part):
    """When the daily jobs are due, in the house's zone, and how often waiting work is looked for."""

    zone: ZoneName = "America/Toronto"
    check_at: Hour = time(3, 0)
    notices_at: Hour = time(9, 0)
    poll_seconds: Annotated[float, Field(gt=0, le=60)] = 2


class Mail(_Part):
    """
    Where mail is handed over. STARTTLS is demanded unless switched off (for a server on this machine).

    Mail comes back to `return_path` with a token in it; it is signed where there is a `dkim_selector`.
    """

    server: HostPort = "localhost:25"
    sender: str = "domains@example.ca"
    starttls: bool = True
    username: str = ""
    domain_check: Literal["warn", "block", "off"] = "warn"
    return_path: str = ""
    dkim_selector: str = ""


class Bounces(_Part):
    """Where mail that came back lies: a mailbox at a mail server, under TLS, or a Maildir."""

    imap: HostPort | Literal[""] = ""
    username: str = ""
    folder: str = "INBOX"
    maildir: Path | None = None


class Drift(_Part):
    """
    When a check stops itself, and how much may be put right without a person.

    `max_share` of the names, at least `min_names` of them; `automatic_per_day` harmless repairs a day.
    """

    max_share: Annotated[float, Field(ge=0, le=1)] = 0.02
    min_names: Annotated[int, Field(ge=1)] = 5
    automatic_per_day: Annotated[int, Field(ge=0)] = 0


class Network(_Part):
    """How the public record is found, and which special addresses may be dialled (a sandbox's)."""

    rdap_bootstrap: str = "https://data.iana.org/rdap/dns.json"
    whois: dict[str, HostPort] = {"ca": "whois.ca.fury.ca:43"}
    allow: tuple[HostPort, ...] = ()


class PublicName(_Part):
    """What public records call a registrar, where it is not what its adapter knows."""

    names: tuple[str, ...] = ()
    iana_ids: tuple[str, ...] = ()


class Settings(BaseSettings):
    """The settings of one home folder. A variable `NAMESTEWARD_MAIL__SERVER` overrides `[mail] server`."""

    model_config = SettingsConfigDict(
        env_prefix="NAMESTEWARD_",
        env_nested_delimiter="__",
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    home: Path
    database_url: str = ""
    house: House = House()
    mail: Mail = Mail()
    bounces: Bounces = Bounces()
    spending: Limits = Limits()
    jobs: Jobs = Jobs()
    drift: Drift = Drift()
    notices: Notices = Notices()
    prices: Prices = Prices()
    alerts: Alerts = Alerts()
    calendar: Calendar = Calendar()
    network: Network = Network()
    pace: dict[str, Pace] = {}
    sponsors: dict[str, PublicName] = {}

    @property
    def database(self) -> str:
        """The database's URL; a SQLite file in the home folder unless another is set."""
        return self.database_url or f"sqlite:///{self.home / 'records.db'}"

    @property
    def limits(self) -> Spending:
        """What may be spent, as the orders desk takes it."""
        alone = self.spending.second_person_above
        return Spending(
            currency=self.house.currency,
            second_person_above=self.house.second_person_above if alone is None else alone,
            most_per_order=self.spending.per_order,
            most_per_day=self.spending.per_day,
        )

    @property
    def key_file(self) -> Path:
        """The key-encryption key: outside the database, mode 0600."""
        return self.home / "key"

    @property
    def journal(self) -> Path:
        """What left the house: outside the database, and never in its backups."""
        return self.home / "journal"

    def secret_file(self, account: str) -> Path:
        """The file that holds an account's API key, mode 0600."""
        return self.home / "secrets" / account


def settings_file(home: Path) -> Path:
    """Return the settings' file of a home folder."""
    return home / "namesteward.toml"


def read_settings(home: Path) -> Settings:
    """Read the settings of `home`. Raises pydantic's `ValidationError` and `tomllib.TOMLDecodeError`."""

    class OfThisHome(Settings):
        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,
            file_secret_settings: PydanticBaseSettingsSource,
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            del dotenv_settings, file_secret_settings
            return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, settings_file(home))

    return OfThisHome(home=home)


def address_of(pair: str) -> tuple[str, int]:
    """Return `host:port` as its two parts; an IPv6 address is written in brackets."""
    host, _, port = pair.rpartition(":")
    return host.strip("[]"), int(port)
