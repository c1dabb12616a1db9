"""The sandbox's RDAP servers (RFC 9082, 9083) and the bootstrap file that leads to them (RFC 9224)."""

import json
from datetime import UTC, datetime
from http import HTTPStatus
from urllib.parse import unquote, urlsplit

from portfolio.clock import Clock
from portfolio.names import DomainName, NotAName
from portfolio.tld import rules_for
from sandbox.http_server import HttpRequest, HttpResponse
from sandbox.jcard import contact_entity, redactions, registrar_entity
from sandbox.log import EventLog
from sandbox.objects import DomainRecord
from sandbox.public_side import Shows
from sandbox.published import published_contacts

REGISTRIES = {"gtld": ("com", "net", "org"), "ca": ("ca",)}
"""The path under which each registry's server lives, and the TLDs it is asked for. `ee` has none."""

WITHOUT_RDAP = ("de", "ee")
"""The TLDs that have port 43 only here."""

_SHOUTING = ("com", "net")  # their registry spells names in capitals


class RdapServer:
    """Answers `/dns.json`, and `/<registry>/domain/<name>` or `/domain/<name>` from the registry's record."""

    def __init__(self, registry: Shows, *, clock: Clock, log: EventLog) -> None:
        self._registry = registry
        self._clock = clock
        self._log = log

    def channel_of(self, request: HttpRequest) -> str:
        """Return "bootstrap", or "rdap:" and the kind of lookup ("rdap:domain", "rdap:help")."""
        path = urlsplit(request.path).path.strip("/")
        if path == "dns.json":
            return "bootstrap"
        _, kind, _ = _parts(path)
        return f"rdap:{kind}"

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Answer a lookup; 404 means that the server's registry has no such name."""
        return self._answer(request, about_another=False)

    def answer_other_name(self, request: HttpRequest) -> HttpResponse:
        """Answer with the record of another name than the one asked for."""
        return self._answer(request, about_another=True)

    def _answer(self, request: HttpRequest, *, about_another: bool) -> HttpResponse:
        path = urlsplit(request.path).path.strip("/")
        base = f"http://{request.headers.get('host', '127.0.0.1')}/"
        if request.method not in ("GET", "HEAD"):
            return _error(HTTPStatus.METHOD_NOT_ALLOWED, "only GET and HEAD are answered")
        if path == "dns.json":
            return _json(_bootstrap(base, self._clock.now()), "application/json")
        prefix, kind, rest = _parts(path)
        match kind:
            case "help":
                return _json({"rdapConformance": ["rdap_level_0"], "notices": [_terms(base)]})
            case "domain":
                own = f"{base}{prefix}/" if prefix else base
                return self._domain(own, prefix, rest, about_another=about_another)
            case _:
                return _error(HTTPStatus.BAD_REQUEST, "only domains can be looked up")

    def _domain(self, base: str, prefix: str, text: str, *, about_another: bool) -> HttpResponse:
        try:
            name = DomainName(unquote(text))
        except NotAName:
            return _error(HTTPStatus.BAD_REQUEST, "not a domain name")
        self._log.add("rdap", "asked", name=name)
        record = self._registry.look_up(name) if self._is_asked_for(name.tld, prefix) else None
        if about_another:
            record = another_record(self._registry, name, record)
        if record is None:
            return _error(HTTPStatus.NOT_FOUND, f"{name} is not registered")
        return _json(domain_object(record, base=base, now=self._clock.now()))

    def _is_asked_for(self, tld: str, prefix: str) -> bool:
        """A registry's own server knows its TLDs; one without a prefix knows every TLD that has RDAP."""
        own = REGISTRIES.get(prefix)
        return tld in own if own else tld not in WITHOUT_RDAP and self._registry.serves(tld)


def another_record(registry: Shows, name: DomainName, record: DomainRecord | None) -> DomainRecord | None:
    """Return the record of another name of the same TLD; failing that, this one under another name."""
    for other in registry.names():
        if other != name and other.tld == name.tld:
            return registry.look_up(other)
    return record and record.model_copy(update={"name": DomainName(f"other-{name}")})


