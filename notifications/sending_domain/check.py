"""
What receivers find when they look our sending domain up: SPF, DKIM, DMARC, and where bounces go.

What the DNS did not say is unclear, never missing.
"""

from notifications.compose import ascii_domain
from notifications.sending_domain.dkim_record import check_dkim
from notifications.sending_domain.dmarc_record import check_alignment, check_dmarc, find_policy
from notifications.sending_domain.dns_lookup import LookUp, NotTold
from notifications.sending_domain.finding import DomainFinding, DomainState
from notifications.sending_domain.spf import check_spf


def check_sending_domain(
    domain: str, selector: str, look_up: LookUp, *, return_path_domain: str = "", public_key: str = ""
) -> list[DomainFinding]:
    """
    Return what is found of `domain`, that of the From address, each in a sentence.

    `selector` is empty where we do not sign. SPF is read where receivers read it: at the return path's
    domain. `public_key` is that of our signatures (`Signer.public_key`).
    """
    sender = ascii_domain(domain)
    returns = ascii_domain(return_path_domain) if return_path_domain else sender
    policy = find_policy(sender, look_up)
    return [
        check_spf(returns, look_up),
        check_dkim(sender, selector, look_up, public_key=public_key),
        check_dmarc(sender, policy),
        check_alignment(sender, return_path=returns, signs_as=sender if selector else "", policy=policy),
        _takes_mail(returns, look_up),
    ]


def _takes_mail(domain: str, look_up: LookUp) -> DomainFinding:
    """Whether mail to `domain` has a server to go to (RFC 5321 section 5.1, RFC 7505)."""
    unclear = ""
    for kind in ("MX", "A", "AAAA"):
        told = look_up(domain, kind)
        if isinstance(told, NotTold):
            unclear = unclear or told.why
        elif kind == "MX" and [record.split()[-1] for record in told.records] == ["."]:
            return _finding(DomainState.MISSING, f"{domain} says that it takes no mail: no bounce reaches us")
        elif told.records:
            return _finding(DomainState.OK, f"mail that comes back to {domain} has a server to go to")
    if unclear:
        return _finding(DomainState.UNCLEAR, f"whether {domain} takes mail is not known: {unclear}")
    why = f"{domain} has no mail server: no bounce reaches us"
    return _finding(DomainState.MISSING, why, f"{domain}. MX 10 <the server that takes your mail>.")


def _finding(state: DomainState, says: str, add: str = "") -> DomainFinding:
    return DomainFinding(about="bounces", state=state, says=says, add=add)
