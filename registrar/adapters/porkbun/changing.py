"""Changes at Porkbun. Each is sent once; the one that costs carries a key and the exact price."""

from decimal import Decimal
from uuid import UUID, uuid5

from portfolio.dnssec import SigningKey, signers_of
from portfolio.money import Money
from portfolio.names import DomainName, HostName
from portfolio.order import OrderKind
from registrar.adapters.porkbun import wire
from registrar.adapters.porkbun.codes import WORDS
from registrar.adapters.porkbun.reading import Reading
from registrar.contract import Receipt, RenewalRequest
from registrar.errors import Refused
from registrar.exchange import Unreadable
from registrar.guards import raise_if_moved
from registrar.inline_contacts import unsupported
from registrar.json_line import Call
from registrar.json_reply import JsonReply
from registrar.price_limit import raise_if_dearer
from registrar.told import raise_if_other
from registrar.words import without_values

_ORDERS = UUID("0b5be3a7-62f1-4c57-9d43-6a0e2f7c1d88")


class Changing(Reading):
    """The changes of one account."""

    def renew(self, request: RenewalRequest) -> Receipt:
        """Read the price, then the date, then renew: looks at prices may have to wait for ten seconds."""
        name = request.name
        raise_if_moved(self._record(name).expire_date, request, registrar=self.slug)
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
            return Receipt(reference=str(renewed.order_id), cost=Money(amount=Decimal(renewed.cost) / 100))

        key = str(uuid5(_ORDERS, request.reference))
        call = Call("domain/renew", f"domain/renew/{name}", name, "POST", {"cost": cents}, key)
        return self._line.change(call, told)

    def set_nameservers(self, name: DomainName, hosts: frozenset[HostName]) -> Receipt:
        if not hosts:
            raise unsupported(self.slug, name, "a delegation cannot be taken away")
        if self._hosts(name) == hosts:
            return Receipt()
        self._tell("domain/updateNs", name, {"ns": sorted(hosts)})
        return Receipt()

    def set_auto_renew(self, name: DomainName, *, on: bool) -> Receipt:
        if self._record(name).auto_renew is on:
            return Receipt()

        def told(reply: JsonReply) -> Receipt:
            results = reply.as_a(wire.Switched).results
            raise_if_other(name, " ".join(results))
            for result in results.values():
                if result.status == WORDS.no:
                    raise Refused(f"not switched: {without_values(result.message, ())}")
                if result.status != WORDS.yes:
                    raise Unreadable("the reply says neither yes nor no of the name")
            return Receipt()

        operation, body = "domain/updateAutoRenew", {"status": "on" if on else "off"}
        return self._line.change(Call(operation, f"{operation}/{name}", name, "POST", body), told)

    def set_signers(self, name: DomainName, keys: frozenset[SigningKey]) -> Receipt:
        """
        Add what is missing, then take away what is not wanted: by key tag, so that none can be shared.

        Some registries take more away than was asked for: the receipt is pending where that is seen.
        """
        held, wanted = self.signers(name), signers_of(name, keys)
        unwanted = sorted({signer.key_tag for signer in held - wanted})
        tags = [signer.key_tag for signer in held | wanted]
        if any(tags.count(tag) > 1 for tag in tags):
            raise unsupported(self.slug, name, "two signers of one key tag cannot be told apart")
        for signer in sorted(wanted - held, key=lambda signer: signer.key_tag):
            body = {
                "keyTag": str(signer.key_tag),
                "alg": str(signer.algorithm),
                "digestType": str(signer.digest_type),
                "digest": signer.digest.upper(),
            }
            self._tell("dns/createDnssecRecord", name, body)
        for tag in unwanted:
            self._tell("dns/deleteDnssecRecord", name, {}, f"/{tag}")
        return Receipt(pending=bool(unwanted) and self.signers(name) != wanted)

    def _tell(self, operation: str, name: DomainName, body: dict[str, object], more: str = "") -> None:
        """Send a change to which the whole answer is yes or no."""
        call = Call(operation, f"{operation}/{name}{more}", name, "POST", body)
        self._line.change(call, lambda _: None)
