"""Codes whose last three digits say what they are about, and those before them what they mean."""

from registrar.answers.statuses import StatusTable
from registrar.errors import RegistrarError


class ByLeadingDigits(StatusTable):
    """Looks a code up as it is, and then with zeros in the place of its last three digits."""

    def error(self, operation: str, status: int, *, harmless: bool) -> tuple[type[RegistrarError], str]:
        known = status if status in self.usual else status - status % 1000
        return super().error(operation, known, harmless=harmless)
