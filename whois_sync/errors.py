"""
What can go wrong with the drift check and its repairs, arranged by what the caller does next.

SyncError
├── TooMuchDrift   a run found implausibly much; a person looks before anything is planned
├── NotReady       the plan is in another state; read it again
└── NotNow         nothing was sent or settled, the plan waits; try again later
"""


class SyncError(Exception):
    """Something stands in the way of a check or a repair. One clear line, no personal value."""


class TooMuchDrift(SyncError):
    """So many names drift in one run that the sources, or our reading of them, are more likely wrong."""


class NotReady(SyncError):
    """The plan is not in a state in which this can be done to it."""


class NotNow(SyncError):
    """A source could not be read, or the name is on its way somewhere: nothing was sent, nothing settled."""
