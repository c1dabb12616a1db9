"""A command as the client put it: its action, its attributes, and what must be among them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from portfolio.names import DomainName, NotAName
from sandbox.vendors.opensrs.answers import Refusal
from sandbox.vendors.opensrs.envelope import Node, NotAnEnvelope, read_envelope

_LARGEST = 100_000
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


@dataclass(frozen=True)
class Asked:
    """A command. Actions and objects are told apart without regard to case, as the vendor does."""

    action: str
    kind: str
    attributes: Mapping[str, Node]

    def text(self, key: str, default: str = "") -> str:
        """Return an attribute's text, `default` where it is absent or empty."""
        value = self.attributes.get(key)
        return value if isinstance(value, str) and value else default

    def needed(self, key: str) -> str:
        """Return an attribute's text. Raises `Refusal` (460) without it."""
        value = self.text(key)
        if not value:
            raise Refusal(460, f"Missing required field: {key}")
        return value

    def flag(self, key: str) -> bool:
        """Whether a flag is set: 1, Y or y."""
        return self.text(key).upper() in {"1", "Y"}

    def number(self, key: str, default: int, *, least: int = 1) -> int:
        """Return a whole number. Raises `Refusal` (465) for anything else."""
        value = self.text(key, str(default))
        if not value.isdecimal() or not least <= int(value) <= _LARGEST:
            raise Refusal(465, f"Invalid data supplied: {key}")
        return int(value)

    def day(self, key: str) -> date:
        """Return a day written YYYY-MM-DD. Raises `Refusal` (460, 465)."""
        value = self.needed(key)
        written = _DAY.fullmatch(value)
        year, month, day = written.groups() if written else ("0", "0", "0")
        try:
            return date(int(year), int(month), int(day))
        except ValueError as err:
            raise Refusal(465, f"Invalid date: {key}") from err

    def domain(self, key: str = "domain") -> DomainName:
        """Return the name that the command is about. Raises `Refusal` (460, 465)."""
        return name_of(self.needed(key))

    def map(self, key: str) -> Mapping[str, Node]:
        """Return a nested map, empty where it is absent."""
        value = self.attributes.get(key)
        return value if isinstance(value, Mapping) else {}

    def texts(self, key: str) -> list[str]:
        """Return a list's texts."""
        value = self.attributes.get(key)
        return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []

    def maps(self, key: str) -> list[Mapping[str, Node]]:
        """Return a list's maps."""
        value = self.attributes.get(key)
        return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def name_of(text: str) -> DomainName:
    """Return the name that a client wrote. Raises `Refusal` (465)."""
    try:
        return DomainName(text)
    except NotAName as err:
        raise Refusal(465, "Invalid domain syntax") from err


def read_command(body: bytes) -> Asked:
    """Return the command in an envelope. Raises `Refusal` (430) for what is none."""
    try:
        data = read_envelope(body)
    except NotAnEnvelope as err:
        raise Refusal(430, "Invalid command") from err
    action, kind, attributes = data.get("action"), data.get("object"), data.get("attributes")
    if not isinstance(action, str) or data.get("protocol") != "XCP":
        raise Refusal(430, "Invalid command")
    whole = dict(attributes) if isinstance(attributes, Mapping) else {}
    # Without an end user's cookie the name may stand beside the attributes ("commands without credentials").
    if "domain" not in whole and isinstance(data.get("domain"), str):
        whole["domain"] = data["domain"]
    return Asked(action.lower(), kind.lower() if isinstance(kind, str) else "domain", whole)
