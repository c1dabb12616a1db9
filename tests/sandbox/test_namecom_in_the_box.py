"""The sandbox serves Name.com beside OpenSRS, and goes on with it where it was."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import SecretStr

from net.addresses import AddressGuard
from portfolio.names import DomainName
from registrar.adapters.namecom import NameComRegistrar
from registrar.catalogue import connect
from registrar.contract import TransferState
from sandbox.box import Sandbox
from tests.conformance.bench import ELSEWHERE, START, request_for, transfer_of
from tests.conformance.people import roles_of

NAME = DomainName("new-example.com")


@contextmanager
def _registrar(box: Sandbox) -> Iterator[NameComRegistrar]:
    registrar = connect(
        "namecom",
        endpoint=box.addresses.vendor("namecom"),
        username=box.vendors["namecom"].username,
        secret=SecretStr(box.vendors["namecom"].secret),
        guard=AddressGuard(allowed=box.addresses.all_pairs),
        attempts=1,
    )
    assert isinstance(registrar, NameComRegistrar)
    yield registrar
    registrar.close()


def test_a_name_registered_in_the_box_is_there_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    with Sandbox(start=START, state=path) as box:
        with _registrar(box) as registrar:
            registrar.register(request_for(NAME))
        token, left = box.vendors["namecom"].secret, box.vendors["namecom"].office.balance
    with Sandbox(start=START, state=path) as again:
        vendor = again.vendors["namecom"]
        assert (vendor.secret, vendor.office.balance) == (token, left)
        assert [order.name for order in vendor.office.orders.values()] == [NAME]
        assert again.registry.look_up(NAME) is not None


def test_settling_completes_transfers_at_every_vendor() -> None:
    with Sandbox(start=START) as box:
        box.registry.create(
            ELSEWHERE.name,
            by="elsewhere",
            years=2,
            contacts=roles_of("com"),
            auth_info="let-me-go-0123456789",
        )
        with _registrar(box) as registrar:
            registrar.transfer_in(transfer_of(ELSEWHERE.name, auth_info="let-me-go-0123456789"))
            box.settle()
            assert registrar.transfer_state(ELSEWHERE.name) is TransferState.DONE


def test_a_state_from_before_a_vendor_can_be_gone_on_with(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    with Sandbox(start=START, state=path):
        pass
    kept = json.loads(path.read_text("utf-8"))
    for part in ("ports", "secrets", "vendors"):
        kept[part].pop("namecom")
    path.write_text(json.dumps(kept), "utf-8")
    with Sandbox(start=START, state=path) as box:
        assert box.addresses.vendor("namecom").endswith("/core/v1")
        assert box.vendors["namecom"].secret
