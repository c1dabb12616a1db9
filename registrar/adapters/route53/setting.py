"""Changes that cost nothing. Each is sent once, and told as done when its operation is."""

from collections.abc import Iterable, Mapping

from portfolio.contacts import Contact, ContactRole
from portfolio.dnssec import DelegationSigner, SigningKey
from portfolio.names import DomainName, HostName
from portfolio.registration import Status
from registrar import contract, errors
from registrar.adapters.route53.contacts import written
from registrar.adapters.route53.reading import Reading, signer_of
from registrar.adapters.route53.wire import Body, Row, Told, call
from registrar.inline_contacts import unsupported
from registrar.json_reply import JsonReply
from registrar.privacy import SetsPrivacy
from registrar.signing import SetsSigners
from registrar.target_line import needed
from registrar.told import hosts_told, raise_if_other
from registrar.words import without_values


def delegation(name: DomainName, hosts: Iterable[HostName], glue: Mapping[str, object]) -> Body:
    """Return the body that delegates a name. Raises `Unsupported` for a host that needs an address."""
    if any(host.endswith(f".{name}") and not glue.get(host) for host in hosts):
        raise unsupported("route53", name, "there is no place for the address of a nameserver below the name")
    glued = {host: {"GlueIps": glue[host]} for host in hosts if glue.get(host)}
    return {"Nameservers": [{"Name": host} | glued.get(host, {}) for host in sorted(hosts)]}


class Setting(
    Reading, contract.SetsContacts, contract.SetsNameservers, contract.SetsLock, contract.SetsAutoRenew,
    SetsPrivacy, SetsSigners,
):  # fmt: skip
    """The part that changes names of the account."""

    def set_contacts(self, name: DomainName, contacts: Mapping[ContactRole, Contact]) -> contract.Receipt:
        held = self._detail(name)
        people, private = written(name, contacts, {role: held.extras(role) for role in contacts})
        return self._changed("UpdateDomainContact", name, people, private)

    def set_nameservers(self, name: DomainName, hosts: frozenset[HostName]) -> contract.Receipt:
        held = self._detail(name)
        if hosts_told(held.hosts) == hosts:
            return contract.Receipt()
        body = delegation(name, hosts, {host.name.lower(): host.glue_ips for host in held.nameservers or ()})
        return self._changed("UpdateDomainNameservers", name, body)

    def set_lock(self, name: DomainName, *, locked: bool) -> contract.Receipt:
        statuses = self.info(name).statuses
        if statuses is not None and (Status.CLIENT_TRANSFER_PROHIBITED in statuses) is locked:
            return contract.Receipt()
        return self._changed(f"{'Enable' if locked else 'Disable'}DomainTransferLock", name)

    def set_auto_renew(self, name: DomainName, *, on: bool) -> contract.Receipt:
        if self._detail(name).auto_renew is on:
            return contract.Receipt()
        operation = f"{'Enable' if on else 'Disable'}DomainAutoRenew"  # the only change without an operation
        return self._line.change(call(operation, name), lambda _: contract.Receipt())

    def set_privacy(self, name: DomainName, *, on: bool) -> contract.Receipt:
        hidden = self._detail(name).hidden
        if all(one is on for one in hidden.values()):
            return contract.Receipt()
        told = dict.fromkeys((f"{role.value.capitalize()}Privacy" for role in hidden), on)
        return self._changed("UpdateDomainContactPrivacy", name, told)

    def signers(self, name: DomainName) -> frozenset[DelegationSigner]:
        return frozenset(self._signers(name))

    def set_signers(self, name: DomainName, keys: frozenset[SigningKey]) -> contract.Receipt:
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
        receipt = contract.Receipt()
        for at, (operation, body) in enumerate(orders):
            if receipt.pending:
                detail = (
                    f"{at} of {len(orders)} changes were accepted, the others wait for them; set them again"
                )
                raise errors.OutcomeUnknown(
                    detail, registrar=self.slug, name=name, vendor_reference=receipt.reference
                )
            receipt = self._changed(operation, name, body)
        return receipt

    def _signers(self, name: DomainName) -> dict[DelegationSigner, str]:
        keys = self._detail(name).dnssec_keys
        if keys is None:
            raise errors.ReplyNotUnderstood("the signers are not told", registrar=self.slug, name=name)
        return {signer_of(key): key.id for key in keys}

    def _changed(
        self, operation: str, name: DomainName, body: Body | None = None, private: tuple[str, ...] = ()
    ) -> contract.Receipt:
        """Send a change that is accepted as an operation, and look once how far that has come."""
        asked = call(operation, name, body, private)
        number = self._line.change(asked, lambda reply: needed(reply.as_a(Told).operation_id))
        look = call("GetOperationDetail", None, {"OperationId": number})
        try:
            became = self._line.read(look, lambda reply: _about(name, reply))
        except errors.RegistrarError:
            return contract.Receipt(pending=True, reference=number)
        if became.status in ("SUBMITTED", "IN_PROGRESS"):
            return contract.Receipt(pending=True, reference=number)
        if became.status == "SUCCESSFUL":
            return contract.Receipt(reference=number)
        error = errors.Refused if became.status == "FAILED" else errors.OutcomeUnknown
        if error is errors.Refused and became.status_flag == "PENDING_PAYMENT_VERIFICATION":
            error = errors.PaymentRefused
        words = without_values(f"{became.status or 'nothing'}: {became.message or ''}", private)
        detail = f"the operation was accepted, and is told as {words}"
        raise error(detail, registrar=self.slug, operation=operation, name=name, vendor_reference=number)


def _about(name: DomainName, reply: JsonReply) -> Row:
    row = reply.as_a(Row)
    raise_if_other(name, row.domain_name)
    return row
