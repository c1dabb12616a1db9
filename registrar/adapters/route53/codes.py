"""What Route 53 Domains says no with (its service model, and the errors common to AWS's APIs) is to us."""

from registrar.errors import (
    AccessRefused,
    NotFound,
    OutcomeUnknown,
    Refused,
    StatusProhibits,
    TryAgain,
    ValueRefused,
)
from registrar.statuses import Meaning, always

_ACCESS = """AccessDenied ExpiredToken IncompleteSignature InvalidClientTokenId InvalidSignature
    MissingAuthenticationToken NotAuthorized OptInRequired RequestExpired SignatureDoesNotMatch
    SubscriptionRequired UnrecognizedClient"""
_SYNTAX = "InvalidAction MalformedQueryString Serialization UnknownOperation Validation"
PAID = ("RegisterDomain", "RenewDomain", "RestoreDomain", "TransferDomain")

CODES = {
    "DomainLimitExceeded": always("the account may hold no more names", Refused),
    "DnssecLimitExceeded": always("the name may have no more signers", Refused),
    "DuplicateRequest": always("a request for this name is in progress", StatusProhibits),
    "InvalidInput": always("something that was sent is not accepted", ValueRefused),
    "OperationLimitExceeded": always("too many operations are running", TryAgain),
    "TLDInMaintenance": always("the TLD is being maintained", TryAgain),
    "TLDRulesViolation": always("the TLD does not allow it", ValueRefused),
    "Throttling": always("too many requests", TryAgain),
    "UnsupportedTLD": always("names of this TLD are not sold here", ValueRefused),
    **dict.fromkeys(_ACCESS.split(), always("the credentials are not accepted", AccessRefused)),
    **dict.fromkeys(_SYNTAX.split(), always("the request is not understood", ValueRefused)),
}
"""By the code without the "Exception" or "Error" that some of them end with."""

# It may be our own order, whose answer was lost: the refusal tells the operation to look for.
_RUNNING = always("an order of this name is in progress", OutcomeUnknown)
SPECIAL = {
    **{(paid, "DuplicateRequest"): _RUNNING for paid in PAID},
    ("GetDomainDetail", "InvalidInput"): always("not in this account", NotFound),
    ("RetrieveDomainAuthCode", "InvalidInput"): always("not in this account", NotFound),
    ("RestoreDomain", "InvalidInput"): always("no name of this account that can be restored", NotFound),
}
_UNKNOWN = Meaning("a code that is not in our table", Refused, OutcomeUnknown)


def meaning_of(operation: str, code: str) -> Meaning:
    """Return what `code` is after `operation`."""
    bare = code.removesuffix("Exception").removesuffix("Error")
    return SPECIAL.get((operation, bare)) or CODES.get(bare, _UNKNOWN)
