"""What receivers are to do with mail in our name that proves nothing, and whether ours does (RFC 7489)."""

from dataclasses import dataclass
from functools import cache

from publicsuffixlist import PublicSuffixList

from notifications.sending_domain.dns_lookup import LookUp, NotTold
from notifications.sending_domain.finding import DomainFinding, DomainState, tags_of


@dataclass(frozen=True)
class Policy:
    """The tags that stand for `domain`; `place` is where they were found."""

    place: str
    tags: dict[str, str]
    is_inherited: bool

    @property
    def wish(self) -> str:
        """What receivers are asked to do: none, quarantine or reject; empty where that cannot be read."""
        own = self.tags.get("p", "").lower()
        wish = self.tags.get("sp", own).lower() if self.is_inherited else own
        return wish if wish in ("none", "quarantine", "reject") else ""


def organizational(domain: str) -> str:
    """Return the registrable part of `domain` (RFC 7489 section 3.2); `domain` where it has none."""
    return _suffixes().privatesuffix(domain.lower()) or domain.lower()


def find_policy(domain: str, look_up: LookUp) -> Policy | NotTold | None:
    """Return the policy of `domain`: its own, else that of its organizational domain, else None."""
    for place in dict.fromkeys((domain, organizational(domain))):
        told = look_up(f"_dmarc.{place}", "TXT")
        if isinstance(told, NotTold):
            return told
        policies = [tags for text in told.records if (tags := tags_of(text)).get("v") == "DMARC1"]
        if len(policies) > 1:
            return None  # RFC 7489 section 6.6.3: none of them counts
        if policies:
            return Policy(f"_dmarc.{place}", policies[0], is_inherited=place != domain)
    return None


def check_dmarc(domain: str, policy: Policy | NotTold | None) -> DomainFinding:
    """Return how the policy for `domain` stands."""
    add = f'_dmarc.{domain}. TXT "v=DMARC1; p=quarantine; rua=mailto:postmaster@{domain}"'
    if isinstance(policy, NotTold):
        return _finding(
            DomainState.UNCLEAR, f"whether {domain} has a DMARC policy is not known: {policy.why}"
        )
    if policy is None:
        return _finding(DomainState.MISSING, f"{domain} has no single DMARC policy, nor has its parent", add)
    if policy.wish in ("", "none"):
        why = f"the DMARC policy at {policy.place} asks for nothing to be done with forged mail"
        return _finding(DomainState.WEAK, f"{why}: say p=quarantine or p=reject", add)
    share = policy.tags.get("pct", "100")
    if share != "100":
        return _finding(
            DomainState.WEAK, f"the DMARC policy at {policy.place} is for a share of the mail", add
        )
    return _finding(DomainState.OK, f"the DMARC policy at {policy.place} is {policy.wish}")


def check_alignment(
    domain: str, *, return_path: str, signs_as: str, policy: Policy | NotTold | None
) -> DomainFinding:
    """
    Return whether what SPF and DKIM prove is about the domain that readers see (RFC 7489 section 3.1).

    `signs_as` is the domain of our signature; empty: we do not sign.
    """
    tags = policy.tags if isinstance(policy, Policy) else {}
    by_dkim = bool(signs_as) and _aligned(domain, signs_as, tags.get("adkim", "r"))
    by_spf = _aligned(domain, return_path, tags.get("aspf", "r"))
    if by_dkim:
        spf = "and the return path too" if by_spf else f"though the return path is under {return_path}"
        return _aligning(DomainState.OK, f"our signature is that of {domain}, {spf}")
    if by_spf and signs_as:
        why = f"our signature is that of {signs_as}, not of {domain}: forwarded mail proves nothing"
        return _aligning(DomainState.WEAK, why)
    if by_spf:
        why = (
            f"only the return path is that of {domain}: forwarded mail proves nothing unless the relay signs"
        )
        return _aligning(DomainState.WEAK, why)
    why = f"neither a signature of ours nor the return path ({return_path}) is that of {domain}"
    return _aligning(DomainState.MISSING, f"{why}: set [mail] return_path to an address under it, or sign")


def _aligned(domain: str, other: str, mode: str) -> bool:
    if mode.lower() == "s":
        return domain.lower() == other.lower()
    return organizational(domain) == organizational(other)


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


def _finding(state: DomainState, says: str, add: str = "") -> DomainFinding:
    return DomainFinding(about="DMARC", state=state, says=says, add=add)


def _aligning(state: DomainState, says: str) -> DomainFinding:
    return DomainFinding(about="alignment", state=state, says=says)
