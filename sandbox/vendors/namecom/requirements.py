"""
What TLDs ask for beside contacts, as GetRequirement tells it.

The vendor documents the shape, and .fr as an example, whose fields are called as at HEXONET. Those of .ca are
not documented: here they are called in the same way, and nobody may rely on that.
"""

from collections.abc import Mapping

from sandbox.vendors.namecom.asked import Refusal

_TLDS = ("ca", "com", "net", "org")
_PRESENCE = (
    "CCO", "CCT", "RES", "GOV", "EDU", "ASS", "HOP", "PRT", "TDM", "TRD", "PLT", "LAM", "TRS", "ABO", "INB",
    "LGR", "OMK", "MAJ",
)  # fmt: skip
_FIELDS: Mapping[str, Mapping[str, object]] = {
    "ca": {
        "notice": {"type": "notice", "required": False, "description": "the registry's rules", "label": ""},
        "X-CA-LEGALTYPE": {
            "type": "enum",
            "required": True,
            "label": "Legal type",
            "options": [{"value": code, "label": code} for code in _PRESENCE],
        },
        "X-CA-LANGUAGE": {
            "type": "enum",
            "required": "false",
            "label": "Language",
            "options": [{"value": "EN", "label": "English"}, {"value": "FR", "label": "French"}],
        },
    },
}


def requirements_of(tld: str) -> dict[str, object]:
    """Return what `tld` asks for; of contacts' own fields one is told, as the vendor does. Raises 404."""
    if tld not in _TLDS:
        raise Refusal(404, "Not Found", "Tld not found")
    if tld not in _FIELDS:
        return {"tldInfo": {"tld": tld}, "requirements": {}}
    first = {"type": "string", "required": True, "label": "First Name", "options": None}
    fields = {"firstName": first, **_FIELDS[tld]}
    return {"tldInfo": {"tld": tld, "ccTld": True}, "requirements": {"description": "", "fields": fields}}
