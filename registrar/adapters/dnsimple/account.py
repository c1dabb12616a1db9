"""One account at DNSimple: how it is asked, and the names and lists that it holds."""

from collections.abc import Collection, Mapping, Sequence
from typing import TypeVar

from pydantic import SecretStr

from net.client import HttpClient
from portfolio.names import DomainName
from registrar.adapters.dnsimple import wire
from registrar.adapters.dnsimple.codes import MANNER
from registrar.errors import AccessRefused, NotSponsored
from registrar.json_line import Call, JsonCodec, json_line
from registrar.json_reply import JsonReply
from registrar.rows import RowPage, every_row
from registrar.told import raise_if_other, raise_if_without_zone

PAGE = 100
RowT = TypeVar("RowT")


class Account:
    """
    One account, named by its number. `secret` is an API token; `attempts` bounds how often a read is sent.

    Live and test system have tokens of their own, which look alike: the other's is refused by the vendor.
    """

    slug = "dnsimple"

    def __init__(
        self, http: HttpClient, *, endpoint: str, username: str, secret: SecretStr, attempts: int = 4
    ) -> None:
        def headers(_: Call) -> Mapping[str, str]:
            if not (username.isascii() and username.isdecimal()):
                raise AccessRefused("the user name is not the number of an account; nothing was sent")
            return {"Authorization": f"Bearer {secret.get_secret_value()}", "Accept": "application/json"}

        self._http, self._account = http, username
        codec = JsonCodec(endpoint=endpoint, manner=MANNER, headers=headers)
        self._line = json_line(http, codec, registrar=self.slug, attempts=attempts)
        self._transfers: dict[DomainName, int] = {}

    def close(self) -> None:
        """Close the connections; the next call opens new ones."""
        self._http.close()

    def _call(
        self, operation: str, path: str, name: DomainName | None = None, *, method: str = "GET",
        body: Mapping[str, object] | Sequence[object] | None = None,
        yes: Collection[int] = (200,), private: Collection[str] = (),
    ) -> Call:  # fmt: skip
        whole = path if path.startswith("tlds/") else f"{self._account}/{path}"
        return Call(operation, whole, name, method, body, private=tuple(private), yes=frozenset(yes))

    def _ask(self, operation: str, path: str, kind: type[RowT], name: DomainName | None = None) -> RowT:
        """Return what is told, which is about `name` where it says so."""

        def told(reply: JsonReply) -> RowT:
            data = reply.as_a(wire.Data[kind]).data
            if name and isinstance(data, wire.Domain | wire.Sale):
                raise_if_other(name, data.domain)
            if isinstance(data, wire.Domain):
                raise_if_without_zone(data.expires_at)
            return data

        return self._line.read(self._call(operation, path, name), told)

    def _every(
        self, operation: str, path: str, kind: type[RowT], name: DomainName | None = None
    ) -> list[RowT]:
        """Every row of a list."""

        def page_of(number: int) -> RowPage[RowT]:
            call = self._call(operation, f"{path}page={number}&per_page={PAGE}", name)
            page = self._line.read(call, lambda reply: reply.as_a(wire.Data[list[kind]]))
            told = page.pagination.get
            return RowPage(page.data, told("current_page"), told("total_entries"), told("total_pages"))

        return every_row(page_of, registrar=self.slug, operation=operation)

    def _ours(self, name: DomainName) -> wire.Domain:
        """The record of a name that is, or was, registered here."""
        domain = self._ask("getDomain", f"domains/{name}", wire.Domain, name)
        if domain.state in ("registered", "expired"):
            return domain
        detail = "its DNS is in this account; it is not registered here"
        raise NotSponsored(detail, registrar=self.slug, operation="getDomain", name=name)
