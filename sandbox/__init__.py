"""A registry in a box, on loopback: its public servers, vendors' dialects, mail, a movable clock, faults."""
