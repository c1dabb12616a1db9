"""Events of CentralNic's two systems."""

from portfolio.names import DomainName, NotAName
from registrar.events import RegistrarEvent
from registrar.keyvalue.reply import KeyValueReply


def event_in(number: str, reply: KeyValueReply) -> RegistrarEvent:
    """Return an event; of what it holds, only what is known to name nobody. Raises `Unreadable`."""
    data = {key: value for key, _, value in (row.partition(":") for row in reply.all("DATA"))}
    try:
        about = data.get("domain") or reply.first("OBJECTID")
        name = DomainName(about) if about else None
    except NotAName:
        name = None
    return RegistrarEvent(
        id=number,
        kind=f"{reply.needed('CLASS')} {reply.first('SUBCLASS') or ''}".strip(),
        name=name,
        at=reply.moment("DATE"),
        words=data.get("transfer status", "")[:80],
    )
