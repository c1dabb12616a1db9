"""What the vendor says to a command: a verdict, a code of its published list, words, perhaps attributes."""

from collections.abc import Mapping
from dataclasses import dataclass

from sandbox.vendors.opensrs.envelope import Node


@dataclass(frozen=True)
class Reply:
    """A reply. `attributes` is None where the vendor leaves them out."""

    code: int
    text: str
    attributes: Mapping[str, Node] | None = None
    success: bool = True

    def as_data(self, kind: str) -> dict[str, Node]:
        """Return the items of the envelope. It repeats the kind of object asked for."""
        data: dict[str, Node] = {
            "protocol": "XCP",
            "action": "REPLY",
            "object": kind.upper(),
            "is_success": "1" if self.success else "0",
            "response_code": str(self.code),
            "response_text": self.text,
        }
        if self.attributes is not None:
            data["attributes"] = self.attributes
        return data


class Refusal(Exception):
    """The vendor says no. `attributes` may still carry something, such as the order that exists now."""

    def __init__(self, code: int, text: str, attributes: Mapping[str, Node] | None = None) -> None:
        super().__init__(text)
        self.reply = Reply(code, text, attributes, success=False)


def done(text: str = "Command successful", **attributes: Node) -> Reply:
    """The plain yes, with what it tells."""
    return Reply(200, text, attributes or None)


def unknown_registrant() -> Refusal:
    """
    The answer for a name that is not in this reseller's profiles, whether somebody else has it or nobody.

    The vendor asks for the registrant's credentials then (codes 415), and does not tell the two apart.
    """
    return Refusal(415, "Authentication Error.")
