"""Porkbun's words for a no, and what they are to us (its API v3 reference, 3.7). A 200 can be a no, too."""

from registrar.errors import (
    AccessRefused,
    NameTaken,
    NotFound,
    OutcomeUnknown,
    PaymentRefused,
    Refused,
    StatusProhibits,
    TryAgain,
    ValueRefused,
)
from registrar.json_words import WordTable
from registrar.statuses import Meaning, always

_KEYS = always("the keys are not accepted", AccessRefused)
_WRONG = always("something that was sent is not accepted", ValueRefused)
_BUSY = always("too many requests", TryAgain)
_NOT_HERE = always("not in this account, or not open to its interface", NotFound)
# A request under this key was there before: what became of that one is not known here.
_SAME_KEY = Meaning("the key was used for another request", Refused, OutcomeUnknown)
_MEANT = {
    "API_KEY_REQUIRED INVALID_API_KEYS_001 INVALID_API_KEYS_002 INVALID_TOKEN INVALID_USER": _KEYS,
    "MISSING_APIKEY MISSING_SECRETAPIKEY": _KEYS,
    "IP_NOT_ALLOWED": always("this address is not on the key's allow-list", AccessRefused),
    "INVALID_PROTOCOL METHOD_NOT_ALLOWED INVALID_OR_EMPTY_JSON INVALID_TYPE INVALID_RECORD_ID": _WRONG,
    "INVALID_DOMAIN DOMAIN_NOT_FOUND": _NOT_HERE,
    "DOMAIN_NOT_ALLOWED": always("the key is not one for this name", Refused),
    "DOMAIN_NOT_AVAILABLE": always("the name is not for sale", NameTaken),
    "INSUFFICIENT_FUNDS": always("the account cannot pay", PaymentRefused),
    "RENEWAL_TOO_SOON": always("the last order of the name is not 30 days old", StatusProhibits),
    "RATE_LIMIT_EXCEEDED": _BUSY,
    "IDEMPOTENCY_KEY_MISMATCH IDEMPOTENCY_KEY_IN_USE": _SAME_KEY,
}
WORDS = WordTable(
    yes="SUCCESS",
    no="ERROR",
    codes={code: meaning for codes, meaning in _MEANT.items() for code in codes.split()},
    statuses={401: _KEYS, 429: _BUSY},
    wait="ttlRemaining",
)
