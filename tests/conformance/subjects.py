"""The registrars that the suite runs over, each with its bench."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

from portfolio.order import OrderKind
from registrar.catalogue import ADAPTERS
from registrar.support import Spec
from tests.conformance.bench import Bench
from tests.conformance.centralnic_bench import CentralNicBench, HexonetBench
from tests.conformance.dnsimple_bench import DnsimpleBench
from tests.conformance.enom_bench import EnomBench
from tests.conformance.gandi_bench import GandiBench
from tests.conformance.namecheap_bench import NamecheapBench
from tests.conformance.namecom_bench import NameComBench
from tests.conformance.openprovider_bench import OpenproviderBench
from tests.conformance.opensrs_bench import OpenSrsBench
from tests.conformance.porkbun_bench import PorkbunBench
from tests.conformance.realtimeregister_bench import RealtimeRegisterBench
from tests.conformance.reference import REFERENCE, ReferenceRegistrar, spec_of
from tests.conformance.reference_bench import ReferenceBench
from tests.conformance.route53_bench import Route53Bench


@dataclass(frozen=True)
class Subject:
    """
    A registrar's declaration and how to build its bench; what the bench opens, the stack closes.

    `held_to` names the tests that it is held to; empty means all.
    """

    spec: Spec
    bench: Callable[[ExitStack], Bench]
    held_to: frozenset[str] = frozenset()


BENCHES: dict[str, Callable[[ExitStack], Bench]] = {
    "reference": lambda _: ReferenceBench(),
    "centralnic": CentralNicBench,
    "hexonet": HexonetBench,
    "dnsimple": DnsimpleBench,
    "enom": EnomBench,
    "gandi": GandiBench,
    "namecheap": NamecheapBench,
    "namecom": NameComBench,
    "openprovider": OpenproviderBench,
    "opensrs": OpenSrsBench,
    "porkbun": PorkbunBench,
    "realtimeregister": RealtimeRegisterBench,
    "route53": Route53Bench,
}


UNMARKED: dict[str, frozenset[OrderKind]] = {"realtimeregister": frozenset({OrderKind.RENEW})}
"""Kinds of orders that carry nothing of ours at a vendor: its own number finds one, no reference does."""


class ChoosingRegistrar(ReferenceRegistrar):
    """The reference over a vendor that takes our handle for a contact."""

    slug = "choosing"
    chooses_handles = True


CHOOSING = Subject(
    spec_of(ChoosingRegistrar, slug="choosing"),
    lambda _: ReferenceBench(ChoosingRegistrar),
    frozenset(
        {
            "test_a_handle_of_our_choice_is_made_once_however_often_it_is_asked_for",
            "test_a_contact_is_made_once_and_read_back_as_it_is_kept",
            "test_making_a_contact_touches_no_other",
            "test_a_handle_whose_answer_was_lost_is_found_by_what_it_holds",
        }
    ),
)

SUBJECTS = {spec.slug: Subject(spec, BENCHES[spec.slug]) for spec in (REFERENCE, *ADAPTERS.values())} | {
    CHOOSING.spec.slug: CHOOSING
}
"""Every registrar of the catalogue, and the references. One without a bench is an error here."""
