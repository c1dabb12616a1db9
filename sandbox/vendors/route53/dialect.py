"""The vendor's address: JSON 1.1, every request signed, every no a code."""

import json

from typing_extensions import override

from sandbox.http_server import HttpRequest, HttpResponse
from sandbox.refusal import RegistryRefuses
from sandbox.vendors.office import Dialect, sandbox_sponsor
from sandbox.vendors.route53.asked import Refusal, body_of, operation_in, raise_unless_signed
from sandbox.vendors.route53.operations import OPERATIONS, create
from sandbox.vendors.route53.running import operations


class Route53(Dialect):
    """
    Route 53 Domains as its service model describes it.

    What is asked for is done before the answer leaves, transfers and names that begin with "slow-" excepted.
    """

    slug = "route53"
    username = "SANDBOXKEY0123456789"
    sponsor = sandbox_sponsor("route53", "Sandbox Cloud Registrar Inc.")

    @override
    def operation_of(self, request: HttpRequest) -> str:
        operation = operation_in(request)
        return operation if operation in OPERATIONS else "unknown"

    @override
    def answered(self, request: HttpRequest) -> HttpResponse:
        operation = OPERATIONS.get(operation_in(request))
        try:
            raise_unless_signed(request, self.username, self.secret)
            if operation is None:
                return _written(400, {"__type": "UnknownOperationException"})
            return _written(200, operation(self.office, body_of(request)))
        except Refusal as refusal:
            return _written(400, refusal.told)
        except RegistryRefuses as refused:
            return _written(400, {"__type": "InvalidInput", "message": refused.detail})

    @override
    def answer_throttled(self, request: HttpRequest) -> HttpResponse:
        return _written(400, {"__type": "ThrottlingException", "message": "Rate exceeded"})

    @override
    def answer_other_name(self, request: HttpRequest) -> HttpResponse:
        answer = self.answer(request)
        told = json.loads(answer.body)
        for part, key in ((told, "DomainName"), (told.get("DomainPrice", {}), "Name")):
            if key in part:
                part[key] = f"other-{part[key]}"
        return _written(answer.status, told)

    @override
    def settle(self) -> None:
        with self.lock:
            for operation in operations(self.office):
                if operation.asked and operation.order and operation.status == "IN_PROGRESS":
                    create(self.office, operation.name, json.loads(operation.asked))
                    self.office.complete(operation.order)
        super().settle()


def _written(status: int, told: object) -> HttpResponse:
    body = json.dumps(told, ensure_ascii=False).encode()
    return HttpResponse(status, {"Content-Type": "application/x-amz-json-1.1"}, body)
