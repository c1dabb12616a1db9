"""Namecheap's error numbers and what they are to us. Words decide nothing."""

from collections.abc import Sequence

from registrar import errors
from registrar.answers.statuses import Meaning, StatusTable, always
from registrar.errors import OutcomeUnknown, Refused, TryAgain
from registrar.exchange import Unreadable
from registrar.forms.line import Complaint, FormManner
from registrar.forms.markup import Node
from registrar.forms.reply import told, whole_number

_ACCESS = always("the credentials, or the address, are not accepted", errors.AccessRefused)
_VALUE = always("something that was sent is not accepted", errors.ValueRefused)
_FAILED = Meaning("the server failed", TryAgain, OutcomeUnknown)
_HALFWAY = Meaning("the vendor, or its own provider, failed on the way", Refused, OutcomeUnknown)

NUMBERS = StatusTable(
    usual={
        **dict.fromkeys((1010101, 1010102, 1010105, 1011102, 1011105, 1011150, 1016103, 1017101), _ACCESS),
        **dict.fromkeys((1017103, 1017105, 1017150, 1017411, 1019103, 1030408, 2011166, 4011103), _ACCESS),
        **dict.fromkeys((2005, 2010323, 2010324, 2010325, 2010326, 2010327, 2011168, 2011169), _VALUE),
        **dict.fromkeys((2011170, 2011280, 2011298, 2011322, 2015167, 2015170, 2015182, 2015267), _VALUE),
        **dict.fromkeys((2015278, 2015610, 2030166, 2030280, 2033270, 2033407, 2511623, 2515623), _VALUE),
        1010104: always("there is no such command", errors.Unsupported),
        1017410: always("too many payments were declined", errors.PaymentRefused),
        2019166: always("not in this account", errors.NotFound),
        **dict.fromkeys((2016166, 3016166), always("not in this account", errors.NotSponsored)),
        2020166: always("it has expired, or not yet", errors.StatusProhibits),
        2033409: always("there is no order that could be charged", Refused),
        2515610: always("the price is not the one that was told", Refused),
        2528166: always("no order could be made, as when the account has no money", errors.PaymentRefused),
        **dict.fromkeys((3019166, 4019166), always("it is not for sale", errors.NameTaken)),
        **dict.fromkeys((1050900, 3050900, 4019337, 5019169, 5050169, 5050900), _FAILED),
        **dict.fromkeys((2011323, 3011511, 3019510, 3024510, 3028166, 3031166, 3031510, 3031900), _HALFWAY),
        **dict.fromkeys((3050511, 4019329, 4022288, 4022312, 4022323, 4022337, 4023166, 4023271), _HALFWAY),
        **dict.fromkeys((4024166, 4024167, 4026312, 5026900), _HALFWAY),
    },
    special={},
)  # fmt: skip


def _complaints(reply: Node) -> Sequence[Complaint]:
    status, errors_told = (told(reply, "Status") or "").upper(), list(reply.find("Errors", "Error"))
    if reply.tag != "ApiResponse" or (status, bool(errors_told)) not in (("OK", False), ("ERROR", True)):
        raise Unreadable("the reply says neither yes nor no")
    return [Complaint(whole_number(told(one, "Number") or "0"), one.text) for one in errors_told]


# HTTP 405 is its "too many requests", said before anything is done.
MANNER = FormManner(numbers=NUMBERS, complaints=_complaints, too_many=frozenset({405}))
