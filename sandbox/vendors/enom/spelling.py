"""Names, moments and signers as Enom spells them; its contacts are those of Namecheap's forms."""

from collections.abc import Mapping
from datetime import datetime

from portfolio.names import DomainName
from sandbox.vendors.namecheap.spelling import Asked, Element, domain_name, told

DONE = {"RRPCode": "200", "RRPText": "Command completed successfully"}


def asked_name(asked: Asked) -> DomainName:
    """Return the name that is asked about. Raises `Refusal`."""
    return domain_name(f"{told(asked, 'SLD', number=301151)}.{told(asked, 'TLD', number=301152)}")


def signer(asked: Asked) -> str:
    """Return a signer as a row. Raises `Refusal`."""
    words = ("KeyTag", "Alg", "DigestType", "Digest")
    return " ".join(told(asked, word) for word in words)


def hosts_in(asked: Asked) -> list[str]:
    """Return the nameservers that are named."""
    return [asked[f"ns{at}"] for at in range(1, 14) if asked.get(f"ns{at}")]


def number_of(name: DomainName) -> str:
    """Return the vendor's number of a name."""
    return str(int.from_bytes(name.encode()[-4:]))


def at(moment: datetime) -> str:
    """Return a moment as the vendor writes it."""
    return f"{moment:%m/%d/%Y %I:%M:%S %p}"


def whose(name: DomainName) -> Element:
    """Return the element that says whom an answer is about."""
    sld, _, tld = name.partition(".")
    return Element("domainname", {"sld": sld, "tld": tld, "domainnameid": number_of(name)}, name)


def result() -> Element:
    """Return what stands with every answer about signers."""
    said = {"ResponseCode": "200", "ResponseDetails": "", "ResponseMessage": DONE["RRPText"]}
    return Element("Result", children=texts(said))


def texts(said: Mapping[str, str]) -> tuple[Element, ...]:
    """Return elements that hold a text each."""
    return tuple(Element(key, text=text) for key, text in said.items())


def row(tag: str, said: Mapping[str, str]) -> Element:
    """Return an element with elements that hold a text each."""
    return Element(tag, children=texts(said))
