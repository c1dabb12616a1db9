"""What the errors common to Amazon's services are to us, and how a service's own stand before them."""

from collections.abc import Mapping

from registrar import errors
from registrar.amazon.line import Means
from registrar.answers.statuses import Meaning, always

_ACCESS = """AccessDenied ExpiredToken IncompleteSignature InvalidClientTokenId InvalidSignature
    MissingAuthenticationToken NotAuthorized OptInRequired RequestExpired RequestTimeTooSkewed
    SignatureDoesNotMatch SubscriptionRequired UnrecognizedClient"""
_PACE = "RequestLimitExceeded RequestThrottled Throttled Throttling TooManyRequests"
_SYNTAX = """InvalidAction MalformedHttpRequest MalformedQueryString Serialization UnknownOperation
    Validation"""
COMMON: Mapping[str, Meaning] = {
    **dict.fromkeys(_ACCESS.split(), always("the credentials are not accepted", errors.AccessRefused)),
    **dict.fromkeys(_PACE.split(), always("too many requests", errors.TryAgain)),
    **dict.fromkeys(_SYNTAX.split(), always("the request is not understood", errors.ValueRefused)),
}
"""By the code without the "Exception" or "Error" that some of them end with."""

_UNKNOWN = Meaning("a code that is not in our table", errors.Refused, errors.OutcomeUnknown)


def meanings(own: Mapping[str, Meaning], special: Mapping[tuple[str, str], Meaning]) -> Means:
    """Return what tells a code's meaning: by operation and code in `special`, by code in `own`, or common."""

    def means(operation: str, code: str) -> Meaning:
        bare = code.removesuffix("Exception").removesuffix("Error")
        return special.get((operation, bare)) or own.get(bare) or COMMON.get(bare, _UNKNOWN)

    return means
