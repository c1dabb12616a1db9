"""
The OPS envelope as the vendor writes it: XML with a DOCTYPE, items in no order, arrays by numbered keys.

Source: the vendor's guide (domains.opensrs.guide, Overview) and its PHP toolkit's `Ops.php`; both show
`dt_assoc`, `dt_array` and bare or `dt_scalar` text, and replies that say REPLY with HTTP 200 for errors too.
"""

from collections.abc import Mapping, Sequence
from importlib import import_module
from random import Random
from typing import Any

# Any: lxml comes without types.
etree: Any = import_module("lxml.etree")

Node = str | Mapping[str, "Node"] | Sequence["Node"] | None
"""What an envelope can carry: text, a map, a list, or nothing."""

_HEAD = b"<?xml version='1.0' encoding='UTF-8' standalone='no' ?>\n<!DOCTYPE OPS_envelope SYSTEM 'ops.dtd'>\n"


class NotAnEnvelope(ValueError):
    """The bytes are no OPS envelope."""


def read_envelope(body: bytes) -> dict[str, Node]:
    """Return the map in the envelope's data block. Raises `NotAnEnvelope`; no entity is resolved."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as err:
        raise NotAnEnvelope("not well-formed XML") from err
    block = root.find("body/data_block")
    if root.tag != "OPS_envelope" or block is None or len(block) != 1:
        raise NotAnEnvelope("no data block")
    data = _read(block)
    if not isinstance(data, dict):
        raise NotAnEnvelope("the data block holds no map")
    return data


def write_envelope(data: Mapping[str, Node], order: Random) -> bytes:
    """Return `data` in an envelope, every map's and list's items in an order that `order` draws."""
    root = etree.Element("OPS_envelope")
    etree.SubElement(etree.SubElement(root, "header"), "version").text = "0.9"
    block = etree.SubElement(etree.SubElement(root, "body"), "data_block")
    _write(block, data, order)
    return _HEAD + etree.tostring(root, encoding="UTF-8")


def _read(holder: Any) -> Node:
    if len(holder) == 0:
        return (holder.text or "").strip() or None
    child = holder[0]
    match child.tag:
        case "dt_assoc":
            return {str(item.get("key")): _read(item) for item in child.iterfind("item")}
        case "dt_array":
            return [_read(item) for item in sorted(child.iterfind("item"), key=_place)]
        case "dt_scalar":
            return (child.text or "").strip() or None
        case _:
            raise NotAnEnvelope("an element that OPS does not have")


def _place(item: Any) -> int:
    key = str(item.get("key"))
    if not key.isdigit():
        raise NotAnEnvelope("an array's key is no number")
    return int(key)


def _write(holder: Any, data: Node, order: Random) -> None:
    if data is None:
        holder.text = ""
    elif isinstance(data, str):
        # Most values are bare text; now and then one comes as a dt_scalar, which means the same.
        scalar = order.random() < 0.1
        (etree.SubElement(holder, "dt_scalar") if scalar else holder).text = data
    elif isinstance(data, Mapping):
        _write_items(etree.SubElement(holder, "dt_assoc"), list(data.items()), order)
    else:
        numbered = [(str(place), value) for place, value in enumerate(data)]
        _write_items(etree.SubElement(holder, "dt_array"), numbered, order)


def _write_items(holder: Any, items: list[tuple[str, Node]], order: Random) -> None:
    order.shuffle(items)
    for key, value in items:
        _write(etree.SubElement(holder, "item", key=key), value, order)
