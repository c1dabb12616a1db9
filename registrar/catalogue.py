"""Which registrars there are, and how one is reached."""

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Protocol, cast

from pydantic import SecretStr

from net.addresses import AddressGuard
from net.client import HttpClient
from registrar.adapters import (
    centralnic,
    dnsimple,
    enom,
    gandi,
    hexonet,
    namecheap,
    namecom,
    openprovider,
    opensrs,
    porkbun,
    realtimeregister,
    route53,
)
from registrar.contract import Registrar
from registrar.errors import Unsupported
from registrar.support import Spec

_SPECS = (
    dnsimple.SPEC,
    enom.SPEC,
    centralnic.SPEC,
    gandi.SPEC,
    hexonet.SPEC,
    namecheap.SPEC,
    namecom.SPEC,
    openprovider.SPEC,
    opensrs.SPEC,
    porkbun.SPEC,
    realtimeregister.SPEC,
    route53.SPEC,
)

ADAPTERS: Mapping[str, Spec] = MappingProxyType({spec.slug: spec for spec in _SPECS})
"""Every registrar by its slug."""

DEADLINE = timedelta(seconds=120)
"""For one exchange. Lists of large accounts are slow: public clients of OpenSRS allow minutes for them."""

MAX_BYTES = 4_194_304


class _Connects(Protocol):
    """How every adapter is made."""

    def __call__(
        self, http: HttpClient, *, endpoint: str, username: str, secret: SecretStr, attempts: int
    ) -> Registrar: ...


def connect(
    slug: str,
    *,
    endpoint: str,
    username: str,
    secret: SecretStr,
    guard: AddressGuard,
    attempts: int = 4,
) -> Registrar:
    """
    Return the registrar `slug` for one account at one endpoint. Nothing is sent yet.

    `attempts` bounds how often a read is sent; 1 turns waiting off. Raises `Unsupported` for a slug that is
    not in the catalogue.
    """
    spec = ADAPTERS.get(slug)
    if spec is None:
        raise Unsupported(f"no such registrar; there are {', '.join(sorted(ADAPTERS))}", registrar=slug)
    http = HttpClient(guard=guard, deadline=DEADLINE, max_bytes=MAX_BYTES)
    # The cast says what the contract cannot: how an adapter is constructed.
    make = cast("_Connects", spec.adapter)
    return make(http, endpoint=endpoint, username=username, secret=secret, attempts=attempts)
