"""A name as vendors in JSON tell it in one answer: the fields are ours, a vendor says where each stands."""

from collections.abc import Mapping

from pydantic import AwareDatetime

from portfolio.contacts import ContactRole
from portfolio.names import DomainName, HostName
from portfolio.observation import SeenContact
from portfolio.registration import Registration, status_of
from registrar.in_json.reply import Theirs


class DomainTold(Theirs):
    """A vendor's record of a name. What is not told is None; `status` holds words, of EPP's or others."""

    registered_at: AwareDatetime | None = None
    registrar_expires_at: AwareDatetime
    last_changed_at: AwareDatetime | None = None
    nameservers: frozenset[HostName] | None = None
    auto_renew: bool | None = None
    privacy: bool | None = None
    status: list[str]

    def registration(self, name: DomainName, contacts: Mapping[ContactRole, SeenContact]) -> Registration:
        """Return it as what the registrar holds for `name`; words that EPP has not are kept as they are."""
        words = {word: status_of(word) for word in self.status}
        return Registration(
            name=name,
            registered_at=self.registered_at,
            registrar_expires_at=self.registrar_expires_at,
            last_changed_at=self.last_changed_at,
            nameservers=self.nameservers,
            statuses=frozenset(status for status in words.values() if status),
            unmapped_statuses=tuple(word for word, status in words.items() if not status),
            auto_renew=self.auto_renew,
            privacy=self.privacy,
            contacts=dict(contacts),
        )
