"""Names on their way to Route 53 Domains."""

import pytest

from registrar.contract import TransferState
from registrar.errors import (
    Refused,
    ReplyNotUnderstood,
    ValueRefused,
)
from tests.conformance.bench import transfer_of
from tests.registrar.route53.route53_edge import (
    CONSENT,
    NAME,
    at_the_edge,
)

TRANSFERABILITY = {
    "UNTRANSFERABLE": ValueRefused, "DOMAIN_IN_OWN_ACCOUNT": ValueRefused, "PREMIUM_DOMAIN": ValueRefused,
    "DOMAIN_IN_ANOTHER_ACCOUNT": ValueRefused, "DONT_KNOW": Refused, "PENDING": Refused,
}  # fmt: skip


@pytest.mark.parametrize("word", TRANSFERABILITY)
def test_a_name_that_cannot_come_is_not_asked_for(word: str) -> None:
    with at_the_edge() as (edge, registrar):
        edge.says(
            "CheckDomainTransferability", {"Transferability": {"Transferable": word}, "Message": "s3cret"}
        )
        with pytest.raises(TRANSFERABILITY[word]) as caught:
            registrar.transfer_in(transfer_of(NAME, auth_info="s3cret"))
        assert edge.of("TransferDomain") == []
        assert "s3cret" not in str(caught.value)


def test_a_transfer_is_sent_with_its_secret_and_all_contacts() -> None:
    with at_the_edge() as (edge, registrar):
        registrar.transfer_in(transfer_of(NAME, auth_info="s3cret"))
        [sent] = edge.of("TransferDomain")
    assert (sent["AuthCode"], sent["AutoRenew"], sent["Consent"]) == ("s3cret", False, CONSENT)
    assert {f"{role}Contact" for role in ("Registrant", "Admin", "Tech", "Billing")} <= set(sent)


STATES = {
    ("SUBMITTED", ""): TransferState.PENDING, ("IN_PROGRESS", ""): TransferState.PENDING,
    ("IN_PROGRESS", "PENDING_CUSTOMER_ACTION"): TransferState.AWAITING_OWNER,
    ("IN_PROGRESS", "PENDING_AUTHORIZATION"): TransferState.AWAITING_OWNER,
    ("IN_PROGRESS", "PENDING_SUPPORT_CASE"): TransferState.PENDING,
    ("SUCCESSFUL", ""): TransferState.DONE, ("FAILED", ""): TransferState.REFUSED,
}  # fmt: skip


@pytest.mark.parametrize("told", STATES, ids=" ".join)
def test_the_newest_transfer_of_a_name_is_told(told: tuple[str, str]) -> None:
    newest = {"DomainName": NAME, "Status": told[0], "StatusFlag": told[1]}
    others = {"DomainName": "example.net", "Status": "FAILED"}
    with at_the_edge() as (edge, registrar):
        edge.says(
            "ListOperations",
            {"Operations": [others], "NextPageMarker": "2"},
            {"Operations": [newest, {**newest, "Status": "FAILED"}]},
        )
        assert registrar.transfer_state(NAME) is STATES[told]
        asked = {
            "MaxItems": 100,
            "Type": ["TRANSFER_IN_DOMAIN"],
            "SortBy": "SubmittedDate",
            "SortOrder": "DESC",
        }
        assert edge.of("ListOperations") == [asked, {**asked, "Marker": "2"}]


@pytest.mark.parametrize("status", ["ERROR", "PERHAPS"])
def test_a_transfer_in_an_unclear_state_is_not_understood(status: str) -> None:
    with at_the_edge() as (edge, registrar):
        edge.says("ListOperations", {"Operations": [{"DomainName": NAME, "Status": status}]})
        with pytest.raises(ReplyNotUnderstood):
            registrar.transfer_state(NAME)


def test_operations_without_a_name_are_asked_for_theirs_and_others_are_passed_over() -> None:
    lock = {"OperationId": "1", "Status": "SUCCESSFUL", "Type": "DOMAIN_LOCK", "SubmittedDate": 1.5}
    transfer = {**lock, "OperationId": "2", "Type": "TRANSFER_IN_DOMAIN", "Status": "WORKFLOW_IN_PROGRESS"}
    with at_the_edge() as (edge, registrar):
        edge.says("ListOperations", {"Operations": [lock]})
        assert registrar.transfer_state(NAME) is TransferState.NONE
        assert edge.of("GetOperationDetail") == []
        edge.says("ListOperations", {"Operations": [lock, transfer]})
        edge.says("GetOperationDetail", {**transfer, "DomainName": NAME})
        assert registrar.transfer_state(NAME) is TransferState.PENDING
        assert edge.of("GetOperationDetail") == [{"OperationId": "2"}]
        edge.says("GetOperationDetail", {"OperationId": "2", "Status": "SUCCESSFUL"})
        with pytest.raises(ReplyNotUnderstood):
            registrar.transfer_state(NAME)


@pytest.mark.parametrize("told", [{"Transferable": None}, None, {}], ids=str)
def test_a_word_that_is_not_told_asks_for_no_transfer(told: dict[str, None] | None) -> None:
    with at_the_edge() as (edge, registrar):
        edge.says("CheckDomainTransferability", {"Transferability": told, "Message": None})
        with pytest.raises(Refused):
            registrar.transfer_in(transfer_of(NAME, auth_info="s3cret"))
        assert edge.of("TransferDomain") == []
