"""Porkbun's words for a no, and what they are to us (its API v3 reference, 3.7). A 200 can be a no, too."""

from collections.abc import Mapping
from typing import ClassVar

from registrar import errors
from registrar.answers.statuses import Meaning, StatusTable, always
from registrar.answers.worded import YesOrNoCodec
from registrar.in_json.line import Manner
from registrar.in_json.reply import words_in

MANNER = Manner(StatusTable({}, {}), lambda reply: words_in(reply, "message"), lambda _: False)
_USED = Meaning("the key was used, by what is not known here", errors.Refused, errors.OutcomeUnknown)
_MEANT = {
    "API_KEY_REQUIRED INVALID_API_KEYS_001 INVALID_API_KEYS_002 INVALID_TOKEN INVALID_USER MISSING_APIKEY"
    " MISSING_SECRETAPIKEY": always("the keys are not accepted", errors.AccessRefused),
    "IP_NOT_ALLOWED": always("this address is not on the key's allow-list", errors.AccessRefused),
    "INVALID_PROTOCOL METHOD_NOT_ALLOWED INVALID_OR_EMPTY_JSON INVALID_TYPE INVALID_RECORD_ID": always(
        "something that was sent is not accepted", errors.ValueRefused
    ),
    "INVALID_DOMAIN DOMAIN_NOT_FOUND": always("not in this account, or closed to keys", errors.NotFound),
    "DOMAIN_NOT_ALLOWED": always("the key is not one for this name", errors.Refused),
    "DOMAIN_NOT_AVAILABLE": always("the name is not for sale", errors.NameTaken),
    "INSUFFICIENT_FUNDS": always("the account cannot pay", errors.PaymentRefused),
    "RENEWAL_TOO_SOON": always("the last order of the name is not 30 days old", errors.StatusProhibits),
    "RATE_LIMIT_EXCEEDED": always("too many requests", errors.TryAgain),
    "IDEMPOTENCY_KEY_MISMATCH IDEMPOTENCY_KEY_IN_USE": _USED,
}


class PorkbunCodec(YesOrNoCodec):
    """Writes requests and reads replies; only a 200 that says SUCCESS is a yes."""

    usual: ClassVar[Mapping[str, Meaning]] = {
        code: meaning for codes, meaning in _MEANT.items() for code in codes.split()
    }
