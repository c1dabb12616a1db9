"""
The OPS envelope: nested maps, lists and texts in XML, written and read.

An answer that is not wholly an envelope, or says one thing twice, is `Unreadable`. An empty item is None.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from registrar.errors import ValueRefused
from registrar.exchange import Unreadable
from registrar.forms import markup
from registrar.forms.markup import Node

Item = str | None | list["Item"] | dict[str, "Item"]
"""What a reply's item holds; None for an empty one."""

Sendable = str | Sequence["Sendable"] | Mapping[str, "Sendable"]
"""What a request's item can hold."""

_DOCTYPE = '<!DOCTYPE OPS_envelope SYSTEM "ops.dtd">'


@dataclass(frozen=True)
class Reply:
    """One reply: its verdict, its code, its words, and what it tells. Its repr shows the verdict only."""

    is_success: bool
    code: str
    words: str = field(repr=False)
    items: dict[str, Item] = field(repr=False)

    @property
    def attributes(self) -> dict[str, Item]:
        """The items told about; empty where the vendor leaves them out, as it may on success."""
        return assoc(self.items, "attributes")


def write(action: str, attributes: Mapping[str, Sendable]) -> bytes:
    """Return the envelope that asks for `action`. Raises `ValueRefused` for what XML cannot carry."""
    asked = _written({"protocol": "XCP", "action": action, "object": "domain", "attributes": attributes})
    header = Node("header", children=(Node("version", "0.9"),))
    body = Node("body", children=(Node("data_block", children=(asked,)),))
    try:
        return markup.write(Node("OPS_envelope", children=(header, body)), doctype=_DOCTYPE)
    except ValueError:
        raise ValueRefused("a value holds a character that XML cannot carry; nothing was sent") from None


def read(body: bytes) -> Reply:
    """Read a whole reply. Raises `Unreadable`."""
    root = markup.read(body)
    found = list(root.find("body", "data_block", "dt_assoc"))
    if root.tag != "OPS_envelope" or len(found) != 1:
        raise Unreadable("the answer is not an OPS envelope with one map")
    items = _map(found[0])
    if (text(items, "action") or "").upper() != "REPLY":
        raise Unreadable("the answer is not a reply")
    verdict, code = text(items, "is_success"), text(items, "response_code")
    assoc(items, "attributes")
    if verdict not in ("0", "1") or code is None or not re.fullmatch(r"[0-9]{1,5}", code):
        raise Unreadable("the reply has no verdict, or no code")
    return Reply(verdict == "1", code, text(items, "response_text") or "", items)


def text(items: Mapping[str, Item], key: str) -> str | None:
    """Return the text of an item, None where it is absent or empty."""
    value = items.get(key)
    if value is None or isinstance(value, str):
        return value
    raise Unreadable(f"the reply's {key} is not a text")


def said(items: Mapping[str, Item], key: str) -> str:
    """Return the text of an item that must be there."""
    value = text(items, key)
    if value is None:
        raise Unreadable(f"the reply has no {key}")
    return value


def flag(items: Mapping[str, Item], key: str) -> bool | None:
    """Return a flag (0 or 1, N or Y), None where it is absent."""
    value = text(items, key)
    if value is None:
        return None
    if value.upper() not in ("0", "1", "N", "Y"):
        raise Unreadable(f"the reply's {key} is neither yes nor no")
    return value.upper() in ("1", "Y")


def assoc(items: Mapping[str, Item], key: str) -> dict[str, Item]:
    """Return the map under a key; empty where it is absent."""
    value = items.get(key)
    if value is None:
        return {}
    if isinstance(value, dict):
        return value
    raise Unreadable(f"the reply's {key} is not a map")


def assocs(items: Mapping[str, Item], key: str) -> list[dict[str, Item]]:
    """Return the list of maps under a key; empty where it is absent."""
    value = items.get(key)
    if value is None:
        return []
    if not isinstance(value, list):
        raise Unreadable(f"the reply's {key} is not a list")
    return [assoc({key: item}, key) for item in value]


def _written(value: Sendable) -> Node:
    """The element that stands for a map or a list."""
    if isinstance(value, Mapping):
        return Node("dt_assoc", children=tuple(_item(key, inner) for key, inner in value.items()))
    return Node("dt_array", children=tuple(_item(str(at), inner) for at, inner in enumerate(value)))


def _item(key: str, value: Sendable) -> Node:
    if isinstance(value, str):
        return Node("item", value, {"key": key})
    return Node("item", "", {"key": key}, (_written(value),))


def _map(node: Node) -> dict[str, Item]:
    items: dict[str, Item] = {}
    for child in node.children:
        key = child.attributes.get("key")
        if child.tag != "item" or key is None or key in items:
            raise Unreadable("a map holds something that is no item, or one item twice")
        items[key] = _value(child)
    if node.text:
        raise Unreadable("a map holds text beside its items")
    return items


def _list(node: Node) -> list[Item]:
    """The items by number: they may come in any order, and 10 comes after 9."""
    items = _map(node)
    if not all(re.fullmatch(r"[0-9]{1,9}", key) for key in items):
        raise Unreadable("a list holds an item without a number")
    return [items[key] for key in sorted(items, key=int)]


def _value(item: Node) -> Item:
    if not item.children:
        return item.text or None
    only = item.children[0]
    if len(item.children) > 1 or item.text:
        raise Unreadable("an item holds more than one value")
    match only.tag:
        case "dt_assoc":
            return _map(only)
        case "dt_array":
            return _list(only)
        case "dt_scalar" if not only.children:
            return only.text or None
        case _:
            raise Unreadable("an item holds a value of no known kind")
