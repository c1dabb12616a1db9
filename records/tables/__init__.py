"""The tables, one file an area. Rows never leave `records`; stores take and give the portfolio's values."""

from records.tables.audit import AuditLinkRow, AuditPayloadRow
from records.tables.clients import AccountRow, ClientRow, ContactRow, ContactVersionRow
from records.tables.domains import DomainRoleRow, DomainRow, ObservationRow
from records.tables.house import DataKeyRow, HouseRow
from records.tables.notices import NoticeRow
from records.tables.orders import OrderRoleRow, OrderRow
from records.tables.plans import PlanRoleRow, PlanRow
from records.tables.row import Row

__all__ = [
    "AccountRow",
    "AuditLinkRow",
    "AuditPayloadRow",
    "ClientRow",
    "ContactRow",
    "ContactVersionRow",
    "DataKeyRow",
    "DomainRoleRow",
    "DomainRow",
    "HouseRow",
    "NoticeRow",
    "ObservationRow",
    "OrderRoleRow",
    "OrderRow",
    "PlanRoleRow",
    "PlanRow",
    "Row",
]
