"""
Whether a domain says which servers may send for it (SPF, RFC 7208).

Whether our own relay is among them cannot be seen from here: we do not know from which addresses it sends.
"""

from dataclasses import dataclass, field

from notifications.sending_domain.dns_lookup import LookUp, NotTold
from notifications.sending_domain.finding import DomainFinding, DomainState, plain

MOST_LOOKUPS = 10
"""RFC 7208 section 4.6.4: with more, receivers give up and the record counts for nothing."""
_ASKS = frozenset({"include", "a", "mx", "ptr", "exists"})
_KNOWN = _ASKS | {"all", "ip4", "ip6"}
_LIKE = "v=spf1 include:spf.your-relay.example -all"


@dataclass
class _Walk:
    """Follows a record through what it includes; stops one question after the last that is allowed."""

    look_up: LookUp
    lookups: int = 0
    unclear: str = ""
    broken: str = ""
    macros: bool = False
    ending: str = ""
    followed: list[str] = field(default_factory=list)

    @property
    def is_over(self) -> bool:
        return self.lookups > MOST_LOOKUPS

    def follow(self, record: str, *, is_own: bool) -> None:
        """Count what a receiver has to ask; keep how the domain's own record ends."""
        redirect, ending = "", ""
        for term in record.split()[1:]:
            name, value = _named(term)
            if "=" in term.partition(":")[0]:
                redirect = value if name == "redirect" else redirect
            elif name not in _KNOWN:
                self.broken = self.broken or f"it has the term {plain(term)}, which is none of SPF's"
            elif name == "all":
                ending = term if term[0] in "+-~?" else f"+{term}"
                break
            elif name in _ASKS:
                self._ask(value if name == "include" else "")
            if self.is_over:
                return
        if is_own:
            self.ending = ending
        if redirect and not ending:
            self._ask(redirect, is_own=is_own)

    def _ask(self, target: str, *, is_own: bool = False) -> None:
        self.lookups += 1
        if not target or self.is_over:
            return
        if "%" in target:
            self.macros = True
            return
        records = _records(self.look_up, target)
        if isinstance(records, NotTold):
            self.unclear = self.unclear or f"{plain(target)}: {records.why}"
        elif len(records) != 1:
            self.broken = self.broken or f"{plain(target)}, to which it points, has no SPF record of its own"
        else:
            self.follow(records[0], is_own=is_own)


def check_spf(domain: str, look_up: LookUp) -> DomainFinding:
    """Return how the SPF record of `domain`, an A-label, stands."""
    records = _records(look_up, domain)
    if isinstance(records, NotTold):
        return _finding(
            DomainState.UNCLEAR, f"whether {domain} has an SPF record is not known: {records.why}"
        )
    if not records:
        why = f"{domain} has no SPF record: receivers cannot tell our mail from forged mail"
        return _finding(DomainState.MISSING, why, f'{domain}. TXT "{_LIKE}"')
    if len(records) > 1:
        why = f"{domain} has {len(records)} SPF records, so none of them counts: make them one"
        return _finding(DomainState.MISSING, why, f'{domain}. TXT "{_LIKE}"')
    walk = _Walk(look_up)
    walk.follow(records[0], is_own=True)
    return _finding(*_judged(domain, walk))


def _judged(domain: str, walk: _Walk) -> tuple[DomainState, str]:
    if walk.is_over:
        why = (
            f"the SPF record of {domain} makes receivers ask more than {MOST_LOOKUPS} times, so they give up"
        )
        return DomainState.WEAK, f"{why}: leave out includes that are not needed"
    if walk.broken:
        return DomainState.WEAK, f"the SPF record of {domain} does not count: {walk.broken}"
    if walk.unclear:
        return DomainState.UNCLEAR, f"the SPF record of {domain} could not be followed: {walk.unclear}"
    if walk.ending.lower() not in ("-all", "~all"):
        shown = plain(walk.ending) or "without all"
        why = f"the SPF record of {domain} ends {shown}, which lets anybody send in its name"
        return DomainState.WEAK, f"{why}: let it end with -all or ~all"
    followed = "; names with macros were not followed" if walk.macros else ""
    asked = f"{domain} has one SPF record that makes receivers ask {walk.lookups} times{followed}"
    return DomainState.OK, f"{asked}; whether it names the relay that sends our mail cannot be seen from here"


def _records(look_up: LookUp, domain: str) -> list[str] | NotTold:
    told = look_up(domain, "TXT")
    if isinstance(told, NotTold):
        return told
    return [text for text in told.records if text.lower() == "v=spf1" or text.lower().startswith("v=spf1 ")]


def _named(term: str) -> tuple[str, str]:
    bare = term.lstrip("+-~?")
    for mark in (":", "="):
        name, found, value = bare.partition(mark)
        if found and "/" not in name and "%" not in name:
            return name.lower(), value
    return bare.partition("/")[0].lower(), ""


def _finding(state: DomainState, says: str, add: str = "") -> DomainFinding:
    return DomainFinding(about="SPF", state=state, says=says, add=add)
