"""Realtime Register's types of errors and what they are to us. Words and statuses decide nothing."""

from collections.abc import Mapping
from types import MappingProxyType

from registrar import errors
from registrar.adapters.realtimeregister.wire import Violation
from registrar.answers.statuses import Meaning, StatusTable, always
from registrar.answers.worded import WordedCodec
from registrar.in_json.line import Manner
from registrar.in_json.reply import JsonReply, words_in

_LATER = (errors.TryAgain, errors.OutcomeUnknown)

TYPES: Mapping[str, Meaning] = MappingProxyType({
    **dict.fromkeys(
        ("InvalidParameter", "InvalidMessage", "UnrecognizedPropertyException", "ValidationError",
         "ConstraintViolationException", "ContactUpdateValidationError", "DnsConfigurationException"),
        always("something that was sent is not accepted", errors.ValueRefused),
    ),
    **dict.fromkeys(
        ("ProviderConnectionError", "ProviderUnavailable"),
        Meaning("the registry was not reached, or did not answer", *_LATER),
    ),
    **dict.fromkeys(("InternalSRSError", "InternalServerError"), Meaning("the server failed", *_LATER)),
    "AuthenticationFailed": always("the key is not accepted", errors.AccessRefused),
    "AuthorizationFailed": always("permission denied", errors.AccessRefused),
    "BillableAcknowledgmentNeededException": always("it costs what was not agreed to", errors.PriceRefused),
    "InsufficientCreditException": always("the account cannot pay", errors.PaymentRefused),
    "NoContractException": always("the account has no contract for this", errors.Unsupported),
    "ObjectDoesNotExist": always("not in this account", errors.NotFound),
    "ObjectExists": always("it is there already", errors.ValueRefused),
    "ObjectStatusProhibitsOperation": always("its status forbids it", errors.StatusProhibits),
    "ProcessError": Meaning("the registrar's process failed", errors.Refused, errors.OutcomeUnknown),
    "RateLimitExceeded": always("too many requests", errors.TryAgain),
    "UnsupportedTld": always("the TLD is not offered", errors.Unsupported),
})  # fmt: skip
"""The skill's catalogue of errors (3858000), and the types that the vendor's own SDKs tell apart."""

SPECIAL: Mapping[tuple[str, str], Meaning] = MappingProxyType({
    ("createDomain", "ObjectExists"): always("the name is registered", errors.NameTaken),
    ("transferDomain", "ObjectExists"): always("it is in the account, or on its way", errors.StatusProhibits),
})  # fmt: skip

MANNER = Manner(
    statuses=StatusTable(usual={}, special={}),
    refusal=lambda reply: reply.part("message", str),
    has_refusal=lambda reply: {"type", "message"} <= set(reply.items),
)


class Codec(WordedCodec):
    """Reads a no by its type."""

    usual = TYPES
    special = SPECIAL

    def refusal(self, reply: JsonReply) -> tuple[str, str]:
        wrong = reply.rows_at("violations", Violation, needed=False)
        told = [f"{one.field or 'a field'} {one.message or ''}".strip() for one in wrong]
        said = words_in(reply, "message" if reply.items.get("message") else "type")
        return reply.part("type", str), "; ".join([said, *told])
