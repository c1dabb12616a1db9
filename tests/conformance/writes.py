"""One change for each capability that changes something, told once for every test that sends it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from portfolio.contacts import ContactRole
from portfolio.dnssec import SigningKey
from portfolio.names import DomainName, HostName
from registrar.contract import (
    Receipt,
    Registers,
    Renews,
    Restores,
    SetsAutoRenew,
    SetsContacts,
    SetsLock,
    SetsNameservers,
    TransfersIn,
)
from registrar.handles import KeepsHandles
from registrar.privacy import SetsPrivacy
from registrar.signing import SetsSigners
from registrar.support import Capability, require
from tests.conformance.bench import (
    ELSEWHERE,
    EXAMPLE,
    Bench,
    Held,
    order_for,
    renewal_of,
    restore_of,
    role_to_change,
    transfer_for,
)
from tests.conformance.people import ADMIN, NEW_TECH

NEW_HOSTS = frozenset({HostName("ns7.example.org"), HostName("ns8.example.org")})
NEW_NAME = "new-example.ca"
KEY = SigningKey(flags=257, algorithm=13, public_key="YWFh" * 21 + "YQ==")
"""A key of the length that ECDSA P-256 has (RFC 6605)."""
OTHERS = replace(
    EXAMPLE,
    name=DomainName("others-example.com"),
    contacts={**EXAMPLE.contacts, ContactRole.REGISTRANT: ADMIN},
)
"""A name of another registrant."""


@dataclass(frozen=True)
class Write:
    """A change: what must be there first, how it is sent, and whether it was really done."""

    capability: Capability
    prepare: Callable[[Bench], None]
    send: Callable[[Bench], Receipt]
    is_done: Callable[[Bench], bool]
    costs: bool = False

    def sent(self, bench: Bench) -> int:
        """
        How many of the requests that count reached the vendor: those that cost, where something costs.

        A fresh contact alone changes nothing of a name.
        """
        return bench.paid_requests_sent if self.costs else bench.changes_sent - bench.contacts_made


def _hold(bench: Bench) -> None:
    bench.given(EXAMPLE)


def _hold_two(bench: Bench) -> None:
    bench.given(EXAMPLE, OTHERS)


def _nothing(_bench: Bench) -> None:
    return


def _transfer(bench: Bench) -> Receipt:
    secret = bench.given_elsewhere(ELSEWHERE)
    return require(bench.registrar, TransfersIn).transfer_in(
        transfer_for(bench, ELSEWHERE.name, auth_info=secret)
    )


def _renew(bench: Bench) -> Receipt:
    return require(bench.registrar, Renews).renew(renewal_of(EXAMPLE))


def _delete(bench: Bench) -> None:
    bench.given_in_redemption(EXAMPLE)


def _put_handle(bench: Bench) -> Receipt:
    keeper = require(bench.registrar, KeepsHandles)
    handle = keeper.handles(OTHERS.name)[ContactRole.REGISTRANT]
    return keeper.put_handles(EXAMPLE.name, {role_to_change(bench): handle})


def _settled(bench: Bench) -> bool:
    bench.settle()
    return bench.truth(ELSEWHERE.name) is not None


WRITES = (
    Write(
        Capability.REGISTER,
        _nothing,
        lambda b: require(b.registrar, Registers).register(order_for(b, NEW_NAME)),
        lambda b: b.truth(DomainName(NEW_NAME)) is not None,
        costs=True,
    ),
    Write(
        Capability.RENEW,
        _hold,
        _renew,
        lambda b: _held(b).expires_on == EXAMPLE.expires_on.replace(year=EXAMPLE.expires_on.year + 1),
        costs=True,
    ),
    Write(
        Capability.RESTORE,
        _delete,
        lambda b: require(b.registrar, Restores).restore(restore_of(EXAMPLE)),
        lambda b: b.truth(EXAMPLE.name) is not None,
        costs=True,
    ),
    Write(Capability.TRANSFER_IN, _nothing, _transfer, _settled, costs=True),
    Write(
        Capability.SET_CONTACTS,
        _hold,
        lambda b: require(b.registrar, SetsContacts).set_contacts(
            EXAMPLE.name, {role_to_change(b): NEW_TECH}
        ),
        lambda b: _held(b).contacts[role_to_change(b)].email == NEW_TECH.email,
    ),
    Write(
        Capability.KEEP_HANDLES,
        _hold_two,
        _put_handle,
        lambda b: _held(b).contacts[role_to_change(b)].email == ADMIN.email,
    ),
    Write(
        Capability.SET_NAMESERVERS,
        _hold,
        lambda b: require(b.registrar, SetsNameservers).set_nameservers(EXAMPLE.name, NEW_HOSTS),
        lambda b: _held(b).nameservers == NEW_HOSTS,
    ),
    Write(
        Capability.SET_LOCK,
        _hold,
        lambda b: require(b.registrar, SetsLock).set_lock(EXAMPLE.name, locked=not EXAMPLE.locked),
        lambda b: _held(b).locked is not EXAMPLE.locked,
    ),
    Write(
        Capability.SET_AUTO_RENEW,
        _hold,
        lambda b: require(b.registrar, SetsAutoRenew).set_auto_renew(EXAMPLE.name, on=not EXAMPLE.auto_renew),
        lambda b: _held(b).auto_renew is not EXAMPLE.auto_renew,
    ),
    Write(
        Capability.PRIVACY,
        _hold,
        lambda b: require(b.registrar, SetsPrivacy).set_privacy(EXAMPLE.name, on=True),
        lambda b: _held(b).private,
    ),
    Write(
        Capability.DNSSEC,
        _hold,
        lambda b: require(b.registrar, SetsSigners).set_signers(EXAMPLE.name, frozenset({KEY})),
        lambda b: _held(b).signed,
    ),
)


def _over(*writes: Write) -> pytest.MarkDecorator:
    marked = [
        pytest.param(write, marks=pytest.mark.needs(write.capability), id=write.capability.name)
        for write in writes
    ]
    return pytest.mark.parametrize("write", marked)


every_write = _over(*WRITES)
"""Runs a test once for each change that the registrar declares."""

every_write_to_a_name_of_ours = _over(
    *(write for write in WRITES if write.capability not in (Capability.REGISTER, Capability.TRANSFER_IN))
)
"""The changes that need a name in the account."""


def _held(bench: Bench) -> Held:
    held = bench.truth(EXAMPLE.name)
    assert held is not None
    return held
