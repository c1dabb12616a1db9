"""
Faults on purpose, in the reference and in the OpenSRS adapter: each must make the suite fail.

A fault names the tests that are there to catch it. The sound registrar is held to all of them, and passes.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from portfolio.contacts import Contact, ContactRole
from portfolio.names import DomainName, HostName
from portfolio.registration import Registration
from registrar.adapters.opensrs import OpenSRSRegistrar, listing
from registrar.adapters.opensrs.codec import Command
from registrar.catalogue import ADAPTERS
from registrar.contract import (
    Receipt,
    Registrar,
    RegistrationRequest,
    SetsLock,
)
from registrar.errors import OutcomeUnknown, Refused, ReplyNotUnderstood
from registrar.support import Capability
from tests.conformance.bench import ENOUGH
from tests.conformance.opensrs_bench import OpenSrsBench
from tests.conformance.people import REGISTRANT
from tests.conformance.planted_orders import OF_ORDERS
from tests.conformance.planting import Adapter, Plant, with_methods
from tests.conformance.reference import REFERENCE, ReferenceRegistrar
from tests.conformance.reference_bench import ReferenceBench
from tests.conformance.subjects import Subject


def _around_changes(adapter: Adapter, around: Callable[[Callable[..., Any]], Callable[..., Any]]) -> Adapter:
    """Return a subclass of `adapter` whose every change goes through `around`."""

    def construct(self: Any, *args: object, **named: object) -> None:
        adapter.__init__(self, *args, **named)
        holder, word = (self, "_change") if isinstance(self, ReferenceRegistrar) else (self._line, "change")
        setattr(holder, word, around(getattr(holder, word)))

    return with_methods(adapter, __init__=construct)


def retried_write(adapter: Adapter) -> Adapter:
    """A change without a clear answer is sent once more."""

    def around(change: Callable[..., Any]) -> Callable[..., Any]:
        def twice(*asked: object) -> object:
            try:
                return change(*asked)
            except OutcomeUnknown:
                return change(*asked)

        return twice

    return _around_changes(adapter, around)


def lost_is_refused(adapter: Adapter) -> Adapter:
    """A lost answer is taken for a refusal."""

    def around(change: Callable[..., Any]) -> Callable[..., Any]:
        def believing(*asked: object) -> object:
            try:
                return change(*asked)
            except OutcomeUnknown as err:
                raise Refused("the registrar said no", registrar=err.registrar) from err

        return believing

    return _around_changes(adapter, around)


def one_page(adapter: Adapter) -> Adapter:
    """Only the first page of a list is read."""

    def holdings(self: Any) -> Iterator[DomainName]:
        if isinstance(self, ReferenceRegistrar):
            return iter([DomainName(name) for name in self._page(1)[0]])
        names, *_ = self._line.read(*listing._page(1))
        return iter(names)

    return with_methods(adapter, holdings=holdings)


def claimed_and_absent(adapter: Adapter) -> Adapter:
    """The transfer lock is declared, and not there."""
    bases = tuple(base for base in adapter.__bases__ if base is not SetsLock)
    own = {word: what for word, what in vars(adapter).items() if word not in _MADE_BY_PYTHON | {"set_lock"}}
    return type(f"Lockless{adapter.__name__}", bases, own)


_MADE_BY_PYTHON = {"__dict__", "__weakref__", "__abstractmethods__", "_abc_impl", "__parameters__"}


def garbled_is_data(adapter: Adapter) -> Adapter:
    """An answer that cannot be read is a registration of which nothing is known."""

    def info(self: Registrar, name: DomainName) -> Registration:
        try:
            return adapter.info(self, name)
        except ReplyNotUnderstood:
            return Registration(name=name)

    return with_methods(adapter, info=info)


def copied_role(adapter: Adapter) -> Adapter:
    """Every role is the registrant's."""

    def register(self: Registrar, request: RegistrationRequest) -> Receipt:
        copied = dict.fromkeys(request.contacts, REGISTRANT)
        return adapter.register(self, request.model_copy(update={"contacts": copied}))

    return with_methods(adapter, register=register)


def no_price_limit(adapter: Adapter) -> Adapter:
    """The limit is not looked at."""

    def register(self: Registrar, request: RegistrationRequest) -> Receipt:
        return adapter.register(self, request.model_copy(update={"price_limit": ENOUGH}))

    return with_methods(adapter, register=register)


