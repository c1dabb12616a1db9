"""
What can go wrong on the network, arranged by what the caller does next.

NetError
├── NeverSent            not one byte of the request left: safe to repeat, even a change
│   └── AddressRefused       the address is special purpose and was not opened; repeating will not help
├── NoAnswer             bytes left, no complete answer came: a change may have happened
└── AnswerRefused        an answer came that we will not take: too large, oddly encoded, a bad redirect
"""


class NetError(Exception):
    """
    Something went wrong on the way to a server or back.

    `detail` is a sentence fit for a log: it names the host and the reason, and holds no URL path or query,
    no header and no body.
    """

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class NeverSent(NetError):
    """Not one byte of the request left: name resolution, connecting or TLS failed, or the URL is unusable."""


class AddressRefused(NeverSent):
    """The address is in a special-purpose block (IANA) and nobody opened it for us."""


class NoAnswer(NetError):
    """Bytes of the request left, and no complete answer came: timeout, reset, truncated, not HTTP."""


class AnswerRefused(NetError):
    """An answer came that we will not take. After a change, what it did is unknown."""
