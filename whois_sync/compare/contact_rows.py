"""
The rows of a contact, and what a source's silence about a field means.

A value is compared: *same*, *same after normalizing*, or *drift*. Without a value:

- redacted, as the reader told: *hidden*. Never drift, never proof.
- a placeholder that came through as a value: *hidden*.
- a known privacy or proxy service in the place of ours: *hidden*, in public. In the registrar's own record a
  service is the holder for all that anybody knows: *drift*, unless it is known that privacy is on. Anybody
  else's data in place of ours is *drift*; in public, behind privacy that is known to be on, *hidden*.
- None: *not published*, whatever we hold. Nobody can tell "we hold none" from "we do not say", "the policy
  removed it" or "the parser missed it"; a repair on that ground would write to a registrar because of a
  gap. This is so for the public record whether or not its TLD has room for the field (the reason tells
  which), and for the registrar's own record of a role or field that its answer left out.
- an empty text, or a word for none (`N/A`), in the public record: the same. RFC 9537's emptyValue method, the
  empty `fn` that RFC 7095 demands, and WHOIS's labels without a value all write it for what they do not say.
- an empty text in the registrar's own record is a statement: the account's record is not redacted, and
  adapters hand over an empty text only where the answer carried an empty element. It is *drift* where we
  hold a value.
- a registrar that tells no contacts at all: *could not ask*.

Where our own record has no value (a fax, an organization), a value elsewhere is *drift*: a person looks at
it, since an organization beside a person's name is the holder (ICANN Registration Data Policy).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from portfolio.contacts import Contact, ContactRole
from portfolio.drift import FieldVerdict, Verdict
from portfolio.observation import CONTACT_FIELDS, Observation, Seen, SeenContact, Source
from portfolio.tld import TldRules
from whois_sync.compare.alike import likeness
from whois_sync.compare.cells import Cell, answerless, judged, row
from whois_sync.compare.fields import forms_of, text_of, texts_of
from whois_sync.compare.legal_persons import in_the_other_place
from whois_sync.compare.stand_ins import says_none, serves, stands_in

_SAID = (Verdict.DRIFT, Verdict.HIDDEN)
_HELD_BACK = Cell(Verdict.HIDDEN, why="held there, not shown")
_SERVICE = "a privacy service stands in its place"
_ELSEWHERE = ("name", "organization")


def contact_rows(
    role: ContactRole,
    contact: Contact,
    registrar: Observation,
    public: Observation,
    rules: TldRules,
    *,
    private: bool = False,
) -> Iterator[FieldVerdict]:
    """
    Yield a row for each field that our contact or a source has something to say about.

    `private`: a privacy or proxy service is known to be on for the name.
    """
    ours = _Ours(texts_of(contact))
    at_registrar = _judge_of(registrar, role, ours, rules, private=private)
    in_public = _judge_of(public, role, ours, rules, private=private)
    prefix = f"{role.value}."
    for name in CONTACT_FIELDS:
        text, left, right = ours.texts[name], at_registrar(name), in_public(name)
        if text is not None or left.shown or right.shown or left.verdict in _SAID or right.verdict in _SAID:
            yield row(prefix + name, text, left, right)


@dataclass(slots=True, eq=False)
class _Ours:
    """Our contact's texts, and the cells of what is like them: both sources mostly write the same."""

    texts: Mapping[str, str | None]
    _told: dict[tuple[str, str], Cell | None] = field(default_factory=dict)

    def cell_if_alike(self, name: str, value: str) -> Cell | None:
        """Return the cell of a value that means ours; None for any other."""
        key = (name, value)
        if key not in self._told:
            wanted = self.texts[name]
            same = likeness(wanted, value, forms_of(name, self.texts["country"])) if wanted else None
            self._told[key] = None if same is None else judged(same, value)
        return self._told[key]


def _judge_of(
    source: Observation,
    role: ContactRole,
    ours: _Ours,
    rules: TldRules,
    *,
    private: bool,
) -> Callable[[str], Cell]:
    if isinstance(source, Seen):
        return _Shown(source, role, ours, rules, private=private).judge
    cell = answerless(source)
    return lambda _name: cell


@dataclass(slots=True, eq=False)
class _Shown:
    """A contact as one source shows it, beside ours."""

    seen: Seen
    role: ContactRole
    ours: _Ours
    rules: TldRules
    private: bool
    theirs: SeenContact | None = field(init=False)
    hidden: frozenset[str] = field(init=False)
    is_served: bool = field(init=False)

    def __post_init__(self) -> None:
        self.theirs = self.seen.roles.get(self.role)
        self.hidden = self.theirs.hidden if self.theirs else frozenset()
        may_be_served = self.private or self.seen.provenance.source is not Source.REGISTRAR
        self.is_served = may_be_served and self.theirs is not None and serves(self.theirs, self.ours.texts)

    def judge(self, name: str) -> Cell:
        if name in self.hidden or (self.seen.hidden and self.role.value in self.seen.hidden):
            return _HELD_BACK
        value = text_of(self.theirs, name) if self.theirs else None
        if self.is_served and value:
            return Cell(Verdict.HIDDEN, value, _SERVICE)
        wanted = self.ours.texts[name]
        if value and value == wanted:
            return Cell(Verdict.SAME, value)
        if self.theirs is not None and name in _ELSEWHERE and not self.rules.is_generic:
            elsewhere = in_the_other_place(self.theirs, name, self.ours.texts)
            if elsewhere is not None:
                return elsewhere
        return self._compared(name, wanted, value) if value else self._silent(name, wanted, value)

    def _compared(self, name: str, wanted: str | None, value: str) -> Cell:
        alike = self.ours.cell_if_alike(name, value)
        if alike is not None:
            return alike
        if says_none(name, value):
            return self._silent(name, wanted, "")
        if stands_in(name, value):
            return Cell(Verdict.HIDDEN, why="a placeholder stands in its place")
        if self.private and not self._is_the_registrars(name):
            return Cell(Verdict.HIDDEN, value, "privacy is on for the name")
        return judged(None, value, drift="another value than ours" if wanted else "we hold none")

    def _silent(self, name: str, wanted: str | None, value: str | None) -> Cell:
        if value == "" and self._is_the_registrars(name):
            return judged(None if wanted else "", "", drift="empty there")
        if not self.seen.roles and self.seen.provenance.source is Source.REGISTRAR:
            return Cell(Verdict.COULD_NOT_ASK, why="this registrar's interface tells no contacts")
        return Cell(Verdict.NOT_PUBLISHED, why=self._why_silent(name))

    def _why_silent(self, name: str) -> str:
        if self.seen.provenance.source is Source.REGISTRAR:
            if self.theirs is None:
                return f"the registrar's answer has no {self.role} contact"
            return "the registrar's answer leaves it out"
        if name not in self.rules.public.fields.get(self.role, ()):
            return f"{self.rules.title}'s public record has no room for it"
        return "the public record says nothing of it"

    def _is_the_registrars(self, name: str) -> bool:
        if not self.seen.borrowed:
            return self.seen.provenance.source is Source.REGISTRAR
        return self.seen.provenance_of(f"{self.role.value}.{name}").source is Source.REGISTRAR