def sent_again(adapter: Adapter) -> Adapter:
    """What is set already is set again."""

    def set_nameservers(self: Any, name: DomainName, hosts: frozenset[HostName]) -> Receipt:
        if isinstance(self, ReferenceRegistrar):
            self._change(Capability.SET_NAMESERVERS, name, lambda: self.vendor.set_nameservers(name, hosts))
        else:
            asked = {"domain": name, "op_type": "assign", "assign_ns": sorted(hosts)}
            self._line.change(Command("advanced_update_nameservers", name, asked), lambda _reply: None)
        return Receipt()

    return with_methods(adapter, set_nameservers=set_nameservers)


def talkative(adapter: Adapter) -> Adapter:
    """Contacts are written to the log."""

    def set_contacts(self: Registrar, name: DomainName, contacts: Mapping[ContactRole, Contact]) -> Receipt:
        for contact in contacts.values():
            logging.getLogger("registrar").debug("sending %s", contact.email)
        return adapter.set_contacts(self, name, contacts)

    return with_methods(adapter, set_contacts=set_contacts)


CAUGHT_BY: Mapping[Plant, tuple[str, ...]] = {
    **OF_ORDERS,
    retried_write: (
        "test_a_change_whose_answer_is_lost_is_unknown_done_and_sent_once",
        "test_a_change_that_broke_off_is_unknown_and_was_sent_once",
        "test_an_order_without_a_clear_answer_is_unknown_and_then_found_truthfully",
        "test_a_renewal_without_a_clear_answer_is_unknown_and_the_date_tells",
    ),
    lost_is_refused: (
        "test_a_change_whose_answer_is_lost_is_unknown_done_and_sent_once",
        "test_an_order_without_a_clear_answer_is_unknown_and_then_found_truthfully",
        "test_a_renewal_without_a_clear_answer_is_unknown_and_the_date_tells",
        "test_a_transfer_whose_answer_is_lost_is_unknown_and_its_state_tells",
    ),
    one_page: ("test_holdings_are_every_name_once_whatever_the_paging",),
    claimed_and_absent: (
        "test_declares_exactly_what_it_implements",
        "test_a_caller_gets_each_declared_role_or_one_clear_error",
        "test_the_lock_can_be_lifted_and_set_again",
    ),
    garbled_is_data: ("test_info_that_is_garbled_or_truncated_is_never_data",),
    copied_role: (
        "test_a_registration_holds_what_was_ordered_and_is_paid_once",
        "test_each_role_is_read_back_exactly_as_it_was_sent",
    ),
    no_price_limit: ("test_above_the_price_limit_nothing_is_spent",),
    sent_again: ("test_setting_the_delegation_that_is_set_sends_nothing",),
    talkative: ("test_no_secret_and_no_person_stands_in_an_error_or_a_log",),
}
"""Each fault, and the tests that must fail for it."""

_EVERY_TEST = frozenset(test for tests in CAUGHT_BY.values() for test in tests)


def _reference(plant: Plant) -> Subject:
    adapter = plant(ReferenceRegistrar)
    spec = replace(REFERENCE, adapter=adapter)
    return Subject(spec, lambda _: ReferenceBench(adapter), frozenset(CAUGHT_BY[plant]))


def _opensrs(plant: Plant) -> Subject:
    adapter = plant(OpenSRSRegistrar)
    spec = replace(ADAPTERS["opensrs"], adapter=adapter)
    return Subject(spec, lambda stack: OpenSrsBench(stack, adapter), frozenset(CAUGHT_BY[plant]))


SOUND = "sound"

IN_REFERENCE = {SOUND: Subject(REFERENCE, lambda _: ReferenceBench(), _EVERY_TEST)} | {
    plant.__name__: _reference(plant) for plant in CAUGHT_BY
}
"""The reference as it is, and with each fault."""

IN_OPENSRS = {SOUND: Subject(ADAPTERS["opensrs"], OpenSrsBench, _EVERY_TEST)} | {
    plant.__name__: _opensrs(plant) for plant in CAUGHT_BY
}
"""The OpenSRS adapter as it is, and with each fault."""
