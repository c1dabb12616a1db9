"""
The one door to the network.

Every exchange has one total deadline, a cap on what it may bring, addresses checked as they are dialled,
and leaves at most once. What cannot be said for certain about an exchange is an error of its own: see
`net.errors`.
"""

from net.addresses import AddressGuard
from net.client import Answer, HttpClient, default_tls
from net.conversation import converse
from net.errors import AddressRefused, AnswerRefused, NetError, NeverSent, NoAnswer

__all__ = [
    "AddressGuard",
    "AddressRefused",
    "Answer",
    "AnswerRefused",
    "HttpClient",
    "NetError",
    "NeverSent",
    "NoAnswer",
    "converse",
    "default_tls",
]
