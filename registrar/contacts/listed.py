"""Vendors in JSON whose names have a registrant, and a list of who stands on the other roles."""

from collections.abc import Mapping

from portfolio.contacts import ContactRole
from portfolio.handles import Handle
from registrar.in_json.reply import Theirs


class _Standing(Theirs):
    role: str
    handle: str


class ListedRoles(Theirs):
    """The part of a name that tells its handles; a role may have several."""

    registrant: str
    contacts: list[_Standing] | None = None

    @property
    def handles(self) -> dict[ContactRole, Handle]:
        """The handle of each role; the first where a role has several."""
        roles = {row.role.upper(): row.handle for row in reversed(self.contacts or ())}
        told = {role: roles[role.upper()] for role in ContactRole if role.upper() in roles}
        return {ContactRole.REGISTRANT: self.registrant} | told

    def with_handles(self, handles: Mapping[ContactRole, Handle]) -> dict[str, object]:
        """Return the fields of a request that puts these handles on their roles; the others stay."""
        rows = _rows(handles)
        put = {row["role"] for row in rows}
        kept = [row.model_dump() for row in self.contacts or () if row.role.upper() not in put]
        return _registrant(handles) | ({"contacts": kept + rows} if rows else {})


def on_roles(handles: Mapping[ContactRole, Handle]) -> dict[str, object]:
    """Return the fields of a request with these handles and no others."""
    return _registrant(handles) | {"contacts": _rows(handles)}


def _rows(handles: Mapping[ContactRole, Handle]) -> list[dict[str, str]]:
    others = {role: handle for role, handle in handles.items() if role is not ContactRole.REGISTRANT}
    return [{"role": role.upper(), "handle": handle} for role, handle in others.items()]


def _registrant(handles: Mapping[ContactRole, Handle]) -> dict[str, object]:
    return {str(role): handle for role, handle in handles.items() if role is ContactRole.REGISTRANT}
