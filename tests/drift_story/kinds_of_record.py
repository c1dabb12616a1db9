"""Plantings in the name itself: its delegation, locks, dates, registrar, and whether it is there at all."""

from collections.abc import Iterable
from datetime import timedelta

from portfolio.drift import NameField, Remedy
from portfolio.policy.standing import ABSENT_TIMES, Standing
from portfolio.registration import Status
from portfolio.tld import rules_for
from portfolio.values import day_of
from tests.drift_story.kinds_at_registrar import TECH, change
from tests.drift_story.kinds_of_change import (
    BOTH,
    PUBLIC,
    REGISTRAR,
    Cell,
    End,
    Kind,
    Planted,
    Says,
    cells,
    under,
)
from tests.drift_story.made_portfolio import LOCK

_WELL_TOLD = under("ca", "com", "net", "org")


def _redelegate(planted: Planted) -> None:
    hosts = ("ns1.example.org", "ns2.example.org")
    planted.street.box.registry.change_nameservers_behind_our_back(planted.made.name, hosts)


def _unlock(planted: Planted) -> None:
    planted.street.box.registry.change_statuses_behind_our_back(planted.made.name, remove=[LOCK])


def _hold(planted: Planted) -> None:
    held = [Status.CLIENT_HOLD]
    planted.street.box.registry.change_statuses_behind_our_back(planted.made.name, add=held)


def _renew(planted: Planted) -> None:
    made = planted.made
    planted.street.box.registry.renew_as_registrar(
        made.name, by="opensrs", years=1, current_expiry=day_of(made.paid_until)
    )


def _renewed(planted: Planted) -> Iterable[Cell]:
    yield from cells("expires_at", *BOTH)(planted)
    yield Cell("registrar_expires_at", REGISTRAR)
    if rules_for(planted.made.name).is_generic:
        yield Cell("registrar_expires_at", PUBLIC)


def _transfer_away(planted: Planted) -> None:
    registry, name = planted.street.box.registry, planted.made.name
    _unlock(planted)
    record = registry.info(name, by="opensrs")
    registry.request_transfer(name, by="elsewhere", auth_info=record.auth_info or "")
    registry.approve_transfer(name, by="opensrs")
    registry.update(name, by="elsewhere", add_statuses=[LOCK])


def _transferred(planted: Planted) -> Iterable[Cell]:
    yield Cell("registration", REGISTRAR)
    yield Cell("sponsoring_registrar", PUBLIC)
    if rules_for(planted.made.name).is_generic:  # a transfer adds a year there
        yield Cell("expires_at", PUBLIC)
        yield Cell("registrar_expires_at", PUBLIC)


def _to_another_reseller(planted: Planted) -> None:
    planted.street.office.with_others.add(planted.made.name)


def _lose(planted: Planted) -> None:
    _to_another_reseller(planted)
    planted.street.box.public_side.deny(planted.made.name)


def _unsign(planted: Planted) -> None:
    planted.street.box.registry.sign_behind_our_back(planted.made.name, signed=False)


def _in_grace(planted: Planted) -> Iterable[Cell]:
    yield from cells("expires_at", *BOTH)(planted)


def _redeemed(planted: Planted) -> Iterable[Cell]:
    yield Cell("registration", REGISTRAR)
    yield Cell("statuses", PUBLIC)


OF_RECORD = (
    Kind(
        "nameservers changed at the registrar on purpose",
        _redelegate,
        cells("nameservers", *BOTH),
        End.A_PERSON,
        _WELL_TOLD,
        remedies=(("nameservers", Remedy.ASK),),
        says=Says.ADOPT,
    ),
    Kind(
        "nameservers changed by somebody else",
        _redelegate,
        cells("nameservers", *BOTH),
        End.ASKED,
        _WELL_TOLD,
        asks=NameField.NAMESERVERS,
    ),
    Kind(
        "transfer lock lifted",
        _unlock,
        cells("statuses", *BOTH),
        End.ASKED,
        _WELL_TOLD,
        asks=NameField.STATUSES,
    ),
    Kind("put on hold", _hold, cells("statuses", PUBLIC), End.A_PERSON, _WELL_TOLD),
    Kind(
        "renewed by the registry itself at expiry",
        lambda _: None,
        _in_grace,
        End.A_PERSON,
        _WELL_TOLD,
        remedies=(("expires_at", Remedy.ASK),),
        stands=Standing.PAST_EXPIRY,
        expires_in=timedelta(days=-10),
    ),
    Kind(
        "tech e-mail changed in the auto-renew grace period",
        lambda planted: change(planted, TECH, email="stranger@example.org"),
        lambda planted: (*_in_grace(planted), Cell("tech.email", REGISTRAR)),
        End.A_PERSON,
        under("com", "net", "org"),
        stands=Standing.PAST_EXPIRY,
        expires_in=timedelta(days=-12),
    ),
    Kind(
        "renewed at the registrar outside of us",
        _renew,
        _renewed,
        End.A_PERSON,
        _WELL_TOLD,
        remedies=(("expires_at", Remedy.ADOPT), ("registrar_expires_at", Remedy.ADOPT)),
        says=Says.ADOPT,
    ),
    Kind(
        "transferred away",
        _transfer_away,
        _transferred,
        End.A_PERSON,
        _WELL_TOLD,
        stands=Standing.TRANSFERRED_AWAY,
        says=Says.NOTHING,
    ),
    Kind(
        "gone from our account only",
        _to_another_reseller,
        cells("registration", REGISTRAR),
        End.A_PERSON,
        _WELL_TOLD,
    ),
    Kind(
        "absent in our account and in public",
        _lose,
        cells("registration", *BOTH),
        End.A_PERSON,
        _WELL_TOLD,
        stands=Standing.GONE,
        stands_after=ABSENT_TIMES,
        says=Says.NOTHING,
    ),
    Kind(
        "past expiry and in redemption",
        lambda _: None,
        _redeemed,
        End.A_PERSON,
        _WELL_TOLD,
        stands=Standing.PAST_EXPIRY,
        says=Says.NOTHING,
        expires_in=timedelta(days=-50),
    ),
    Kind(
        "DNSSEC dropped",
        _unsign,
        cells("delegation_signed", PUBLIC),
        End.A_PERSON,
        _WELL_TOLD,
        remedies=(("delegation_signed", Remedy.ASK),),
    ),
)
