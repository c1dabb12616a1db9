"""Openprovider's line: a token that the login gives, and an envelope whose code is the yes or the no."""

from collections.abc import Callable
from typing import TypeVar

from pydantic import SecretStr

from net.client import Answer
from registrar.adapters.openprovider.codes import CODES, MAINTENANCE, NOT_SIGNED_IN
from registrar.adapters.openprovider.wire import Envelope, Login, Reply
from registrar.errors import AccessRefused, OutcomeUnknown, TryAgain
from registrar.exchange import Exchange, Unreadable
from registrar.json_line import Call, JsonCodec, Manner
from registrar.json_reply import JsonReply, read_json
from registrar.words import without_values

Told = TypeVar("Told")
LOGIN = "Login"


class Codec(JsonCodec):
    """Reads envelopes: a code that is not 0 is a no, whatever the HTTP status."""

    def raise_for_status(self, asked: Call, answer: Answer, *, harmless: bool) -> bool | None:
        """Raise what the code in a failed answer means; return None where only the status is left."""
        if answer.status in (200, 429):
            return answer.status == 200 or None
        try:
            no = read_json(answer.body).as_a(Envelope)
        except Unreadable:
            return None
        if no.code in CODES.usual:
            self._refuse(asked, no, harmless=harmless, http_status=answer.status)
        return None

    def raise_if_refused(self, asked: Call, reply: JsonReply, *, harmless: bool) -> None:
        """Raise what the code means. Raises `Unreadable` for an envelope without one; logins have none."""
        said = reply.as_a(Envelope)
        if said.code is None and asked.operation != LOGIN:
            raise Unreadable("the reply has no code")
        if said.code:
            self._refuse(asked, said, harmless=harmless)

    def _refuse(self, asked: Call, no: Envelope, *, harmless: bool, http_status: int = 200) -> None:
        error, says = CODES.error(asked.operation, no.code or 0, harmless=harmless)
        if no.maintenance and no.code not in CODES.usual:
            error, says = (TryAgain if harmless else OutcomeUnknown), MAINTENANCE
        words = f"{says}: {without_values(no.desc, asked.private)}".rstrip(": ")
        raise error(words, vendor_code=str(no.code), http_status=http_status)


class Session:
    """One account's login, and the token that it gave last. Its repr shows neither."""

    def __init__(self, username: str, secret: SecretStr) -> None:
        self._login = (username, secret)
        self.token: SecretStr | None = None

    def headers(self, call: Call) -> dict[str, str]:
        """Return the headers of a request; the login has no token yet."""
        token = self.token if call.operation != LOGIN else None
        return {"Accept": "application/json"} | (
            {"Authorization": f"Bearer {token.get_secret_value()}"} if token else {}
        )

    @property
    def call(self) -> Call:
        """The login."""
        name, secret = self._login
        body = {"username": name, "password": secret.get_secret_value()}
        return Call(LOGIN, "auth/login", None, "POST", body, private=(name, secret.get_secret_value()))


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
                registrar=err.registrar, operation=err.operation, name=err.name, vendor_code=err.vendor_code,
            ) from err  # fmt: skip

    def _log_in(self) -> bool:
        """Get a token where there is none; return whether it is new."""
        if self.session.token is not None:
            return False
        self.session.token = super().read(
            self.session.call, lambda reply: SecretStr(reply.as_a(Reply[Login]).data.token)
        )
        return True

    def _is_out_of_date(self, err: AccessRefused) -> bool:
        is_so = err.http_status == 401 or err.vendor_code == NOT_SIGNED_IN
        if is_so:
            self.session.token = None
        return is_so


MANNER = Manner(CODES, lambda reply: reply.as_a(Envelope).desc, lambda _: False)
