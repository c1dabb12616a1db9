"""What Route 53 Domains says no with (its service model) is to us; codes common to Amazon's are elsewhere."""

from registrar import errors
from registrar.amazon.codes import meanings
from registrar.answers.statuses import always

CODES = {
    "DomainLimitExceeded": always("the account may hold no more names", errors.Refused),
    "DnssecLimitExceeded": always("the name may have no more signers", errors.Refused),
    "DuplicateRequest": always("a request for this name is in progress", errors.StatusProhibits),
    "InvalidInput": always("something that was sent is not accepted", errors.ValueRefused),
    "OperationLimitExceeded": always("too many operations are running", errors.TryAgain),
    "TLDInMaintenance": always("the TLD is being maintained", errors.TryAgain),
    "TLDRulesViolation": always("the TLD does not allow it", errors.ValueRefused),
    "UnsupportedTLD": always("names of this TLD are not sold here", errors.ValueRefused),
}
PAID = ("RegisterDomain", "RenewDomain", "RestoreDomain", "TransferDomain")
_OF_OURS = ("GetDomainDetail", "RetrieveDomainAuthCode", "RestoreDomain")
# It may be our own order, whose answer was lost: the refusal tells the operation to look for.
_RUNNING = always("an order of this name is in progress", errors.OutcomeUnknown)
_NOT_OURS = always("not in this account, or not so that it can be done", errors.NotFound)
_TWICE = {(paid, "DuplicateRequest"): _RUNNING for paid in PAID}
_ABSENT = {(asked, "InvalidInput"): _NOT_OURS for asked in _OF_OURS}
meaning_of = meanings(CODES, _TWICE | _ABSENT)
