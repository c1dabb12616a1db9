"""One account at a service of Amazon's that is asked in JSON 1.1: which keys go where, and how they sign."""

from typing import ClassVar
from urllib.parse import urlsplit

from pydantic import SecretStr
from typing_extensions import override

from net.client import HttpClient
from portfolio.clock import Clock, SystemClock
from registrar.amazon.line import Means, TargetCodec
from registrar.amazon.signature import authorization
from registrar.errors import AccessRefused
from registrar.in_json.account import JsonAccount

_LASTING = "AKIA"  # how Amazon's lasting access keys begin; others go with a token that we do not have


class TargetAccount(JsonAccount):
    """
    What an adapter for a service of Amazon's begins with.

    A service says its `target`, the prefix of its operations, its `host` (`service.region.amazonaws.com`) and
    what its codes mean after an operation. `username` is the id of an access key, `secret` its secret;
    `clock` dates the requests, which Amazon takes when it is no more than five minutes off.
    """

    target: ClassVar[str]
    host: ClassVar[str]
    means: ClassVar[Means]

    def __init__(
        self,
        http: HttpClient,
        *,
        endpoint: str,
        username: str,
        secret: SecretStr,
        attempts: int = 4,
        clock: Clock | None = None,
    ) -> None:
        self._clock = clock or SystemClock()
        super().__init__(http, endpoint=endpoint, username=username, secret=secret, attempts=attempts)

    @override
    def _codec(self) -> TargetCodec:
        return TargetCodec(
            endpoint=self._endpoint, target=self.target, sign=self._signed, means=type(self).means
        )

    def _signed(self, endpoint: str, target: str, body: bytes) -> dict[str, str]:
        """What a request is signed with. Raises `AccessRefused` for a key of the other environment."""
        url = urlsplit(endpoint)
        if (url.hostname == self.host) is not self._username.startswith(_LASTING):
            raise AccessRefused("the access key belongs to another environment; nothing was sent")
        headers = {
            "content-type": "application/x-amz-json-1.1",
            "host": url.netloc,
            "x-amz-date": f"{self._clock.now():%Y%m%dT%H%M%SZ}",
            "x-amz-target": target,
        }
        service, region, *_ = self.host.split(".")
        whose = authorization(
            headers, body, username=self._username, secret=self._secret, region=region, service=service
        )
        return headers | {"authorization": whose}
