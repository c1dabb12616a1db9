"""Porkbun's words for a no, and what they are to us (its API v3 reference, 3.7). A 200 can be a no, too."""

from collections.abc import Mapping
from datetime import timedelta
from typing import ClassVar

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
from registrar.exchange import Unreadable
from registrar.json_line import Call, Manner
from registrar.json_reply import JsonReply, words_in
from registrar.statuses import Meaning, StatusTable, always
from registrar.worded_refusals import WordedCodec

MANNER = Manner(StatusTable({}, {}), lambda reply: words_in(reply, "message"), lambda _: False)
_DAY = 86_400
_MEANT = {
    "API_KEY_REQUIRED INVALID_API_KEYS_001 INVALID_API_KEYS_002 INVALID_TOKEN INVALID_USER MISSING_APIKEY"
    " MISSING_SECRETAPIKEY": always("the keys are not accepted", AccessRefused),
    "IP_NOT_ALLOWED": always("this address is not on the key's allow-list", AccessRefused),
    "INVALID_PROTOCOL METHOD_NOT_ALLOWED INVALID_OR_EMPTY_JSON INVALID_TYPE INVALID_RECORD_ID": always(
        "something that was sent is not accepted", ValueRefused
    ),
    "INVALID_DOMAIN DOMAIN_NOT_FOUND": always("not in this account, or not open to its interface", NotFound),
    "DOMAIN_NOT_ALLOWED": always("the key is not one for this name", Refused),
    "DOMAIN_NOT_AVAILABLE": always("the name is not for sale", NameTaken),
    "INSUFFICIENT_FUNDS": always("the account cannot pay", PaymentRefused),
    "RENEWAL_TOO_SOON": always("the last order of the name is not 30 days old", StatusProhibits),
    "RATE_LIMIT_EXCEEDED": always("too many requests", TryAgain),
    # A request under this key was there before: what became of that one is not known here.
    "IDEMPOTENCY_KEY_MISMATCH IDEMPOTENCY_KEY_IN_USE": Meaning("the key was used", Refused, OutcomeUnknown),
}


class PorkbunCodec(WordedCodec):
    """Writes requests and reads replies; only a 200 that says SUCCESS is a yes."""

    usual: ClassVar[Mapping[str, Meaning]] = {
        code: meaning for codes, meaning in _MEANT.items() for code in codes.split()
    }

    def refusal(self, reply: JsonReply) -> tuple[str, str]:
        """Return the code and the words of a no. Raises `Unreadable` for what is none."""
        if reply.part("status", str) != "ERROR":
            raise Unreadable("the reply says neither yes nor no")
        code = reply.items.get("code")
        return (code if isinstance(code, str) else ""), words_in(reply, "message")

    def wait(self, reply: JsonReply) -> timedelta | None:
        """Return what the no itself says of it, in seconds, else what its headers do."""
        told = reply.items.get("ttlRemaining")
        return timedelta(seconds=told) if isinstance(told, int) and 0 < told <= _DAY else super().wait(reply)

    def raise_if_refused(self, asked: Call, reply: JsonReply, *, harmless: bool) -> None:
        """Raise what the no in a 200 means."""
        if reply.part("status", str) != "SUCCESS":
            self.refuse(asked, reply, harmless=harmless)
