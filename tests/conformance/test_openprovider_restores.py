"""A restore that Openprovider has only requested: pending, found by its mark, and never paid twice."""

from contextlib import ExitStack
from dataclasses import replace

import pytest

from portfolio.names import DomainName
from portfolio.order import OrderKind
from registrar.adapters.openprovider import OpenproviderRegistrar
from registrar.contract import OrderFound, OrderSought
from registrar.errors import NotFound, StatusProhibits
from tests.conformance.bench import EXAMPLE, restore_of
from tests.conformance.openprovider_bench import OpenproviderBench

SLOW = replace(EXAMPLE, name=DomainName("slow-example.com"))
SOUGHT = OrderSought(reference=restore_of(SLOW).reference, name=SLOW.name, kind=OrderKind.RESTORE)


def test_a_restore_that_is_requested_is_pending_until_the_name_is_back() -> None:
    with ExitStack() as stack:
        bench = OpenproviderBench(stack)
        bench.given_in_redemption(SLOW)
        registrar = bench.registrar
        assert isinstance(registrar, OpenproviderRegistrar)
        receipt = registrar.restore(restore_of(SLOW))
        assert receipt.pending
        assert registrar.find_order(SOUGHT) == OrderFound(done=False, reference=receipt.reference)
        with pytest.raises(NotFound, match="ordered"):
            registrar.info(SLOW.name)
        with pytest.raises(StatusProhibits):
            registrar.restore(restore_of(SLOW))
        bench.settle()
        assert registrar.find_order(SOUGHT) == OrderFound(done=True, reference=receipt.reference)
        assert registrar.info(SLOW.name).name == SLOW.name
