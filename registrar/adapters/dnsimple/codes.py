"""DNSimple's HTTP statuses and what they are to us (its overview of v2). Words decide nothing."""

from registrar import errors
from registrar.exchange import Unreadable
from registrar.json_line import Manner
from registrar.json_reply import JsonReply
from registrar.statuses import Meaning, StatusTable, always

_NOT_SOLD = always("the name is not sold here", errors.Refused)
_NOT_NOW = always("it may not be done now, or not so", errors.StatusProhibits)

STATUSES = StatusTable(
    usual={
        400: always("something that was sent is not accepted", errors.ValueRefused),
        401: always("the credentials are not accepted", errors.AccessRefused),
        402: always("the account is not in good standing", errors.PaymentRefused),
        403: always("permission denied", errors.AccessRefused),
        404: always("not in this account", errors.NotFound),
        405: always("the registrar does not offer this", errors.Unsupported),
        412: always("the account's plan does not have this", errors.Unsupported),
        428: always("its state forbids it", errors.StatusProhibits),
        429: always("too many requests", errors.TryAgain),
        **dict.fromkeys((500, 502, 503, 504), Meaning("it failed", errors.TryAgain, errors.OutcomeUnknown)),
    },
    special={
        **{(operation, 400): _NOT_SOLD for operation in ("checkDomain", "getDomainPrices")},
        **{(operation, 400): _NOT_NOW for operation in ("domainRenew", "domainRestore")},
    },
)


def _words(reply: JsonReply) -> str:
    message, more = reply.items.get("message"), reply.items.get("errors")
    if not isinstance(message, str):
        raise Unreadable("the reply says no without a word")
    return f"{message}: {more}" if more else message


MANNER = Manner(STATUSES, _words, lambda reply: "message" in reply.items, resets="x-ratelimit-reset")
