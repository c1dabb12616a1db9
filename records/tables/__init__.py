"""The tables, one file an area. Rows never leave `records`; stores take and give the portfolio's values."""

from records.tables.around_notices import CalendarAddressRow, NoticeProblemRow
from records.tables.audit import AuditLinkRow, AuditPayloadRow
from records.tables.batches import BatchLineRow, BatchListRow
from records.tables.brakes import BrakeRow
from records.tables.changes import ContactChangeRow
from records.tables.clients import AccountRow, ClientRow, ContactRow, ContactVersionRow
from records.tables.domains import DomainRoleRow, DomainRow, ObservationRow
from records.tables.findings import FindingRow
from records.tables.handles import HandleRow
from records.tables.house import DataKeyRow, HouseRow
from records.tables.imports import ImportEntryRow, ImportRow
from records.tables.notices import MailEventRow, NoticePolicyRow, NoticeRow, VerificationRow
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
    "BrakeRow",
    "CalendarAddressRow",
    "ClientRow",
    "ContactChangeRow",
    "ContactRow",
    "ContactVersionRow",
    "DataKeyRow",
    "DomainRoleRow",
    "DomainRow",
    "FindingRow",
    "HandleRow",
    "HouseRow",
    "ImportEntryRow",
    "ImportRow",
    "JobRunRow",
    "MailEventRow",
    "NoticePolicyRow",
    "NoticeProblemRow",
    "NoticeRow",
    "ObservationRow",
    "OrderRoleRow",
    "OrderRow",
    "PlanRoleRow",
    "PlanRow",
    "Row",
    "VerificationRow",
]
