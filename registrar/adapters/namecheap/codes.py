"""Namecheap's error numbers and what they are to us. Words decide nothing."""

from collections.abc import Sequence

from registrar.errors import (
    AccessRefused,
    NameTaken,
    NotFound,
    NotSponsored,
    OutcomeUnknown,
    PaymentRefused,
    Refused,
    StatusProhibits,
    TryAgain,
    Unsupported,
    ValueRefused,
)
from registrar.exchange import Unreadable
from registrar.form_line import Complaint, FormManner, told, whole_number
from registrar.markup import Node
from registrar.statuses import Meaning, StatusTable, always

_FAILED = Meaning("the server failed", TryAgain, OutcomeUnknown)
_PROVIDER = Meaning("the vendor's own provider answered with an error", Refused, OutcomeUnknown)
_HALFWAY = Meaning("it failed on the way", Refused, OutcomeUnknown)
_ACCESS = always("the credentials, or the address, are not accepted", AccessRefused)
_VALUE = always("something that was sent is not accepted", ValueRefused)

NUMBERS = StatusTable(
    usual={
        **dict.fromkeys((1010101, 1010102, 1010105, 1011102, 1011105, 1016103, 1017101, 1017103), _ACCESS),
        **dict.fromkeys((1011150, 1017105, 1017150, 1017411, 1019103, 1030408), _ACCESS),
        4011103: always("access denied", AccessRefused),
        1017410: always("too many payments were declined", PaymentRefused),
        1010104: always("there is no such command", Unsupported),
        2019166: always("not in this account", NotFound),
        2016166: always("not in this account", NotSponsored),
        3016166: always("not in this account", NotSponsored),
        2030166: always("the name is not valid, or may not be changed", ValueRefused),
        2020166: always("it has expired, or not yet", StatusProhibits),
        **dict.fromkeys((2010323, 2010324, 2010325, 2010326, 2010327, 2011168, 2011169), _VALUE),
        **dict.fromkeys((2011170, 2011280, 2011322, 2015167, 2015182, 2015267, 2015278), _VALUE),
        **dict.fromkeys((2033270, 2033407, 2515623), _VALUE),
        2030280: always("the name's TLD is not sold here", ValueRefused),
        2515610: always("the price is not the one that was told", Refused),
        2033409: always("there is no order that could be charged", Refused),
        2528166: always("no order could be made, for want of money as a rule", PaymentRefused),
        3019166: always("it is not for sale", NameTaken),
        4019166: always("it is not for sale", NameTaken),
        4019337: Meaning("the contacts cannot be told now", TryAgain, OutcomeUnknown),
        **dict.fromkeys((3011511, 3024510, 3028166, 3031166, 3031510, 3031900, 3050511), _PROVIDER),
        **dict.fromkeys((4022337, 4023166, 4023271, 4024167, 4026312, 5026900), _HALFWAY),
        **dict.fromkeys((1050900, 3050900, 5019169, 5050169, 5050900), _FAILED),
    },
    special={},
)


def complaints(reply: Node) -> Sequence[Complaint]:
    """Return the errors of a reply, none for a yes. Raises `Unreadable` for what is neither."""
    if reply.tag != "ApiResponse":
        raise Unreadable("the answer is not the vendor's")
    status = (told(reply, "Status") or "").upper()
    errors = list(reply.find("Errors", "Error"))
    if status not in ("OK", "ERROR") or (status == "OK") is bool(errors):
        raise Unreadable("the reply says neither yes nor no")
    return [Complaint(whole_number(told(one, "Number") or ""), one.text) for one in errors]


MANNER = FormManner(numbers=NUMBERS, complaints=complaints, too_many=frozenset({405}))
"""HTTP 405 is its "too many requests", said before anything is done."""
