"""DNSimple's HTTP statuses and what they are to us (its overview of v2). Words decide nothing."""

from typing import cast

from registrar import errors
from registrar.answers.statuses import PLAIN, Meaning, StatusTable, always
from registrar.in_json.line import Manner
from registrar.in_json.reply import JsonReply, words_in

_NOT_SOLD = always("the name is not sold here", errors.Refused)
_NOT_NOW = always("it may not be done now, or not so", errors.StatusProhibits)

STATUSES = StatusTable(
    usual={
        **{status: PLAIN[status] for status in (400, 401, 403, 404, 429)},
        402: always("the account is not in good standing", errors.PaymentRefused),
        405: always("the registrar does not offer this", errors.Unsupported),
        412: always("the account's plan does not have this", errors.Unsupported),
        428: always("its state forbids it", errors.StatusProhibits),
        **dict.fromkeys((500, 502, 503, 504), Meaning("it failed", errors.TryAgain, errors.OutcomeUnknown)),
    },
    special={
        **dict.fromkeys((("checkDomain", 400), ("getDomainPrices", 400)), _NOT_SOLD),
        **dict.fromkeys((("domainRenew", 400), ("domainRestore", 400)), _NOT_NOW),
    },
)


def _words(reply: JsonReply) -> str:
    """Its message, and what it says of each field: a text, or several."""
    fields = cast("dict[str, str | list[str]]", reply.items.get("errors") or {})
    more = [f"{field} {said if isinstance(said, str) else ', '.join(said)}" for field, said in fields.items()]
    return ": ".join([words_in(reply, "message"), "; ".join(more)]).removesuffix(": ")


MANNER = Manner(
    STATUSES, _words, lambda told: "message" in told.items, resets="x-ratelimit-reset", bare=frozenset({405})
)