def domain_object(record: DomainRecord, *, base: str, now: datetime) -> dict[str, object]:
    """Return the RDAP domain object of a record; `base` is the server's URL, `now` the answer's instant."""
    name, is_generic = record.name, rules_for(record.name).is_generic
    contacts = published_contacts(record)
    redacted = [entry for contact in contacts for entry in redactions(contact)]
    url = f"{base}domain/{name}"
    answer: dict[str, object] = {
        "rdapConformance": _conformance(is_generic=is_generic),
        "objectClassName": "domain",
        "handle": record.registry_domain_id,
        "ldhName": _spelt(name, name.tld),
        "links": [{"rel": "self", "href": url, "value": url, "type": "application/rdap+json"}],
        "status": [status.rdap for status in record.statuses],
        "events": _events(record, now, is_generic=is_generic),
        "nameservers": [
            {"objectClassName": "nameserver", "ldhName": _spelt(host, name.tld)}
            for host in record.nameservers
        ],
        "secureDNS": {"delegationSigned": record.delegation_signed},
        "entities": [registrar_entity(record.sponsor, has_iana_id=is_generic)]
        + [contact_entity(contact, name, record.sponsor) for contact in contacts],
        "notices": [_terms(base)],
    }
    if name.u_label != name:
        answer["unicodeName"] = name.u_label
    if redacted:
        answer["redacted"] = redacted
    return answer


def _conformance(*, is_generic: bool) -> list[str]:
    profile = ["icann_rdap_response_profile_1", "icann_rdap_technical_implementation_guide_1"]
    return ["rdap_level_0", *(profile if is_generic else []), "redacted"]


def _events(record: DomainRecord, now: datetime, *, is_generic: bool) -> list[dict[str, str]]:
    moments = {
        "registration": record.registered_at,
        "expiration": record.expires_at if rules_for(record.name).public.expiry else None,
        "registrar expiration": record.registrar_expires_at if is_generic else None,
        "transfer": record.transferred_at,
        "last changed": record.last_changed_at,
        "last update of RDAP database": now,
    }
    return [
        {"eventAction": action, "eventDate": _instant(at)} for action, at in moments.items() if at is not None
    ]


def _bootstrap(base: str, now: datetime) -> dict[str, object]:
    return {
        "version": "1.0",
        "publication": _instant(now),
        "description": "RDAP servers of the sandbox's TLDs",
        "services": [[list(tlds), [f"{base}{path}/"]] for path, tlds in REGISTRIES.items()],
    }


def _parts(path: str) -> tuple[str, str, str]:
    """The registry's prefix ("" where there is none), the kind of lookup, and what is looked up."""
    head, _, rest = path.partition("/")
    if head in REGISTRIES:
        kind, _, subject = rest.partition("/")
        return head, kind, subject
    return "", head, rest


def _spelt(name: str, tld: str) -> str:
    return name.upper() if tld in _SHOUTING else str(name)


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _terms(base: str) -> dict[str, object]:
    return {
        "title": "Terms of use",
        "description": ["This is a sandbox. Every name and every contact in it is made up."],
        "links": [{"rel": "terms-of-service", "href": f"{base}help", "value": f"{base}help"}],
    }


def _json(content: dict[str, object], kind: str = "application/rdap+json") -> HttpResponse:
    return HttpResponse(200, {"Content-Type": kind}, json.dumps(content).encode())


def _error(status: HTTPStatus, reason: str) -> HttpResponse:
    """An RDAP error object (RFC 9083 section 6)."""
    content = {
        "rdapConformance": ["rdap_level_0"],
        "errorCode": int(status),
        "title": status.phrase,
        "description": [reason],
    }
    return HttpResponse(status, {"Content-Type": "application/rdap+json"}, json.dumps(content).encode())
