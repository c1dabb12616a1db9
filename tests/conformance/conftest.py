"""Which registrars the suite runs over, and which of its promises each has made."""

from collections.abc import Iterator
from contextlib import ExitStack
from importlib import import_module
from os import environ

import pytest

from registrar.support import Answer, Spec
from tests.conformance.bench import Bench
from tests.conformance.purchases import Purchase
from tests.conformance.subjects import SUBJECTS, UNMARKED, Subject

PLANTED = "CONFORMANCE_SUBJECTS"
"""An environment variable: `module:attribute` of the subjects to run over in place of the registrars."""


def _subjects() -> dict[str, Subject]:
    where = environ.get(PLANTED)
    if where is None:
        return SUBJECTS
    module, _, attribute = where.partition(":")
    return getattr(import_module(module), attribute)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out the tests that a subject is not held to."""
    items[:] = [item for item in items if _is_held_to(item)]


def _is_held_to(item: pytest.Item) -> bool:
    if not isinstance(item, pytest.Function) or not hasattr(item, "callspec"):
        return True
    subject = item.callspec.params.get("subject")
    return not isinstance(subject, Subject) or not subject.held_to or item.originalname in subject.held_to


@pytest.fixture(params=list(_subjects().values()), ids=list(_subjects()))
def subject(request: pytest.FixtureRequest) -> Subject:
    """One registrar of the catalogue, or the reference."""
    return request.param


@pytest.fixture
def spec(subject: Subject) -> Spec:
    """What the registrar declares."""
    return subject.spec


@pytest.fixture
def bench(subject: Subject, request: pytest.FixtureRequest) -> Iterator[Bench]:
    """A fresh bench, for a registrar that declares every capability that the test needs."""
    for marker in request.node.iter_markers("needs"):
        for capability in marker.args:
            support = subject.spec.supports.get(capability)
            if support is None or support.answer is not Answer.CAN:
                said = f"{support.answer}, {support.note}" if support else "not declared"
                pytest.skip(f"{subject.spec.slug}: {capability}: {said}")
    purchase = request.node.callspec.params.get("purchase")
    if isinstance(purchase, Purchase) and purchase.kind in UNMARKED.get(subject.spec.slug, ()):
        pytest.skip(f"{subject.spec.slug}: a {purchase.kind} order carries nothing of ours")
    with ExitStack() as stack:
        yield subject.bench(stack)
