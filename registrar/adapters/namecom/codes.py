"""Name.com's HTTP statuses and what they are to us (its OpenAPI document 1.7.0). Words decide nothing."""

from registrar.adapters.namecom.wire import Problem
from registrar.errors import (
    AccessRefused,
    NotFound,
    OutcomeUnknown,
    PaymentRefused,
    Refused,
    StatusProhibits,
    TryAgain,
    Unsupported,
    ValueRefused,
)
from registrar.json_line import Manner
from registrar.statuses import Meaning, StatusTable, always

_EXPIRED = always("the name has expired", StatusProhibits)

STATUSES = StatusTable(
    usual={
        400: always("something that was sent is not accepted", ValueRefused),
        401: always("the credentials are not accepted", AccessRefused),
        402: always("the account cannot pay", PaymentRefused),
        403: always("permission denied", AccessRefused),
        404: always("not in this account", NotFound),
        406: always("no auth_info can be had here", Refused),
        409: always("its status forbids it", StatusProhibits),
        415: always("the kind of content is not accepted", ValueRefused),
        # Documented as passing. Nothing was ordered; ordering again is for people to decide.
        422: Meaning("no price can be told now", TryAgain, Refused),
        429: always("too many requests", TryAgain),
        500: Meaning("the server failed", TryAgain, OutcomeUnknown),
        501: always("the registrar does not offer this", Unsupported),
        502: Meaning("the registry cannot be reached", TryAgain, OutcomeUnknown),
    },
    special={
        ("UpdateDomain", 403): _EXPIRED,
        ("SetContacts", 403): _EXPIRED,
        ("SetNameservers", 403): _EXPIRED,
        ("CreateDomain", 404): always("the name is not sold here", ValueRefused),
        # A request under this key was there before: what became of that one is not known here.
        ("CreateDomain", 409): always("the key was used for another request", OutcomeUnknown),
        ("CheckAvailability", 422): always("the name is not sold here", Refused),
    },
)

MANNER = Manner(
    statuses=STATUSES,
    refusal=lambda reply: reply.as_a(Problem).words,
    has_refusal=lambda reply: "message" in reply.items,
    resets="x-ratelimit-reset",
)
