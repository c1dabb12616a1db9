"""Clients: whose names and personal data these are."""

from sqlmodel import col, select

from portfolio.audit import AuditTag
from portfolio.contacts import Language
from portfolio.held import Client, ClientKind
from records import vault
from records.encryption import Place
from records.errors import AlreadyHeld
from records.tables import ClientRow
from records.transaction import Transaction


class Clients:
    """The clients. Their names are sealed, each under the client's own key."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def add(self, client: Client) -> Client:
        """Keep a new client and make the client's data key. Raises `AlreadyHeld` when the slug is taken."""
        taken = f"there is a client {client.slug} already"
        owner = vault.of_client(client.slug)
        _ = self._transaction.actor
        if self._transaction.session.get(ClientRow, client.slug) is not None:
            raise AlreadyHeld(taken)
        self._transaction.vault.make_key(owner, self._transaction.clock.now())
        row = ClientRow(
            slug=client.slug,
            name=self._transaction.vault.seal(owner, client.name, _place(client.slug)),
            kind=client.kind,
            language=client.language,
            timezone=client.timezone,
        )
        self._transaction.keep(row, taken=taken)
        self._transaction.tell(AuditTag.CLIENT_ADDED, client.slug)
        return client

    def get(self, slug: str) -> Client:
        """Return the client. Raises `NotHeld`."""
        return self._client(self._transaction.find(ClientRow, slug, f"there is no client {slug!r}"))

    def all(self) -> list[Client]:
        """Return every client, by slug."""
        rows = self._transaction.session.exec(select(ClientRow).order_by(col(ClientRow.slug)))
        return [self._client(row) for row in rows]

    def _client(self, row: ClientRow) -> Client:
        owner = vault.of_client(row.slug)
        return Client(
            slug=row.slug,
            name=self._transaction.vault.unseal(owner, row.name, _place(row.slug)),
            kind=ClientKind(row.kind),
            language=Language(row.language),
            timezone=row.timezone,
        )


def _place(slug: str) -> Place:
    return Place("clients", slug, "name")
