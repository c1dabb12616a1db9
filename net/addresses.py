"""
Which addresses may be dialled: public unicast, and what was opened by hand.

The IANA registries of special-purpose addresses are kept as data in `special_purpose.toml`. The flags of
Python's `ipaddress` are not used: they let through carrier-shared space, 6to4 and NAT64 forms of loopback,
and multicast.
"""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from net.errors import AddressRefused

_GLOBAL_UNICAST = IPv6Network("2000::/3")


@dataclass(frozen=True)
class Block:
    """One row of the special-purpose registries; `embeds` is the first bit of a carried IPv4 address."""

    network: IPv4Network | IPv6Network
    name: str
    rfc: str
    globally_reachable: bool
    embeds: int | None = None


_UNDELEGATED = Block(IPv6Network("::/0"), "not global unicast", "RFC 4291", globally_reachable=False)


@cache
def special_purpose_blocks() -> tuple[Block, ...]:
    """Return every special-purpose block, the most specific first."""
    data = tomllib.loads(files("net").joinpath("special_purpose.toml").read_text("utf-8"))
    blocks = [
        Block(ip_network(row["block"]), row["name"], row["rfc"], row["global"], row.get("embeds"))
        for family in ("ipv4", "ipv6")
        for row in data[family]
    ]
    return tuple(sorted(blocks, key=lambda block: -block.network.prefixlen))


def refusing_block(address: IPv4Address | IPv6Address) -> Block | None:
    """
    Return the block for whose sake `address` is refused, or None for public unicast.

    A block that carries an IPv4 address (mapped, RFC 6052, 6to4) is judged by that address.
    """
    for block in special_purpose_blocks():
        if address.version == block.network.version and address in block.network:
            return block if block.embeds is None else refusing_block(_carried(address, block.embeds))
    if isinstance(address, IPv6Address) and address not in _GLOBAL_UNICAST:
        return _UNDELEGATED
    return None


def _carried(address: IPv4Address | IPv6Address, first_bit: int) -> IPv4Address:
    return IPv4Address(int(address) >> (96 - first_bit) & 0xFFFF_FFFF)


class AddressGuard:
    """
    Says no to addresses that are not public unicast.

    `allowed` opens single (numeric address, port) pairs, for the sandbox on loopback; `ValueError` for a pair
    that is not numeric. Nothing changes after construction, so one guard may be shared by all threads.
    """

    def __init__(self, allowed: Iterable[tuple[str, int]] = ()) -> None:
        self._allowed = frozenset((ip_address(address), port) for address, port in allowed)

    def opens(self, address: str, port: int) -> bool:
        """Tell whether the pair was opened by hand; False for anything that is not a numeric address."""
        try:
            return (ip_address(address), port) in self._allowed
        except ValueError:
            return False

    def raise_if_refused(self, address: str, port: int) -> None:
        """
        Raise `AddressRefused` unless `address`, numeric, as it will be dialled, is public unicast or opened.

        Names are refused: what a name means is settled by resolving it, and the result is what is checked.
        """
        try:
            dialled = ip_address(address)
        except ValueError:
            raise AddressRefused("only a numeric address can be checked") from None
        if (dialled, port) in self._allowed:
            return
        block = refusing_block(dialled)
        if block is not None:
            raise AddressRefused(f"{address} port {port} is special purpose: {block.name} ({block.rfc})")
