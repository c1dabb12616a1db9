"""
Amazon's JSON 1.1: one address, the operation in a header, every no a code in the body or in a header.

Nothing here knows a service.
"""

import json
from collections.abc import Callable
from typing import TypeVar

from pydantic import Field
from typing_extensions import override

from net.client import Answer
from registrar.answers.retry_after import retry_after
from registrar.answers.statuses import BELIEVED_BARE, Meaning, StatusTable
from registrar.answers.words import without_values
from registrar.exchange import Outgoing, Unreadable
from registrar.in_json.line import Call, JsonCodec, Manner
from registrar.in_json.reply import Theirs, read_json

T = TypeVar("T")
Signs = Callable[[str, str, bytes], dict[str, str]]
Means = Callable[[str, str], Meaning]
_MANNER = Manner(StatusTable({}, {}), lambda _: "", lambda reply: "__type" in reply.items)


def needed(value: T | None) -> T:
    """Return what an answer must hold. Raises `Unreadable`."""
    if value is None:
        raise Unreadable("the reply lacks what it is for")
    return value


class Problem(Theirs):
    """How it says no; `request_id` is the operation that is in progress already."""

    type: str | None = Field(default=None, alias="__type")
    type_too: str | None = Field(default=None, alias="code")
    message: str | None = None
    message_too: str | None = Field(default=None, alias="Message")
    request_id: str | None = Field(default=None, alias="requestId")


class TargetCodec(JsonCodec):
    """
    Writes requests to one address, signed, and reads refusals by their codes.

    `target` is the service's prefix of an operation, and `sign` gives the header fields of a request by its
    endpoint, its target and its body. `means` tells what a code is after an operation.
    """

    def __init__(self, *, endpoint: str, target: str, sign: Signs, means: Means) -> None:
        super().__init__(endpoint=endpoint, manner=_MANNER, headers=lambda _: {})
        self._target = target
        self._sign = sign
        self._means = means

    @override
    def encode(self, asked: Call) -> Outgoing:
        body = json.dumps(asked.body).encode()
        headers = self._sign(self._endpoint, f"{self._target}.{asked.operation}", body)
        return Outgoing(f"{self._endpoint}/", body, headers)

    @override
    def raise_for_status(self, asked: Call, answer: Answer, *, harmless: bool) -> None:
        if not 400 <= answer.status < 500:
            return
        try:
            told = read_json(answer.body).as_a(Problem)
            code = needed(told.type or told.type_too or answer.headers.get("x-amzn-errortype"))
        except Unreadable:
            if answer.status in BELIEVED_BARE:
                return
            raise
        code = code.split("#")[-1].split(":")[0]
        meaning = self._means(asked.operation, code)
        words = without_values(told.message or told.message_too or "", asked.private)
        raise (meaning.read if harmless else meaning.change)(
            f"{meaning.says}: {words}".removesuffix(": "),
            vendor_code=code[:40],
            http_status=answer.status,
            retry_after=retry_after(answer.headers),
            vendor_reference=told.request_id,
        )
