"""
What can go wrong at a registrar, arranged by what the caller does next.

RegistrarError
├── TryAgain             nothing happened; safe to repeat, not before `retry_after`
├── OutcomeUnknown       it may have happened; look before you repeat
├── Refused              the registrar understood, and said no
│   ├── NotFound             no such object                     (EPP 2303)
│   ├── NotSponsored         exists, but not in our account     (EPP 2201)
│   ├── NameTaken            someone has it already             (EPP 2302)
│   ├── StatusProhibits      a lock or pending state forbids it (EPP 2304)
│   ├── ValueRefused         policy or syntax of what we sent   (EPP 2004-2005, 2306)
│   │   ├── ExpiryMismatch   renewing from a date that has moved (EPP 2004)
│   │   └── AuthInfoRefused  the transfer's secret is wrong     (EPP 2202)
│   ├── PriceRefused         dearer than the limit; nothing was sent
│   └── PaymentRefused       balance or card                    (EPP 2104)
├── AccessRefused        credentials or IP allow-list; stop this account (EPP 2200)
├── Unsupported          this registrar cannot, or we have not written it (EPP 2101-2103)
└── ReplyNotUnderstood   we could not read the answer; a bug, never data
"""

from datetime import timedelta


class RegistrarError(Exception):
    """
    Something went wrong at a registrar.

    `detail` is a sentence fit for a person and for a log: no body, header, URL query or personal value.
    `vendor_reference` is the registrar's own number of the order, where one is known: it helps the look-up.
    """

    def __init__(
        self,
        detail: str,
        *,
        registrar: str | None = None,
        operation: str | None = None,
        name: str | None = None,
        vendor_code: str | None = None,
        http_status: int | None = None,
        retry_after: timedelta | None = None,
        vendor_reference: str | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.registrar = registrar
        self.operation = operation
        self.name = name
        self.vendor_code = vendor_code
        self.http_status = http_status
        self.retry_after = retry_after
        self.vendor_reference = vendor_reference

    def __str__(self) -> str:
        about = " of ".join(part for part in (self.operation, self.name) if part)
        code = f" (code {self.vendor_code})" if self.vendor_code else ""
        return ": ".join(part for part in (self.registrar, about, f"{self.detail}{code}") if part)


class TryAgain(RegistrarError):
    """Nothing happened; safe to repeat, not before `retry_after` where it is given."""


class OutcomeUnknown(RegistrarError):
    """It may have happened; look before you repeat. `vendor_reference` helps the look-up."""


class Refused(RegistrarError):
    """The registrar understood, and said no. Nothing was changed or charged."""


class NotFound(Refused):
    """Nobody holds such an object (EPP 2303)."""


class NotSponsored(Refused):
    """The object exists, but not in our account (EPP 2201)."""


class NameTaken(Refused):
    """The name is registered to someone (EPP 2302)."""


class StatusProhibits(Refused):
    """A lock or a pending state forbids it (EPP 2304)."""


class ValueRefused(Refused):
    """Policy or syntax of what we sent (EPP 2004, 2005, 2306)."""


class ExpiryMismatch(ValueRefused):
    """The renewal starts from a date that the registrar does not have (EPP 2004)."""


class AuthInfoRefused(ValueRefused):
    """The secret that lets the name leave is not the right one (EPP 2202): ask the client for another."""


class PriceRefused(Refused):
    """The registrar's price is above the limit; the paid request was not sent."""


class PaymentRefused(Refused):
    """Balance or card (EPP 2104)."""


class AccessRefused(RegistrarError):
    """Credentials or IP allow-list: stop this account, ask nothing more (EPP 2200)."""


class Unsupported(RegistrarError):
    """This registrar cannot, or we have not written it (EPP 2101 to 2103). Nothing was sent."""


class ReplyNotUnderstood(RegistrarError):
    """A read's answer that we could not read; a bug of ours or theirs, never data."""
