"""Changes that cost nothing. Each is sent once, and told as done when its operation is."""

from collections.abc import Mapping

from portfolio.contacts import Contact, ContactRole
from portfolio.dnssec import DelegationSigner, SigningKey
from portfolio.names import DomainName, HostName
from portfolio.registration import Status
from registrar.adapters.route53.contacts import written
from registrar.adapters.route53.reading import Reading, signer_of
from registrar.adapters.route53.wire import Body, Row, Told, call, needed
from registrar.contract import Receipt, SetsAutoRenew, SetsContacts, SetsLock, SetsNameservers
from registrar.errors import OutcomeUnknown, PaymentRefused, Refused, RegistrarError, ReplyNotUnderstood
from registrar.inline_contacts import unsupported
from registrar.privacy import SetsPrivacy
from registrar.signing import SetsSigners
from registrar.words import without_values


class Setting(
    Reading, SetsContacts, SetsNameservers, SetsLock, SetsAutoRenew, SetsPrivacy, SetsSigners
):  # fmt: skip
    """The part that changes names of the account."""

    def set_contacts(self, name: DomainName, contacts: Mapping[ContactRole, Contact]) -> Receipt:
        held = self._detail(name)
        people, private = written(name, contacts, {role: held.extras(role) for role in contacts})
        return self._changed("UpdateDomainContact", name, people, private)

    def set_nameservers(self, name: DomainName, hosts: frozenset[HostName]) -> Receipt:
        held = self._detail(name).nameservers or []
        glue = {host.name.lower(): host.glue_ips for host in held if host.glue_ips}
        if set(hosts) == {host.name.lower().rstrip(".") for host in held}:
            return Receipt()
        if any(host.endswith(f".{name}") and host not in glue for host in hosts):
            raise unsupported(
                self.slug, name, "there is no place here for the address of a nameserver below the name"
            )
        told = [{"Name": h} | ({"GlueIps": glue[h]} if h in glue else {}) for h in sorted(hosts)]
        return self._changed("UpdateDomainNameservers", name, {"Nameservers": told})

    def set_lock(self, name: DomainName, *, locked: bool) -> Receipt:
        statuses = self.info(name).statuses
        if statuses is not None and (Status.CLIENT_TRANSFER_PROHIBITED in statuses) is locked:
            return Receipt()
        return self._changed(f"{'Enable' if locked else 'Disable'}DomainTransferLock", name)

    def set_auto_renew(self, name: DomainName, *, on: bool) -> Receipt:
        if self._detail(name).auto_renew is on:
            return Receipt()
        operation = f"{'Enable' if on else 'Disable'}DomainAutoRenew"  # the only change without an operation
        return self._line.change(call(operation, name), lambda _: Receipt())

    def set_privacy(self, name: DomainName, *, on: bool) -> Receipt:
        hidden = self._detail(name).hidden
        if all(one is on for one in hidden.values()):
            return Receipt()
        told = dict.fromkeys((f"{role.value.capitalize()}Privacy" for role in hidden), on)
        return self._changed("UpdateDomainContactPrivacy", name, told)

    def signers(self, name: DomainName) -> frozenset[DelegationSigner]:
        return frozenset(self._signers(name))

    def set_signers(self, name: DomainName, keys: frozenset[SigningKey]) -> Receipt:
        held, wanted = self._signers(name), {key.signer(name): key for key in keys}
        add: list[Body] = [
            {
                "SigningAttributes": {
                    "Algorithm": key.algorithm,
                    "Flags": key.flags,
                    "PublicKey": key.public_key,
                }
            }
            for signer, key in wanted.items()
            if signer not in held
        ]
        orders = [("AssociateDelegationSignerToDomain", one) for one in add]
        gone: list[Body] = [{"Id": number} for signer, number in held.items() if signer not in wanted]
        orders += [("DisassociateDelegationSignerFromDomain", one) for one in gone]
        receipt = Receipt()
        for at, (operation, body) in enumerate(orders):
            if receipt.pending:
                detail = (
                    f"{at} of {len(orders)} changes were accepted, the others wait for them; set them again"
                )
                raise OutcomeUnknown(
                    detail, registrar=self.slug, name=name, vendor_reference=receipt.reference
                )
            receipt = self._changed(operation, name, body)
        return receipt

    def _signers(self, name: DomainName) -> dict[DelegationSigner, str]:
        keys = self._detail(name).dnssec_keys
        if keys is None:
            raise ReplyNotUnderstood("the signers are not told", registrar=self.slug, name=name)
        return {signer_of(key): key.id for key in keys}

    def _changed(
        self, operation: str, name: DomainName, body: Body | None = None, private: tuple[str, ...] = ()
    ) -> Receipt:
        """Send a change that is accepted as an operation, and look once how far that has come."""
        asked = call(operation, name, body, private)
        number = self._line.change(asked, lambda reply: needed(reply.as_a(Told).operation_id))
        try:
            look = call("GetOperationDetail", None, {"OperationId": number})
            became = self._line.read(look, lambda reply: reply.as_a(Row))
        except RegistrarError:
            return Receipt(pending=True, reference=number)
        if became.domain_name.lower() != name or became.status in ("SUBMITTED", "IN_PROGRESS"):
            return Receipt(pending=True, reference=number)
        if became.status == "SUCCESSFUL":
            return Receipt(reference=number)
        unpaid = became.status_flag == "PENDING_PAYMENT_VERIFICATION"
        error = (PaymentRefused if unpaid else Refused) if became.status == "FAILED" else OutcomeUnknown
        words = without_values(became.message or "", private)
        detail = (
            f"the operation was accepted, and is told as {without_values(str(became.status), ())}: {words}"
        )
        raise error(detail, registrar=self.slug, operation=operation, name=name, vendor_reference=number)
