"""Enom's six digits (who says no, what kind of a no it is, about what), and what they are to us."""

from collections.abc import Sequence
from itertools import zip_longest

from registrar import errors
from registrar.answers import rrp
from registrar.answers.digit_codes import ByLeadingDigits
from registrar.answers.statuses import Meaning, always
from registrar.errors import OutcomeUnknown, Refused, TryAgain
from registrar.exchange import Unreadable
from registrar.forms import reply
from registrar.forms.elements import leaves, number
from registrar.forms.line import Complaint, FormManner
from registrar.forms.markup import Node

_PAYMENT = always("the account cannot pay", errors.PaymentRefused)
_ACCESS = always("the credentials, or the address, are not accepted", errors.AccessRefused)
_FAILED = Meaning("the server, or a registry, failed", TryAgain, OutcomeUnknown)
_HALFWAY = Meaning("the vendor failed on the way", Refused, OutcomeUnknown)
_VALUE = always("something that was sent is not accepted", errors.ValueRefused)
_STATUS = always("its status forbids it", errors.StatusProhibits)

# By the second and third digit. `_FAILING` counts whoever says so, `_KINDS` where the first decides nothing.
_FAILING: dict[int, Meaning] = {
    **dict.fromkeys((7, 8, 18), _FAILED), **dict.fromkeys((9, 10, 11, 20, 21, 22, 23), _HALFWAY),
    **dict.fromkeys((14, 19, 24), _PAYMENT),
}  # fmt: skip
_KINDS: dict[int, Meaning] = {
    **dict.fromkeys((1, 3, 4, 5, 6), _VALUE), **dict.fromkeys((2, 12, 15, 17), _STATUS),
    13: always("not allowed", Refused), 16: always("not found", errors.NotFound),
}  # fmt: skip
_SYSTEMS = {4: _ACCESS, 5: _PAYMENT, 6: _FAILED}
_WHOLE = {
    **dict.fromkeys((304155, 304156, 304160, 304161), _ACCESS),
    **dict.fromkeys((313153, 413153), always("not in this account", errors.NotSponsored)),
    **dict.fromkeys((302153, 315153, 215153), always("it is not free", errors.NameTaken)),
}
_BY_DIGITS = {
    system * 100_000 + kind * 1000: _FAILING.get(kind) or _SYSTEMS.get(system) or _KINDS[kind]
    for system in range(2, 8)
    for kind in _FAILING | _KINDS
}
NUMBERS = ByLeadingDigits(usual=_BY_DIGITS | _WHOLE | dict(rrp.CODES), special={})


def _complaints(root: Node) -> Sequence[Complaint]:
    top = leaves(root)
    words = [one.text for told in root.find("errors") for one in told.children]
    numbers = [one.text for one in root.find("responses", "response", "ResponseNumber")]
    if root.tag != "interface-response" or not reply.is_so(reply.needed(top, "Done")):
        raise Unreadable("the reply does not say that it is whole")
    if number(top, "ErrCount") != len(words) or len(numbers) > len(words):
        raise Unreadable("the reply says neither yes nor no")
    code = reply.told(top, "RRPCode") or reply.told(top, "RRPCodeSR") or "200"
    if not words and code not in rrp.DONE | {"1300"}:
        return [Complaint(reply.whole_number(code), reply.told(top, "RRPText") or "")]
    told = zip_longest(words, numbers, fillvalue="")
    return [Complaint(reply.whole_number(digits or "0"), text) for text, digits in told]


MANNER = FormManner(numbers=NUMBERS, complaints=_complaints)
