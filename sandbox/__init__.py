"""A registry in a box, on loopback: its public servers, vendors' dialects, mail, a movable clock, faults."""

from sandbox.box import PortTaken, Sandbox
from sandbox.clock import MovableClock
from sandbox.faults import Fault, Faults
from sandbox.state import StateUnreadable

__all__ = ["Fault", "Faults", "MovableClock", "PortTaken", "Sandbox", "StateUnreadable"]
