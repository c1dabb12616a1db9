"""Cards in JSON below one path, each under a handle that we choose: made, read, and found in their list."""

from abc import abstractmethod
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import quote

from portfolio.contacts import Contact
from portfolio.handles import Handle, fingerprint
from portfolio.observation import SeenContact
from registrar.answers.told import raise_unless
from registrar.contacts.chosen import ChosenHandles
from registrar.contacts.inline import values_in
from registrar.in_json.entities import EntityLists, entities
from registrar.in_json.line import Call
from registrar.in_json.reply import JsonReply, Theirs

_MADE = frozenset({200, 201})
_ToldT = TypeVar("_ToldT")


class Card(Theirs, extra="allow"):
    """A contact, its texts unread; `properties` are what registries want of it, by registry."""

    handle: str
    properties: dict[str, dict[str, object]] | None = None


class HandleCards(EntityLists, ChosenHandles):
    """Makes contacts, and sees them. A vendor says its `words`, and the path of all cards."""

    @abstractmethod
    def _cards(self) -> str:
        """Return the path of the list; a card's own lies below it, under its handle."""
        ...

    def handle_contact(self, handle: Handle) -> SeenContact:
        return self._card(handle, self.seen)

    def alike(self, contact: Contact) -> list[Handle]:
        def told(page: JsonReply) -> list[SeenContact]:
            return [self.seen(card) for card in entities(Card)(page)]

        sought = fingerprint(self.as_kept(contact))
        cards = self._entities(Call("listContacts", self._cards()), told, lambda card: card.handle)
        return [card.handle for card in cards if card.handle and fingerprint(card) == sought]

    def seen(self, card: Card) -> SeenContact:
        """Return a contact as the vendor shows it. Raises `Unreadable`."""
        return self.words.seen(card.model_extra or {}, handle=card.handle)

    def _card_at(self, handle: Handle) -> str:
        return f"{self._cards()}/{quote(handle, safe='')}"

    def _card(self, handle: Handle, told: Callable[[Card], _ToldT]) -> _ToldT:
        """Return what `told` makes of a card. Raises what a read raises."""

        def read(reply: JsonReply) -> _ToldT:
            card = reply.as_a(Card)
            is_it = card.handle.lower() == handle.lower()
            raise_unless("the reply is about another contact", is_so=is_it)
            return told(card)

        return self._line.read(Call("getContact", self._card_at(handle)), read)

    def _make(self, contact: Contact, handle: Handle) -> bool:
        body, path = self.words.written(contact), self._card_at(handle)
        call = Call(
            "createContact", path, None, "POST", body, private=values_in([body]), yes=_MADE, bare=_MADE
        )
        return self._line.change(call, lambda reply: reply.items.get("handle") == handle)
