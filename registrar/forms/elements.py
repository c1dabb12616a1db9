"""Vendors whose XML has its values as elements: what their answers hold, and how they are asked."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from portfolio.dnssec import DelegationSigner
from portfolio.money import Money
from portfolio.names import DomainName
from registrar.answers.told import signer_told
from registrar.attributes import AskedAttribute
from registrar.contract import Receipt
from registrar.exchange import Unreadable
from registrar.forms import reply
from registrar.forms.line import FormAccount, FormCall, Told, What
from registrar.forms.markup import Node

_SWITCHES = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


def leaves(node: Node) -> Node:
    """Return the element with the texts in it as its attributes too, but for those that are told twice."""
    times = Counter(child.tag.lower() for child in node.children)
    texts = {child.tag: child.text for child in node.children if times[child.tag.lower()] == 1}
    return replace(node, attributes=texts | node.attributes)


def number(node: Node, key: str) -> int:
    """Return the number that is told under `key`. Raises `Unreadable`."""
    return reply.whole_number(reply.needed(node, key))


def cash(node: Node, key: str) -> Decimal:
    """Return an amount of money; thousands may be grouped by commas. Raises `Unreadable`."""
    return reply.amount(reply.needed(node, key).replace(",", ""))


def cash_of(node: Node, key: str) -> Decimal:
    """Return an amount of money, 0 where it is missing or empty. Raises `Unreadable`."""
    return cash(node, key) if reply.told(node, key) else Decimal(0)


def switch(node: Node, key: str) -> bool:
    """Return what 1 or 0, or a word, says. Raises `Unreadable` for any other word."""
    found = _SWITCHES.get(reply.needed(node, key).lower())
    if found is None:
        raise Unreadable("the reply has something else in the place of yes or no")
    return found


def counted(node: Node, key: str, *path: str) -> Sequence[Node]:
    """Return the elements at `path`. Raises `Unreadable` unless they are as many as is told under `key`."""
    found = [leaves(one) for one in node.find(*path)]
    if len(found) != number(node, key):
        raise Unreadable(f"there are more or fewer of {path[-1]} than the reply says")
    return found


def raise_unless_said(node: Node, **words: str) -> None:
    """Raise `Unreadable` for a yes that says another word, case aside, than one that it should."""
    for key, word in words.items():
        if reply.needed(node, key).lower() != word.lower():
            raise Unreadable(f"the reply says yes, and another {key}")


def raise_unless_set(node: Node, key: str, *, on: bool) -> None:
    """Raise `Unreadable` for a yes whose switch stands otherwise."""
    if switch(node, key) is not on:
        raise Unreadable("the reply says yes, and that it is not done")


def receipt_in(
    node: Node, order: str = "OrderID", charged: str = "TotalCharged", *, pending: bool = False
) -> Receipt:
    """Return the receipt of the order whose number and charge, if any, are told. Raises `Unreadable`."""
    cost = Money(amount=cash(node, charged)) if reply.told(node, charged) else None
    return Receipt(reference=str(number(node, order)), cost=cost, pending=pending)


def signers_in(node: Node) -> frozenset[DelegationSigner]:
    """Return the signers of a list that says how many there are. Raises `Unreadable`."""
    return frozenset(_signer_in(row) for row in counted(node, "DnsSecDataCount", "DnsSecData", "KeyData"))


def _signer_in(row: Node) -> DelegationSigner:
    tag, algorithm, kind = (number(row, key) for key in ("KeyTag", "Algorithm", "DigestType"))
    digest = reply.needed(row, "Digest")
    return signer_told(tag=tag, algorithm=algorithm, digest_type=kind, digest=digest)


def signer_fields(signer: DelegationSigner) -> dict[str, str]:
    """Return a signer as it is sent."""
    fields = {"Alg": str(signer.algorithm), "Digest": signer.digest.upper()}
    return fields | {"DigestType": str(signer.digest_type), "KeyTag": str(signer.key_tag)}


def raise_unless_code(node: Node) -> None:
    """Raise `Unreadable` unless the result of a change of signers, wherever it stands, has the code 200."""
    places = (("DnsSecData", "Result"), ("Result",), ())
    if [code.text for place in places for code in node.find(*place, "ResponseCode")] != ["200"]:
        raise Unreadable("the reply says yes, and no code that says so")


def known(table: Mapping[int, Told], node: Node, key: str) -> Told:
    """Return what the number under `key` means. Raises `Unreadable` for one that nobody documents."""
    meaning = table.get(number(node, key))
    if meaning is None:
        raise Unreadable(f"the reply has a {key} that nobody documents")
    return meaning


def raise_if_failed(node: Node, key: str) -> None:
    """Raise `Unreadable` for a yes that lacks `key`, or says there that it failed."""
    if reply.needed(node, key).lower() == "failed":
        raise Unreadable("the reply says yes, and that it failed")


def asked_in(node: Node) -> Sequence[AskedAttribute]:
    """Return the attributes that a reply asks for, each with its choices. Raises `Unreadable`."""
    rows = [(leaves(one), one) for one in node.find("Attributes", "Attribute")]
    return [
        AskedAttribute(
            name=reply.needed(row, "Name"),
            label=reply.told(row, "Title") or "",
            required=switch(row, "Required"),
            choices={
                reply.needed(option, "Value"): reply.told(option, "Title") or ""
                for option in map(leaves, one.find("Options", "Option"))
            },
        )
        for row, one in rows
    ]


def halves(name: DomainName) -> dict[str, str]:
    """Return a name in two, as such vendors ask for it."""
    sld, _, tld = name.partition(".")
    return {"SLD": sld, "TLD": tld}


class ElementAccount(FormAccount):
    """One account whose vendor has its values as elements, says what it did, and asks for names in two."""

    def _told(
        self, operation: str, translate: Callable[[Node], Told], *path: str, name: DomainName | None = None,
        **fields: str,
    ) -> Told:  # fmt: skip
        """Ask, about `name` where there is one; the texts in what is read are there as attributes too."""
        whom = halves(name) if name else {}
        return super()._told(
            operation, lambda one: translate(leaves(one)), *path, name=name, **whom, **fields
        )

    def _about(self, what: What, name: DomainName, translate: Callable[[Node], Told], **fields: str) -> Told:
        """Ask, and return what `translate` makes of the element that says that it is about `name`."""
        operation, tag, key = what
        return self._told(
            operation, lambda one: translate(reply.about(name, key, one)), tag, name=name, **fields
        )

    def _sent(
        self, operation: str, name: DomainName, fields: Mapping[str, str],
        read: Callable[[Node], Receipt | None],
    ) -> Receipt:  # fmt: skip
        """Send a change, once; a yes to something else is none, and no field stands in an error."""

        def receipt(node: Node) -> Receipt:
            raise_unless_said(leaves(node), Command=operation)
            return read(leaves(node)) or Receipt()

        call = FormCall(operation, halves(name) | dict(fields), name, tuple(fields.values()))
        return self._line.change(call, receipt)
