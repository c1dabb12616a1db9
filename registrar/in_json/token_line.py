"""Vendors where a login gives a token for the requests that follow, and the token goes out of date."""

from collections.abc import Callable
from typing import TypeVar

from pydantic import SecretStr

from registrar.errors import AccessRefused, TryAgain
from registrar.exchange import Exchange
from registrar.in_json.line import Call
from registrar.in_json.reply import JsonReply

Told = TypeVar("Told")


class Session:
    """
    One account's login, and the token that it gave last. Its repr shows neither.

    `login` makes the request, `token_in` finds the token in the reply; `stale` is the vendor's code for a
    token that is not accepted, beside the status 401.
    """

    def __init__(
        self, login: Callable[[], Call], token_in: Callable[[JsonReply], str], *, stale: str = ""
    ) -> None:
        self.login = login
        self.token_in = token_in
        self.stale = stale
        self.token: SecretStr | None = None

    def headers(self, call: Call) -> dict[str, str]:
        """Return the headers of a request: its token (RFC 6750), which the login has not."""
        del call
        bearer = {"Authorization": f"Bearer {self.token.get_secret_value()}"} if self.token else {}
        return {"Accept": "application/json", **bearer}


class TokenLine(Exchange[Call, JsonReply]):
    """The line to one account: logs in where there is no token, and anew where it is no longer accepted."""

    session: Session

    def read(self, asked: Call, translate: Callable[[JsonReply], Told]) -> Told:
        """Ask as `Exchange.read`, once more after a new login."""
        was_fresh = self._log_in()
        try:
            return super().read(asked, translate)
        except AccessRefused as err:
            if was_fresh or not self._is_out_of_date(err):
                raise
        self._log_in()
        return super().read(asked, translate)

    def change(self, asked: Call, translate: Callable[[JsonReply], Told]) -> Told:
        """Tell as `Exchange.change`. Raises `TryAgain` for an old token: refused before anything is done."""
        was_fresh = self._log_in()
        try:
            return super().change(asked, translate)
        except AccessRefused as err:
            if was_fresh or not self._is_out_of_date(err):
                raise
            raise TryAgain(
                "the token was no longer accepted; nothing was done",
                registrar=err.registrar,
                operation=err.operation,
                name=err.name,
                vendor_code=err.vendor_code,
            ) from err

    def _log_in(self) -> bool:
        """Get a token where there is none; return whether it is new."""
        if self.session.token is not None:
            return False
        self.session.token = SecretStr(super().read(self.session.login(), self.session.token_in))
        return True

    def _is_out_of_date(self, err: AccessRefused) -> bool:
        is_so = err.http_status == 401 or err.vendor_code == self.session.stale
        if is_so:
            self.session.token = None
        return is_so
