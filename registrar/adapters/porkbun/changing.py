"""Changes at Porkbun. Each is sent once; the one that costs carries a key and the exact price."""

from dataclasses import replace
from functools import partial
from uuid import UUID, uuid5

from portfolio.dnssec import SigningKey, signers_of
from portfolio.names import DomainName, HostName
from portfolio.order import OrderKind
from registrar.adapters.porkbun import wire
from registrar.adapters.porkbun.reading import Reading
from registrar.adapters.porkbun.wire import posted
from registrar.answers.told import raise_if_other
from registrar.buying.guards import raise_if_moved
from registrar.buying.price_limit import raise_if_dearer
from registrar.buying.steps import in_steps
from registrar.contacts.inline import unsupported
from registrar.contract import Receipt, RenewalRequest
from registrar.exchange import Unreadable
from registrar.in_json.reply import JsonReply
from registrar.signers.rows import signer_row

_ORDERS = UUID("0b5be3a7-62f1-4c57-9d43-6a0e2f7c1d88")


class Changing(Reading):
    """The changes of one account."""

    def renew(self, request: RenewalRequest) -> Receipt:
        """Read the price, then the date, then order: a look at a price may have to wait for ten seconds."""
        name = request.name
        quote = self.quote(name, kind=OrderKind.RENEW, years=request.years)
        if quote.premium:
            raise unsupported(self.slug, name, "premium names are renewed on the website only")
        raise_if_dearer(quote, request.price_limit, registrar=self.slug)
        raise_if_moved(self._record(name).expire_date, request, registrar=self.slug)
        cents = int(quote.price.amount * 100)

        def told(reply: JsonReply) -> Receipt:
            renewed = reply.as_a(wire.Renewed)
            raise_if_other(name, renewed.domain)
            until = renewed.expiration_date
            if renewed.dry_run or renewed.cost != cents or (until and until <= request.current_expiry):
                raise Unreadable("the reply says yes, and does not show what was asked for")
            return Receipt(reference=str(renewed.order_id), cost=quote.price)

        key = str(uuid5(_ORDERS, request.reference))
        return self._line.change(replace(posted("domain/renew", name, {"cost": cents}), key=key), told)

    def set_nameservers(self, name: DomainName, hosts: frozenset[HostName]) -> Receipt:
        if not hosts:
            raise unsupported(self.slug, name, "a delegation cannot be taken away")
        if self._hosts(name) == hosts:
            return Receipt()
        return self._tell(posted("domain/updateNs", name, {"ns": sorted(hosts)}))

    def set_auto_renew(self, name: DomainName, *, on: bool) -> Receipt:
        if self._record(name).auto_renew is on:
            return Receipt()

        def is_so(reply: JsonReply) -> bool:
            told = reply.as_a(wire.Switched).results
            return {whom.lower(): result.status for whom, result in told.items()} == {name: "SUCCESS"}

        return self._tell(posted("domain/updateAutoRenew", name, {"status": "on" if on else "off"}), is_so)

    def set_signers(self, name: DomainName, keys: frozenset[SigningKey]) -> Receipt:
        """
        Add what is missing, then take away what is not wanted: by key tag, so that none can be shared.

        Some registries take more away than was asked for: the receipt is pending where that is seen.
        """
        held, wanted = self.signers(name), signers_of(name, keys)
        tags = [signer.key_tag for signer in held | wanted]
        if len(set(tags)) < len(tags):
            raise unsupported(self.slug, name, "two signers of one key tag cannot be told apart")
        gone = [posted("dns/deleteDnssecRecord", name, None, str(row.key_tag)) for row in held - wanted]
        new = [posted("dns/createDnssecRecord", name, signer_row(row)) for row in wanted - held]
        in_steps(partial(self._tell, call) for call in (*new, *gone))
        return Receipt(pending=bool(gone) and self.signers(name) != wanted)
