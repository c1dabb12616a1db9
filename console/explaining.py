"""Every error in the words of the person who meets it: what was wrong, what happened, what to do."""

import os
import tomllib

from pydantic import ValidationError
from typer.exceptions import TyperException

from console.refusals import Exit, Refusal
from net import NetError
from orders import OrdersError
from portfolio.names import NotAName
from portfolio.values import problems_in
from records.errors import RecordsError
from registrar.errors import (
    AccessRefused,
    OutcomeUnknown,
    RegistrarError,
    ReplyNotUnderstood,
    TryAgain,
    Unsupported,
)
from whois_sync.errors import SyncError

DEBUG = "NAMESTEWARD_DEBUG"
"""Set it to see the traceback of a mistake of ours."""


def explain(error: Exception) -> Refusal:  # noqa: PLR0911 - one line an error class
    """Return `error` as a refusal; what nobody foresaw is an unclear end, not a promise that all is well."""
    match error:
        case Refusal():
            return error
        case TyperException():
            return Refusal(error.format_message(), next_step="see --help", code=Exit.USAGE)
        case ValidationError():
            return Refusal(problems_in(error))
        case NotAName() | RecordsError() | OrdersError() | SyncError():
            return Refusal(str(error))
        case RegistrarError():
            return _of_a_registrar(error)
        case NetError():
            return Refusal(str(error), next_step="check the network and try again")
        case tomllib.TOMLDecodeError():
            return Refusal(f"namesteward.toml cannot be read: {error}")
        case OSError():
            return Refusal(
                f"{error.strerror or type(error).__name__}: {error.filename or 'a file or address'}"
            )
        case _:
            return Refusal(
                f"a mistake of ours ({type(error).__name__})",
                happened="it is not known whether anything was changed",
                next_step=f"look before you repeat; {DEBUG}=1 shows where",
                code=Exit.UNCLEAR,
            )


def wants_trace() -> bool:
    """Whether the person asked to see tracebacks."""
    return bool(os.environ.get(DEBUG))


def _of_a_registrar(error: RegistrarError) -> Refusal:
    match error:
        case OutcomeUnknown():
            return Refusal(
                str(error),
                happened="it may have been carried out and charged",
                next_step="look before you repeat: namesteward domain show",
                code=Exit.UNCLEAR,
            )
        case TryAgain():
            return Refusal(str(error), next_step="try again later")
        case AccessRefused():
            return Refusal(str(error), next_step="check the key and the allow-list: namesteward account test")
        case Unsupported():
            return Refusal(str(error), next_step="do it in the registrar's own panel")
        case ReplyNotUnderstood():
            return Refusal(
                str(error), next_step="the answer was not believed; try again, and report it if it stays"
            )
        case _:
            return Refusal(str(error))
