"""The words of `words.toml`: what labels, headings and objects are called."""

import tomllib
from importlib.resources import files

_READ = tomllib.loads(files("whois_sync.lookup.texts").joinpath("words.toml").read_text("utf-8"))

ROLE_WORDS: dict[str, list[str]] = _READ["roles"]
"""The names of each role."""

CONTACT_FIELDS: dict[str, list[str]] = _READ["contact"]
"""The labels of each field of a contact."""

DOMAIN_FIELDS: dict[str, list[str]] = _READ["domain"]
"""The labels of each field of a domain."""

OBJECT_LABELS: dict[str, list[str]] = _READ["object"]
"""Labels that begin or end an object, in the manner of RIPE's database."""

HANDLE_LABELS: list[str] = _READ["labels"]["handle"]
"""What follows a role's name where its handle is told."""

OTHER_SECTIONS: list[str] = _READ["labels"]["other"]
"""Headings of what is neither the domain nor one of the four roles."""

PLACES: list[str] = _READ["labels"]["places"]
"""Words of lines that tell where, not who."""
