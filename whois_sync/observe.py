"""Looking: what the registrar's account says of a name, and who looks up what the public can read."""

from collections.abc import Callable
from typing import Protocol

from portfolio.clock import Clock
from portfolio.held import RegistrarAccount
from portfolio.names import DomainName
from portfolio.observation import Absent, Observation, Provenance, Seen, Source, Unreadable, Why
from portfolio.registration import Registration
from registrar.contract import Registrar, TellsContacts
from registrar.errors import (
    AccessRefused,
    NotFound,
    NotSponsored,
    OutcomeUnknown,
    RegistrarError,
    ReplyNotUnderstood,
    TryAgain,
)

RegistrarFor = Callable[[RegistrarAccount], Registrar]
"""Gives the adapter of an account, connected."""


class LooksUp(Protocol):
    """Whoever can say what the public record holds: RDAP where the TLD has it, WHOIS where not."""

    def look_up(self, name: DomainName) -> Observation:
        """Return the answer; a failure is an `Unreadable`, never an exception."""
        ...


def observe_registrar(registrar: Registrar, name: DomainName, clock: Clock) -> Observation:
    """
    Return what the registrar's account says of `name`, now: the registration, and contacts if it tells them.

    `Absent` means here: not in the account, whether nobody holds the name or another registrar does. Any
    other error is `Unreadable`; half an answer is none.
    """
    said = Provenance(source=Source.REGISTRAR, server=registrar.slug, observed_at=clock.now())
    try:
        registration = registrar.info(name)
        told = registrar.contacts(name) if isinstance(registrar, TellsContacts) else registration.contacts
    except (NotFound, NotSponsored):
        return Absent(name=name, provenance=said)
    except RegistrarError as err:
        return Unreadable(name=name, provenance=said, why=why_of(err), detail=str(err))
    if registration.name != name:
        return Unreadable(name=name, provenance=said, why=Why.OTHER_NAME)
    return Seen(
        name=name,
        provenance=said,
        registered_at=registration.registered_at,
        expires_at=registration.expires_at,
        registrar_expires_at=registration.registrar_expires_at,
        last_changed_at=registration.last_changed_at,
        registry_domain_id=registration.registry_domain_id,
        nameservers=registration.nameservers,
        statuses=_words(registration),
        delegation_signed=registration.delegation_signed,
        roles=dict(told),
    )


def observe_public(public: LooksUp, name: DomainName) -> Observation:
    """Return what the public can read of `name`; an answer about another name is no answer."""
    return about(name, public.look_up(name))


def about(name: DomainName, observation: Observation) -> Observation:
    """Return `observation` where it is about `name`; what is about another name is unreadable."""
    if observation.name == name:
        return observation
    return Unreadable(name=name, provenance=observation.provenance, why=Why.OTHER_NAME)


def why_of(err: RegistrarError) -> Why:
    """Return why a read failed. REFUSED is for the account as a whole: asking on would be no use."""
    match err:
        case TryAgain(retry_after=None) | OutcomeUnknown():
            return Why.NO_ANSWER
        case TryAgain():
            return Why.THROTTLED
        case AccessRefused():
            return Why.REFUSED
        case ReplyNotUnderstood():
            return Why.NOT_UNDERSTOOD
        case _:
            return Why.UNAVAILABLE


def _words(registration: Registration) -> tuple[str, ...] | None:
    if registration.statuses is None:
        return registration.unmapped_statuses or None
    return (*sorted(status.value for status in registration.statuses), *registration.unmapped_statuses)
