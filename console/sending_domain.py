"""Whether our own domain lets mail of ours arrive: looked up at start and before mail goes, if so set."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from console.returns import return_path_of, signer_of
from console.settings import Settings
from notifications.sending_domain.check import check_sending_domain
from notifications.sending_domain.dns_lookup import DnsLookUp
from notifications.sending_domain.finding import DomainFinding, DomainState
from portfolio.clock import Clock

HOLDS_FOR = timedelta(minutes=15)
"""How long what was found is believed before the DNS is asked again."""


@dataclass
class SendingDomain:
    """The domain of the From address, as the DNS shows it to receivers."""

    settings: Settings
    clock: Clock
    _found: tuple[datetime, list[DomainFinding]] | None = field(default=None, init=False)

    def findings(self) -> list[DomainFinding]:
        """Return what receivers find, asked of the DNS now. Raises `Refusal` for a key that is no key."""
        mail = self.settings.mail
        signer, returns = signer_of(self.settings), return_path_of(self.settings)
        return check_sending_domain(
            mail.sender.rpartition("@")[2],
            mail.dkim_selector,
            DnsLookUp(),
            return_path_domain=returns.domain if returns else "",
            public_key=signer.public_key if signer else "",
        )

    def why_blocked(self) -> str:
        """
        Return why no client mail may go, in a sentence each; empty where it may.

        Only under `[mail] domain_check = "block"`, and only for what is missing for certain: what the DNS did
        not tell blocks nothing.
        """
        if self.settings.mail.domain_check != "block":
            return ""
        now = self.clock.now()
        if self._found is None or not timedelta(0) <= now - self._found[0] < HOLDS_FOR:
            self._found = (now, self.findings())
        return "; ".join(each.says for each in self._found[1] if each.state is DomainState.MISSING)
