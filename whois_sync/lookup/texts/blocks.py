"""A WHOIS text cut into what it says of the domain, of each role, and of objects with handles."""

from dataclasses import dataclass, field

from whois_sync.lookup.texts.keys import NOTHING, Target, target_of
from whois_sync.lookup.texts.lines import labelled
from whois_sync.lookup.texts.words import ROLE_WORDS

Fields = dict[str, list[str]]
ROLES = tuple(ROLE_WORDS)

# Said of contacts and registrars as often as of domains: inside such a block they are not the domain's.
_OF_ANYBODY = frozenset(("created", "changed", "status", "expires", "dnssec"))
_OWN = "domain_"
_LISTS = frozenset(("nameservers", "status"))
_MAX_HEADING = 60
_MAX_VALUES = 60
_MAX_NAME = 300
_MAX_ABBREVIATION = 4


@dataclass(slots=True)
class Block:
    """
    Lines that belong together: under one heading, or between two blank lines.

    `scope` is a role, `registrar`, a field of the domain, `domain`, `other`, or empty. `inline` blocks were
    opened by a line that carried a value. `also` are the other roles that its heading names. `loose` are
    lines without a label; an empty one stands for a gap.
    """

    scope: str = ""
    indent: int = 0
    inline: bool = False
    contact: Fields = field(default_factory=dict)
    loose: list[str] = field(default_factory=list)
    handle: str = ""
    named: bool = False
    deep: bool = False
    closed: bool = False
    flat: bool = False
    also: tuple[str, ...] = ()

    @property
    def is_about_someone(self) -> bool:
        """Whether its lines describe a contact or the registrar, not the domain."""
        return self.scope in ROLES or self.scope == "registrar" or bool(self.handle)


