"""Registrations that staff order: from a click to a name that is provably held and paid once."""

from orders.desk import Orders
from orders.errors import NotNow, OrderRefused, OrdersError, SecondPersonNeeded
from orders.validate import Wish

__all__ = ["NotNow", "OrderRefused", "Orders", "OrdersError", "SecondPersonNeeded", "Wish"]
