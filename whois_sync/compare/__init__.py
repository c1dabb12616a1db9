"""Our record, the registrar's and the public one, side by side: a verdict a field and a source. Pure."""

from whois_sync.compare.known import Known
from whois_sync.compare.sent import differences
from whois_sync.compare.sponsors import Sponsor
from whois_sync.compare.verdict import compare

__all__ = ["Known", "Sponsor", "compare", "differences"]
