"""The registrars that the suite runs over, each with its bench."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

from registrar.catalogue import ADAPTERS
from registrar.support import Spec
from tests.conformance.bench import Bench
from tests.conformance.opensrs_bench import OpenSrsBench
from tests.conformance.reference import REFERENCE
from tests.conformance.reference_bench import ReferenceBench


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
    "opensrs": OpenSrsBench,
}

SUBJECTS = {spec.slug: Subject(spec, BENCHES[spec.slug]) for spec in (REFERENCE, *ADAPTERS.values())}
"""Every registrar of the catalogue, and the reference. One without a bench is an error here."""
