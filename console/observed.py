"""What staff are shown of an observation."""

from portfolio.observation import Observation, Seen, Unreadable


def told_of(observation: Observation) -> dict[str, object]:
    """Return what is shown of an observation: who said it and when, and every field that has a value."""
    said = observation.provenance
    told: dict[str, object] = {
        "name": observation.name,
        "kind": observation.kind,
        "source": said.source.value,
        "server": said.server,
        "observed_at": said.observed_at,
    }
    if isinstance(observation, Unreadable):
        return told | {"why": observation.why.value, "detail": observation.detail}
    if not isinstance(observation, Seen):
        return told
    record = observation.model_dump(exclude={"name", "kind", "provenance", "roles", "hidden", "borrowed"})
    told |= {key: value for key, value in record.items() if value is not None}
    for role, contact in observation.roles.items():
        fields = contact.model_dump(exclude={"hidden"})
        shown: dict[str, object] = {key: value for key, value in fields.items() if value}
        told[role.value] = shown | ({"hidden": sorted(contact.hidden)} if contact.hidden else {})
    return told
