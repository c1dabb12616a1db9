"""Cards that hold what a registry asks of a registrant too: properties, by registry, told at run time."""

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from portfolio.handles import Handle
from portfolio.names import DomainName
from registrar.attributes import AskedAttribute, AsksAttributes, fitted
from registrar.contacts.handle_cards import HandleCards
from registrar.errors import ValueRefused
from registrar.in_json.line import Call
from registrar.in_json.reply import JsonReply, Theirs

Properties = Mapping[str, object]
_Asked = tuple[str, Mapping[str, AskedAttribute]]


class _AskedProperty(Theirs):
    name: str
    label: str | None = None
    mandatory: bool | None = None
    values: dict[str, str] | None = None


class PropertyCards(HandleCards, AsksAttributes):
    """Gives properties to contacts that we made. What a contact has already is never changed."""

    def attributes_asked(self, tld: str) -> Sequence[AskedAttribute]:
        return list(self._asked(tld)[1].values())

    def properties(self, handle: Handle) -> Mapping[str, Properties]:
        """Return what registries have of a contact, by registry. Raises what a read raises."""
        return self._card(handle, lambda card: card.properties or {})

    def give(self, handle: Handle, registry: str, wanted: Properties) -> None:
        """
        Let a contact have what a registry wants of it, by one request, sent once.

        Raises `ValueRefused` where it has other values, and what a change raises.
        """
        has = self.properties(handle).get(registry)
        if has is not None and has != wanted:
            raise ValueRefused("the contact has other properties already", registrar=self.slug)
        if has is None and wanted:
            path, body = f"{self._card_at(handle)}/{quote(registry, safe='')}", {"properties": dict(wanted)}
            self._tell(Call("addContactProperties", path, None, "POST", body, bare=frozenset({200})))

    def carry_over(self, old: Handle, new: Handle, registry: str) -> None:
        """Let a new contact have what a registry, however it is spelled, has of the old one."""
        for kept_by, wanted in self.properties(old).items():
            if kept_by.lower() == registry.lower():
                self.give(new, kept_by, wanted)

    def fitted_to(self, name: DomainName, attributes: Mapping[str, str]) -> tuple[str, Properties]:
        """Return the registry of a name, and `attributes` as its properties. Raises what `fitted` raises."""
        registry, asked = self._asked(name.tld)
        told = fitted(self.slug, name, list(asked.values()), attributes)
        return registry, {own: told[one.name] for own, one in asked.items() if one.name in told}

    def _asked(self, tld: str) -> _Asked:
        """Return the registry of a TLD and what it asks of registrants, by its own names."""

        def told(reply: JsonReply) -> _Asked:
            reply.part("metadata", dict)
            asked = reply.rows_at("metadata.contactProperties", _AskedProperty, needed=False)
            return reply.part("provider", str), {one.name: _under(tld, one) for one in asked}

        return self._line.read(Call("getTldInfo", f"tlds/{tld}/info"), told)


def _under(tld: str, one: _AskedProperty) -> AskedAttribute:
    return AskedAttribute(
        name=f"{tld}-{one.name}",
        label=one.label or "",
        required=bool(one.mandatory),
        choices=one.values or {},
    )
