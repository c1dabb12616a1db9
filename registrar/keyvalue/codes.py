"""
The codes of CentralNic Reseller and HEXONET, most of them of the protocol that EPP replaced (RFC 2832).

Words decide nothing.
"""

from collections.abc import Mapping

from registrar.answers.statuses import Meaning, StatusTable, always
from registrar.errors import (
    AccessRefused,
    ExpiryMismatch,
    NameTaken,
    NotFound,
    NotSponsored,
    OutcomeUnknown,
    PaymentRefused,
    Refused,
    StatusProhibits,
    TryAgain,
    Unsupported,
    ValueRefused,
)

YES: Mapping[str, tuple[int, ...]] = {"CheckDomain": (210, 211), "CheckDomainTransfer": (218,)}
"""What is a yes beside 200, by the command."""

_FAILED = Meaning("the server failed", TryAgain, OutcomeUnknown)
_PROHIBITED = always("its status forbids it", StatusProhibits)
_TAKEN = always("it is registered already", NameTaken)

CODES = StatusTable(
    usual={
        420: _FAILED,
        421: _FAILED,
        423: _FAILED,
        425: always("too many requests", TryAgain),
        500: always("the registrar has no such command", Unsupported),
        502: always("something that was sent is not accepted", ValueRefused),
        503: always("it has no such parameter", ValueRefused),
        504: always("a parameter is missing", ValueRefused),
        505: always("the spelling of a value is not accepted", ValueRefused),
        506: always("an option is not accepted", ValueRefused),
        507: always("the command is not accepted", ValueRefused),
        510: always("the registrar does not offer this for the TLD", Unsupported),
        520: _FAILED,
        521: Meaning("too many sessions", TryAgain, OutcomeUnknown),
        530: always("the credentials are not accepted", AccessRefused),
        531: always("not in this account", NotSponsored),
        532: always("names hang on it", StatusProhibits),
        534: always("it is not flagged for transfer", StatusProhibits),
        536: always("it is flagged for transfer", StatusProhibits),
        540: always("something that was sent is there already", ValueRefused),
        541: always("a value is not accepted", ValueRefused),
        543: always("it cannot be changed", ValueRefused),
        544: _PROHIBITED,
        545: always("not there", NotFound),
        546: always("the account cannot pay", PaymentRefused),
        547: always("not now", StatusProhibits),
        548: always("it is not up for renewal", StatusProhibits),
        # The registry's no, and whatever else went wrong on the way to it: looked at before it is believed.
        549: Meaning("the command failed", Refused, OutcomeUnknown),
        552: _PROHIBITED,
        553: _PROHIBITED,
        554: _TAKEN,
        555: always("it is renewed already", StatusProhibits),
    },
    special={
        ("AddDomain", 540): _TAKEN,
        ("RenewDomain", 555): always("it is renewed already, its date has moved", ExpiryMismatch),
        ("TransferDomain", 531): always("the transfer is not allowed", Refused),
        ("StatusAccount", 531): always("permission denied", AccessRefused),
        ("QueryDomainList", 531): always("permission denied", AccessRefused),
        ("AddContact", 531): always("permission denied", AccessRefused),
        ("AddDomain", 531): always("the account may not register it", Refused),
    },
)
