"""Gandi's HTTP statuses and what they are to us. Words decide nothing."""

from registrar import errors
from registrar.adapters.gandi.wire import words_of
from registrar.json_line import Manner
from registrar.statuses import StatusTable, always

_NOT_SOLD = always("the name is not sold here", errors.ValueRefused)
MANNER = Manner(
    statuses=StatusTable(
        usual={
            400: always("something that was sent is not accepted", errors.ValueRefused),
            401: always("the token is not accepted", errors.AccessRefused),
            402: always("the account cannot pay", errors.PaymentRefused),
            403: always("the token may not do this", errors.AccessRefused),
            404: always("not in this account", errors.NotFound),
            409: always("its status forbids it", errors.StatusProhibits),
            429: always("too many requests", errors.TryAgain),
        },
        special={("CreateDomain", 404): _NOT_SOLD, ("TransferIn", 404): _NOT_SOLD},
    ),
    refusal=words_of,
    has_refusal=lambda reply: "cause" in reply.items or "code" in reply.items,
)
