"""The tables, one file an area. Rows never leave `records`; stores take and give the portfolio's values."""

from records.tables.audit import AuditLinkRow, AuditPayloadRow
from records.tables.batches import BatchLineRow, BatchListRow
from records.tables.clients import AccountRow, ClientRow, ContactRow, ContactVersionRow
from records.tables.domains import DomainRoleRow, DomainRow, ObservationRow
from records.tables.findings import FindingRow
from records.tables.house import DataKeyRow, HouseRow
from records.tables.notices import NoticeRow
from records.tables.orders import OrderRoleRow, OrderRow
from records.tables.plans import PlanRoleRow, PlanRow
from records.tables.row import Row
from records.tables.schedule import AccountStopRow, JobRunRow

__all__ = [
    "AccountRow",
    "AccountStopRow",
    "AuditLinkRow",
    "AuditPayloadRow",
    "BatchLineRow",
    "BatchListRow",
    "ClientRow",
    "ContactRow",
    "ContactVersionRow",
    "DataKeyRow",
    "DomainRoleRow",
    "DomainRow",
    "FindingRow",
    "HouseRow",
    "JobRunRow",
    "NoticeRow",
    "ObservationRow",
    "OrderRoleRow",
    "OrderRow",
    "PlanRoleRow",
    "PlanRow",
    "Row",
]
