"""Name.com's HTTP statuses and what they are to us (its OpenAPI document 1.7.0). Words decide nothing."""

from registrar import errors
from registrar.answers.statuses import PLAIN, Meaning, StatusTable, always
from registrar.in_json.line import Manner
from registrar.in_json.reply import words_in

_EXPIRED = always("the name has expired", errors.StatusProhibits)

STATUSES = StatusTable(
    usual={
        **PLAIN,
        406: always("no auth_info can be had here", errors.Refused),
        415: always("the kind of content is not accepted", errors.ValueRefused),
        # Documented as passing. Nothing was ordered; ordering again is for people to decide.
        422: Meaning("no price can be told now", errors.TryAgain, errors.Refused),
        500: Meaning("the server failed", errors.TryAgain, errors.OutcomeUnknown),
        501: always("the registrar does not offer this", errors.Unsupported),
        502: Meaning("the registry cannot be reached", errors.TryAgain, errors.OutcomeUnknown),
    },
    special={
        **{(operation, 403): _EXPIRED for operation in ("UpdateDomain", "SetContacts", "SetNameservers")},
        ("CreateDomain", 404): always("the name is not sold here", errors.ValueRefused),
        # A request under this key was there before: what became of that one is not known here.
        ("CreateDomain", 409): always("the key was used for another request", errors.OutcomeUnknown),
        ("CheckAvailability", 422): always("the name is not sold here", errors.Refused),
    },
)

MANNER = Manner(
    statuses=STATUSES,
    refusal=lambda reply: words_in(reply, "message", "details"),
    has_refusal=lambda reply: "message" in reply.items,
    resets="x-ratelimit-reset",
)
