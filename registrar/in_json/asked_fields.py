"""What a TLD asks for, as told in JSON at run time: fields by their names, each with its choices."""

from collections.abc import Mapping

from registrar.attributes import AskedAttribute
from registrar.in_json.reply import Theirs


class Choice(Theirs):
    """One choice of a field."""

    value: str
    label: str | None = None


class AskedField(Theirs):
    """One field; `required` comes as a word too, and a choice as a plain text."""

    label: str | None = None
    required: bool | str = False
    options: list[Choice | str] | None = None

    def asked(self, name: str) -> AskedAttribute:
        """Return it as what it asks for under the vendor's word `name`."""
        pairs = ((c, c) if isinstance(c, str) else (c.value, c.label or "") for c in self.options or ())
        required = self.required in (True, "true")
        return AskedAttribute(name=name, label=self.label or "", required=required, choices=dict(pairs))


class AskedFields(Theirs):
    """All that is asked for; there may be nothing."""

    fields: Mapping[str, AskedField] = {}
