"""Which faults must meet an order in which states: the marks that every 500 schedules reach."""

REACHABLE: frozenset[str] = frozenset()
