"""Realtime Register's types of errors and what they are to us. Words and statuses decide nothing."""

from collections.abc import Mapping
from types import MappingProxyType

from net.client import Answer
from registrar.adapters.realtimeregister.wire import Problem
from registrar.errors import (
    AccessRefused,
    NameTaken,
    NotFound,
    OutcomeUnknown,
    PaymentRefused,
    PriceRefused,
    Refused,
    StatusProhibits,
    TryAgain,
    Unsupported,
    ValueRefused,
)
from registrar.exchange import Unreadable
from registrar.json_line import Call, JsonCodec, Manner
from registrar.json_reply import read_json
from registrar.retry_after import retry_after
from registrar.statuses import BELIEVED_BARE, Meaning, StatusTable, always
from registrar.words import without_values

_INVALID = always("something that was sent is not accepted", ValueRefused)
_LOST = Meaning("the registry was not reached, or did not answer", TryAgain, OutcomeUnknown)
_FAILED = Meaning("the server failed", TryAgain, OutcomeUnknown)
_UNKNOWN = Meaning("a type that is not in our table", Refused, OutcomeUnknown)

TYPES: Mapping[str, Meaning] = MappingProxyType({
    **dict.fromkeys(("InvalidParameter", "InvalidMessage", "UnrecognizedPropertyException"), _INVALID),
    **dict.fromkeys(("ValidationError", "ConstraintViolationException"), _INVALID),
    **dict.fromkeys(("ContactUpdateValidationError", "DnsConfigurationException"), _INVALID),
    **dict.fromkeys(("ProviderConnectionError", "ProviderUnavailable"), _LOST),
    **dict.fromkeys(("InternalSRSError", "InternalServerError"), _FAILED),
    "AuthenticationFailed": always("the key is not accepted", AccessRefused),
    "AuthorizationFailed": always("permission denied", AccessRefused),
    "BillableAcknowledgmentNeededException": always(
        "it costs what was not agreed to; nothing was done", PriceRefused
    ),
    "InsufficientCreditException": always("the account cannot pay", PaymentRefused),
    "NoContractException": always("the account has no contract for this", Unsupported),
    "ObjectDoesNotExist": always("not in this account", NotFound),
    "ObjectExists": always("it is there already", ValueRefused),
    "ObjectStatusProhibitsOperation": always("its status forbids it", StatusProhibits),
    "ProcessError": Meaning("the registrar's process failed", Refused, OutcomeUnknown),
    "RateLimitExceeded": always("too many requests", TryAgain),
    "UnsupportedTld": always("the TLD is not offered", Unsupported),
})  # fmt: skip
"""The skill's catalogue of errors (3858000), and the types that the vendor's own SDKs tell apart."""

SPECIAL: Mapping[tuple[str, str], Meaning] = MappingProxyType(
    {
        ("createDomain", "ObjectExists"): always("the name is registered", NameTaken),
        ("transferDomain", "ObjectExists"): always(
            "the name is in the account, or on its way", StatusProhibits
        ),
    }
)

MANNER = Manner(
    statuses=StatusTable(usual={}, special={}),
    refusal=lambda reply: reply.as_a(Problem).words,
    has_refusal=lambda reply: {"type", "message"} <= set(reply.items),
)


class Codec(JsonCodec):
    """Reads a no by its type."""

    def raise_for_status(self, asked: Call, answer: Answer, *, harmless: bool) -> bool | None:
        """As `JsonCodec`; the error that a no is comes from its type."""
        if answer.status in asked.yes or not 400 <= answer.status < 500:
            return super().raise_for_status(asked, answer, harmless=harmless)
        try:
            problem = read_json(answer.body).as_a(Problem)
        except Unreadable:
            if answer.status in BELIEVED_BARE:
                return None
            raise
        operation = asked.operation.removesuffix("?quote")
        meaning = SPECIAL.get((operation, problem.type)) or TYPES.get(problem.type, _UNKNOWN)
        error = meaning.read if harmless else meaning.change
        raise error(
            f"{meaning.says}: {without_values(problem.words, asked.private)}".rstrip(": "),
            vendor_code=problem.type,
            http_status=answer.status,
            retry_after=retry_after(answer.headers),
        )
