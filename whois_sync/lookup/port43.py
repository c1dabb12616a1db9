"""One WHOIS question (RFC 3912) on our own transport, decoded once, read."""

from datetime import timedelta
from functools import partial

from net import AddressGuard, AddressRefused, NetError, converse
from net.errors import AnswerRefused
from portfolio.names import DomainName
from portfolio.observation import Observation, Provenance, Unreadable, Why
from whois_sync.lookup.whois import read_whois

DEADLINE = timedelta(seconds=15)
MAX_BYTES = 262_144

# How some servers want to be asked; the others take the bare name.
_QUESTIONS = {
    "whois.verisign-grs.com": "domain {}",
    "whois.denic.de": "-T dn,ace {}",
    "whois.jprs.jp": "{}/e",
    "whois.nic.name": "domain={}",
    "whois.punktum.dk": "--show-handles {}",
}
# Servers that do not write UTF-8.
_CHARSETS = {
    "whois.registro.br": "iso-8859-1",
    "whois.nic.hu": "iso-8859-2",
    "whois.nic.tr": "iso-8859-9",
    "whois.jprs.jp": "iso-2022-jp",
}


def ask_port43(
    server: tuple[str, int], name: DomainName, *, guard: AddressGuard, provenance: Provenance
) -> Observation:
    """
    Ask `server` (host, port) for `name` (its A-label), once, and read its answer.

    One deadline of 15 s for everything, 256 KiB at most; no referral is followed. Whatever the network does
    becomes `Unreadable`, and so does a record whose last line never came.
    """
    host, port = server
    unreadable = partial(Unreadable, name=name, provenance=provenance)
    question = f"{_QUESTIONS.get(host, '{}').format(name)}\r\n".encode("ascii")
    try:
        answer = converse(host, port, question, guard=guard, deadline=DEADLINE, max_bytes=MAX_BYTES)
    except AddressRefused as err:
        return unreadable(why=Why.REFUSED, detail=err.detail)
    except AnswerRefused as err:
        return unreadable(why=Why.NOT_UNDERSTOOD, detail=err.detail)
    except NetError as err:
        return unreadable(why=Why.NO_ANSWER, detail=err.detail)
    text = decoded(answer, host)
    if is_cut_off(text):
        return unreadable(why=Why.NOT_UNDERSTOOD, detail="the answer was cut off before its last line")
    return read_whois(text, asked=name, provenance=provenance)


def is_cut_off(text: str) -> bool:
    """
    Whether a registration in ICANN's layout (which CIRA's follows) lacks the line that ends it.

    The Registration Data Directory Services specification closes every record with `>>> Last update of WHOIS
    database: … <<<`; without it, what is missing may be the end of a phone number.
    """
    lines = text.lower()
    return "\nregistry domain id:" in lines and "\n>>> last update" not in lines


def decoded(answer: bytes, host: str) -> str:
    """
    Return the whole answer as text: in the server's charset where it is known, else UTF-8, else Latin-1.
    """
    for charset in (_CHARSETS.get(host, "utf-8"), "utf-8"):
        try:
            return answer.decode(charset)
        except UnicodeDecodeError:
            continue
    return answer.decode("iso-8859-1")
