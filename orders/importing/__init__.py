"""
Taking over names that we hold elsewhere: a plan that is read name by name, judged, and taken name by name.

An account is only read. Nothing is ours before `take`; what is unclear is an entry of its own.
"""

from orders.importing.found import NotTaken, contact_from
from orders.importing.judging import Judged, Outcome, judged
from orders.importing.reading import Reading, choose_client
from orders.importing.taking import Taken, take

__all__ = [
    "Judged",
    "NotTaken",
    "Outcome",
    "Reading",
    "Taken",
    "choose_client",
    "contact_from",
    "judged",
    "take",
]
