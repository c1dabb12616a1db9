"""Changes that take several requests: once one has been done, the failure of another is no clean no."""

from collections.abc import Callable, Iterable

from registrar.contract import Receipt
from registrar.errors import OutcomeUnknown, RegistrarError


def in_steps(steps: Iterable[Callable[[], object]], *, done: int = 0, reference: str | None = None) -> None:
    """
    Take the steps in turn. `done` were taken before, under the vendor's `reference` where there is one.

    Raises what the first step raises if nothing was done before, and `OutcomeUnknown` for any other.
    """
    for taken, step in enumerate(steps, start=done):
        try:
            step()
        except RegistrarError as err:
            if not taken:
                raise
            raise OutcomeUnknown(
                f"a part of it was done; then: {err.detail}",
                registrar=err.registrar,
                operation=err.operation,
                name=err.name,
                vendor_code=err.vendor_code,
                http_status=err.http_status,
                vendor_reference=reference or err.vendor_reference,
            ) from err


def then(receipt: Receipt, step: Callable[[], Receipt]) -> Receipt:
    """Return an order's receipt after a step that follows it, pending as that is. Raises as `in_steps`."""
    taken: list[Receipt] = []
    in_steps([lambda: taken.append(step())], done=1, reference=receipt.reference)
    return receipt.model_copy(update={"pending": taken[0].pending})
