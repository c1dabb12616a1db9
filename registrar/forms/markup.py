"""
XML for registrars that speak it, with every door shut.

A DOCTYPE may name a DTD, since real replies do; it is not fetched. A document that declares entities or
elements of its own is `Unreadable` before it is parsed, one that refers to an entity right after; nothing is
ever expanded.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from registrar.exchange import Unreadable

# Any: lxml comes without types. This module is the only one that touches it; what leaves it is typed.
etree: Any = import_module("lxml.etree")

_OWN_DECLARATIONS = re.compile(r"<!DOCTYPE[^>]*\[|<!(?:ENTITY|ELEMENT|ATTLIST|NOTATION)", re.IGNORECASE)


@dataclass(frozen=True)
class Node:
    """An element. `text` is all text directly in it, without blanks around. Its repr shows the tag only."""

    tag: str
    text: str = field(default="", repr=False)
    attributes: dict[str, str] = field(default_factory=dict[str, str], repr=False)
    children: tuple["Node", ...] = field(default=(), repr=False)

    def find(self, *path: str) -> Iterator["Node"]:
        """Yield the elements at `path`, tag by tag downwards."""
        if not path:
            yield self
            return
        for child in self.children:
            if child.tag == path[0]:
                yield from child.find(*path[1:])


def write(root: Node, *, doctype: str) -> bytes:
    """Return the document in UTF-8. Raises `ValueError` for a character that XML cannot carry."""
    return etree.tostring(
        _element(root), encoding="UTF-8", xml_declaration=True, standalone=False, doctype=doctype
    )


def read(body: bytes) -> Node:
    """Read a whole document in UTF-8. Raises `Unreadable`; its text never repeats the document."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise Unreadable("the answer is not UTF-8") from None
    if _OWN_DECLARATIONS.search(text):
        raise Unreadable("the answer declares entities or elements of its own")
    try:
        root = etree.fromstring(body, _shut_parser())
    except (etree.XMLSyntaxError, ValueError):
        raise Unreadable("the answer is not XML, or not all of it came") from None
    if next(root.iter(etree.Entity), None) is not None:
        raise Unreadable("the answer refers to an entity")
    return _node(root)


def _shut_parser() -> Any:
    return etree.XMLParser(
        encoding="utf-8",  # whatever the document declares: what was checked above is what is parsed
        resolve_entities=False,
        load_dtd=False,
        dtd_validation=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _node(element: Any) -> Node:
    texts = [element.text, *(child.tail for child in element)]
    return Node(
        tag=str(element.tag),
        text="".join(text for text in texts if text).strip(),
        attributes={str(key): str(value) for key, value in element.items()},
        children=tuple(_node(child) for child in element),
    )


def _element(node: Node) -> Any:
    element = etree.Element(node.tag, node.attributes)
    element.text = node.text or None
    element.extend([_element(child) for child in node.children])
    return element
