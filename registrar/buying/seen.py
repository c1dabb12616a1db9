"""Orders that are accepted without a number: what one did is seen in the account, or not yet."""

from datetime import date

from portfolio.names import DomainName
from portfolio.values import day_of
from registrar.contract import Registrar
from registrar.errors import RegistrarError


def is_seen(account: Registrar, name: DomainName, *, after: date = date.min) -> bool:
    """Whether `name` is held until a day behind `after` (UTC); what cannot be read is not seen."""
    try:
        until = account.info(name).registrar_expires_at
    except RegistrarError:
        return False
    return until is not None and day_of(until) > after