@dataclass(slots=True)
class Facts:
    """
    What a text says between one domain name and the next, still in its own words.

    `record` is what it says of the domain; `roles` what was said of each role directly; `refs` the handles by
    which roles are named; `blocks` every block, in order.
    """

    record: Fields = field(default_factory=dict)
    roles: dict[str, Fields] = field(default_factory=dict)
    refs: dict[str, list[str]] = field(default_factory=dict)
    blocks: list[Block] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The domain name this part is about, as printed, lower case; empty where none is printed."""
        return self.record["name"][0] if "name" in self.record else ""


class Reader:
    """Reads a text line by line, once; each line costs the same whatever came before it."""

    def __init__(self) -> None:
        self.parts = [Facts()]
        self.facts = self.parts[0]
        self.block = Block()
        self.gap = False
        self.hard = False  # whether one of the lines of the gap had not even blanks
        self.last: list[str] | None = None
        self.last_indent = 0
        self.last_name = ""

    def read(self, text: str) -> list[Facts]:
        """
        Return the parts of `text`, one for each time it names a domain (control characters already gone).
        """
        self.facts.blocks.append(self.block)
        for raw in text.split("\n"):
            line = raw.strip()
            if not line:
                self.gap = True
                self.hard = self.hard or not raw
            elif line[0] in "%#;>":
                self._comment(line)
            elif line[0] in "-=_*~" and len(line) > 4 and not line.strip("-=_*~ "):
                self._rule()
            else:
                self._line(line, raw.index(line[0]))
        return self.parts

    def _comment(self, line: str) -> None:
        """Comments say nothing, except where a registry prints its headings as such (`% Registrant:`)."""
        bare = line.strip("%# ")
        if bare[-1:] == ":" and len(bare) < _MAX_HEADING:
            target = target_of(bare[:-1])
            if target.field == "self":
                self._open(target.scope, 0)

    def _rule(self) -> None:
        """A drawn line ends what stands above it, but for the heading that it underlines."""
        if self.gap or self.block.contact or self.block.loose:
            self._open("", 0)

    def _line(self, line: str, indent: int) -> None:
        label, value, target = labelled(line)
        if self.gap:
            self.gap = False
            self._after_gap(indent, is_labelled=bool(label))
        elif self._ends_block(indent, is_known=target is not NOTHING):
            self._open("", indent)
        if indent > self.block.indent and (self.last is None or (label and target is not NOTHING)):
            self.block.deep = True
        if (
            not label
            and len(line) < _MAX_HEADING
            and not (self.block.scope in ROLES and indent > self.block.indent)
        ):
            heading = target_of(line)
            if heading is not NOTHING and self._heading(heading, indent):
                return
        if target is NOTHING:
            self._unknown(label, line, indent)
        elif value:
            self._pair(value, target, indent)
        else:
            self._heading(target, indent, flat=line[0] != "[")

    def _ends_block(self, indent: int, *, is_known: bool) -> bool:
        block = self.block
        if block.closed:
            return True
        return bool(block.scope) and indent <= block.indent and (block.deep or (block.flat and is_known))

    def _after_gap(self, indent: int, *, is_labelled: bool) -> None:
        block = self.block
        self.last = None
        hard, self.hard = self.hard, False
        if block.scope and indent > block.indent:
            if block.loose and hard:
                block.loose.append("")
            return
        is_bare = block.scope and not (block.inline or block.contact or block.loose)
        if is_bare and (block.scope == "nameservers" or (is_labelled and block.scope in ROLES)):
            return
        self._open("", indent)

    def _open(self, scope: str, indent: int, *, inline: bool = False) -> Block:
        self.block = Block(scope=scope, indent=indent, inline=inline)
        self.facts.blocks.append(self.block)
        self.last = None
        return self.block

    def _heading(self, target: Target, indent: int, *, flat: bool = False) -> bool:
        """Open the block that a label without a value announces; False where it announces none."""
        scope, name, contact = target.scope, target.field.removeprefix(_OWN), target.contact
        if contact and self.block.is_about_someone:
            self._await(self.block.contact, contact, indent)
            return True
        if name == "self" or (name == "handle" and scope in ROLES and not flat):
            self._open(scope, indent).also = target.also
        elif scope in ROLES:
            if self.block.scope not in {"", scope}:
                self._open("", indent)
            self._await(self.facts.roles.setdefault(scope, {}), name, indent)
        elif scope == "domain":
            self._open(
                "domain" if name in {"section", "query"} else "other" if name == "dnssec" else name, indent
            )
        elif scope == "other" or (scope == "object" and name == "aside"):
            self._open("other", indent).flat = flat
        elif contact:
            self._await(self.block.contact, contact, indent)
        else:
            self.last = None
            return bool(scope)
        return True

    def _await(self, fields: Fields, name: str, indent: int) -> None:
        """A label without a value: what follows deeper is its value."""
        self.last, self.last_indent, self.last_name = fields.setdefault(name, []), indent, name

    def _unknown(self, label: str, line: str, indent: int) -> None:
        """A line whose label means nothing, or that has none: it goes on with what stands above it."""
        if self.last is not None and indent > self.last_indent:
            self._go_on(self.last, line)
        elif label and self.block.scope != "nameservers" and not self._is_of_address(label, line):
            self.last = None
        elif len(self.block.loose) < _MAX_VALUES and (
            self.block.scope in _LISTS or self._continues_loosely(indent)
        ):
            self.block.loose.append(line)

    def _is_of_address(self, label: str, line: str) -> bool:
        """Whether the colon stands amid a line of somebody's address (`Example Street No:61`)."""
        if self.block.scope not in ROLES or not self.block.loose:
            return False
        if label[0] in "+(0123456789":
            return True  # `613-555-0100 fax: 613-555-0101`
        if not line[len(label) + 1 :][:1].isdigit():
            return False
        return " " in label or len(label) <= _MAX_ABBREVIATION

    def _go_on(self, values: list[str], line: str) -> None:
        """A name may run over two lines; what has lines of its own (streets, servers) keeps them."""
        if self.last_name in {"name", "organization"} and values:
            values[-1] = f"{values[-1]} {line}" if len(values[-1]) < _MAX_NAME else values[-1]
        elif len(values) < _MAX_VALUES:
            values.append(line)

    def _continues_loosely(self, indent: int) -> bool:
        block = self.block
        if not block.scope or block.scope in {"other", "domain"}:
            return block.scope == "domain" and indent > block.indent
        return indent > block.indent or not block.deep

    def _pair(self, value: str, target: Target, indent: int) -> None:
        scope, name, contact, _ = target
        block = self.block
        if scope in ROLES and not (contact and block.is_about_someone):
            self._of_role(scope, name, value, indent)
        elif scope == "object":
            self._of_object(name, value, indent)
        elif contact and (
            block.scope in ROLES or block.scope == "registrar" or block.handle or scope != "domain"
        ):
            self._of_contact(contact, value, indent)
        elif scope == "domain":
            self._of_domain(name, value, indent)
        elif scope == "other" and block.inline and not block.contact:
            self._open("", indent)

    def _of_role(self, role: str, name: str, value: str, indent: int) -> None:
        if name == "handle" or (name == "self" and self.block.handle):
            if not self.block.handle:
                self.facts.refs.setdefault(role, []).append(value)
            self.last = None
            return
        if name == "self":
            self.facts.refs.setdefault(role, []).append(value)
            block = self._open(role, indent, inline=True)
            block.loose.append(value)
            return
        self._keep(self.facts.roles.setdefault(role, {}), name, value, indent)

    def _of_object(self, name: str, value: str, indent: int) -> None:
        block = self.block
        if name == "end":
            block.closed = True
        elif name == "aside":
            self.last = None
            if not block.named and (block.contact or not block.inline):
                self._open("other", indent, inline=True)
        elif name == "handle":
            self._object().handle = value
        elif name == "contact":
            role = target_of(value)
            if role.field == "self":
                self._open(role.scope, indent)
            elif block.handle and not block.contact.get("name"):
                self._of_contact("name", value, indent)
            else:
                opened = self._open("", indent)
                opened.handle = "" if value[0] in "+(" or "@" in value else value
        elif target_of(value).field == "self":
            self._open(target_of(value).scope, indent)
        else:
            started = block if block.scope in ROLES or (block.named and not block.contact) else self._object()
            self._keep(started.contact, "name", value, indent)

    def _object(self) -> Block:
        """The block that an object's first label belongs to: a new one where the present one is taken."""
        block = self.block
        is_anothers = block.scope and (
            block.inline or not (block.scope in ROLES or block.scope == "registrar")
        )
        if block.named or (block.handle and block.contact) or is_anothers:
            block = self._open("", block.indent)
        return block

    def _of_contact(self, name: str, value: str, indent: int) -> None:
        if name == "type":
            role = target_of(value)
            if role.field == "self":
                self._open(role.scope, indent)
                return
        if name == "name" and self.block.scope in {"domain", "name"}:
            self._of_domain("name", value, indent)
            return
        if self.block.scope == "domain" and name == "organization":
            # An organization told among a domain's data is its holder (JPRS, for co.jp).
            self._keep(self.facts.roles.setdefault("registrant", {}), name, value, indent)
            return
        if self.block.scope in _LISTS or self.block.scope == "domain":
            return
        if self.block.scope == "name":
            self.block.scope = ""
        if name == "handle" and not self.block.handle and self.block.is_about_someone:
            self.block.handle = value
        self._keep(self.block.contact, name, value, indent)

    def _of_domain(self, name: str, value: str, indent: int) -> None:
        block = self.block
        someone = block.is_about_someone
        own, name = name.startswith(_OWN), name.removeprefix(_OWN)
        if someone and name in _OF_ANYBODY and not (own or self._is_the_domains(name)):
            self.last = None
            return
        if block.scope == "other" and (name in _OF_ANYBODY or name in {"registrar", "nameservers"}):
            self._aside(name, value, indent)
            return
        if name == "registrar" and block.scope == "registrar" and not block.inline:
            self._keep(block.contact, "organization", value, indent)
            return
        if someone and name == "registrar" and (block.handle or block.scope == "registrar"):
            self.last = None
            return
        if name in {"name", "query"}:
            self._named(value, indent)
            return
        if someone or block.scope == "other":
            block = self._open("", indent)
        self._keep(self.facts.record, name, value, indent)
        if name == "registrar" and self._begins_registrar(block):
            block.scope, block.inline, block.indent = "registrar", True, indent

    def _is_the_domains(self, name: str) -> bool:
        """
        Whether a date or status amid somebody's data is the domain's all the same: the block is no object.
        """
        block = self.block
        if name == "expires" and block.scope in ROLES and not block.handle:
            return name not in self.facts.record  # contacts do not expire
        if not block.inline or block.handle:
            return False
        return not block.contact or name not in self.facts.record

    def _aside(self, name: str, value: str, indent: int) -> None:
        """In an aside, only what a registry hides in one counts: the name servers of a set (`nsset`)."""
        self.last = None
        if name == "nameservers" and self.block.inline:
            self._keep(self.facts.record, name, value, indent)

    def _begins_registrar(self, block: Block) -> bool:
        return not block.named and not block.contact and not block.scope and "name" in self.facts.record

    def _named(self, value: str, indent: int) -> None:
        bare = value.split(maxsplit=1)[0].rstrip(".,").lower()
        if not bare or bare[0] == "(":
            return
        block = self.block
        if block.is_about_someone or block.scope in {"other", "name"}:
            block = self._open("", indent)
        known = self.facts.name
        # Without a dot: IANA's own record of the TLD, printed before the registry's of the name.
        if "." not in bare and (known or not bare.isalpha()):
            return
        if known and (known != bare or not block.named):
            self.facts = Facts()
            self.parts.append(self.facts)
            block = self._open("", indent)
        block.named = True
        self._keep(self.facts.record, "name", bare, indent)
        self.last = None

    def _keep(self, fields: Fields, name: str, value: str, indent: int) -> None:
        values = fields.setdefault(name, [])
        if len(values) < _MAX_VALUES and value not in values:
            values.append(value)
        self.last, self.last_indent, self.last_name = values, indent, name
