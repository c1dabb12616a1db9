"""What a registrar declares is what it does."""

import pytest

from registrar.contract import Registrar
from registrar.errors import Unsupported
from registrar.support import ROLE, Answer, Capability, Spec, implemented, require
from tests.conformance.bench import Bench


def test_declares_exactly_what_it_implements(spec: Spec) -> None:
    declared = {capability for capability, support in spec.supports.items() if support.answer is Answer.CAN}
    assert declared == implemented(spec.adapter)


def test_answers_every_capability(spec: Spec) -> None:
    assert set(spec.supports) == set(Capability)


def test_says_why_not(spec: Spec) -> None:
    assert all(support.note for support in spec.supports.values() if support.answer is not Answer.CAN)


def test_is_a_registrar_under_the_name_that_it_declares(spec: Spec, bench: Bench) -> None:
    assert Registrar in type(bench.registrar).__mro__
    assert bench.registrar.slug == spec.slug


def test_a_caller_gets_each_declared_role_or_one_clear_error(spec: Spec, bench: Bench) -> None:
    for capability, role in ROLE.items():
        if spec.supports[capability].answer is Answer.CAN:
            assert require(bench.registrar, role) is bench.registrar
        else:
            with pytest.raises(Unsupported):
                require(bench.registrar, role)
