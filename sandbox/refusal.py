"""How a registry says no: EPP's result codes (RFC 5730 section 3)."""

from enum import IntEnum


class ResultCode(IntEnum):
    """The refusals that this registry gives, by EPP's numbers."""

    VALUE_OUT_OF_RANGE = 2004
    VALUE_SYNTAX = 2005
    NOT_ELIGIBLE_FOR_TRANSFER = 2106
    NOT_AUTHORIZED = 2201
    INVALID_AUTH_INFO = 2202
    PENDING_TRANSFER = 2300
    NOT_PENDING_TRANSFER = 2301
    EXISTS = 2302
    DOES_NOT_EXIST = 2303
    STATUS_PROHIBITS = 2304
    ASSOCIATION_PROHIBITS = 2305
    POLICY = 2306
    DATA_POLICY = 2308


class RegistryRefuses(Exception):
    """The registry understood the command, did nothing, and says why: `code` and a sentence."""

    def __init__(self, code: ResultCode, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail
