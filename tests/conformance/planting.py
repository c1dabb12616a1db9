"""How a fault is planted: in a subclass of whatever adapter there is."""

from collections.abc import Callable
from typing import Any

# Any, throughout: a fault is planted in whatever adapter there is, by the names of its methods.
Adapter = Any
Plant = Callable[[Adapter], Adapter]


def with_methods(adapter: Adapter, **methods: object) -> Adapter:
    """Return a subclass of `adapter` with these methods in place of its own."""
    return type(f"Faulty{adapter.__name__}", (adapter,), methods)
