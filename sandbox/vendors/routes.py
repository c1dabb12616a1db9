"""What a request asks for: by its path and verb, or by the fields of its query and its form."""

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, unquote, urlsplit

from sandbox.http_server import HttpRequest

Routes = Mapping[str, tuple[str, str]]
"""By the vendor's word for an operation: its verb, and its path below the prefix as a pattern with groups."""


def routed(request: HttpRequest, routes: Routes, *, prefix: str) -> tuple[str, tuple[str, ...]] | None:
    """Return the operation and what the groups of its path name; None where nothing is meant."""
    path = urlsplit(request.path).path
    if not path.startswith(prefix):
        return None
    for operation, (verb, pattern) in routes.items():
        found = re.fullmatch(pattern, path.removeprefix(prefix))
        if found and verb == request.method:
            return operation, tuple(map(unquote, found.groups()))
    return None


def form_fields(request: HttpRequest) -> dict[str, str]:
    """Return the fields of a request's query and of its form, their names in lower case."""
    pairs = parse_qsl(urlsplit(request.path).query) + parse_qsl(request.body.decode("ascii", "replace"))
    return {key.lower(): text for key, text in pairs}
