"""What staff order: from a click to a name that is provably held and paid once."""

from orders.desk import Orders
from orders.errors import (
    AccountStands,
    AuthInfoWanted,
    NotNow,
    OrderRefused,
    OrdersError,
    SecondPersonNeeded,
    SpentForToday,
)
from orders.wishes import ToRegister, ToRenew, ToRestore, ToTransfer, Wish

__all__ = [
    "AccountStands",
    "AuthInfoWanted",
    "NotNow",
    "OrderRefused",
    "Orders",
    "OrdersError",
    "SecondPersonNeeded",
    "SpentForToday",
    "ToRegister",
    "ToRenew",
    "ToRestore",
    "ToTransfer",
    "Wish",
]
