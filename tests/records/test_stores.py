"""What is put into the records comes out the same, and nothing else does."""

from records import Records
from tests.records.house import canary, client, held, notice, order, plan, seen, account, NAME
from datetime import timedelta
from tests.records.house import StoppedClock


def test_smoke(records: Records, clock: StoppedClock) -> None:
    with records.changing("alice") as unit:
        assert unit.clients.get("acme") == client()
        assert unit.accounts.get("opensrs-live") == account()
        assert unit.domains.get(NAME) == held()
        unit.contacts.edit("acme-tech", canary("Newer"))
        unit.observations.keep(seen())
        unit.orders.draft(order())
        p = unit.plans.propose(plan())
        assert unit.outbox.add_due(notice())
        assert not unit.outbox.add_due(notice())
        unit.commit()
    with records.reading() as unit:
        assert unit.orders.get("ord-1") == order()
        assert unit.plans.get(p.id) == p
        assert unit.outbox.all() == [notice()]
        assert unit.observations.history(NAME) == [seen()]
        assert [c.version for c in unit.contacts.history("acme-tech")] == [1, 2]
        print(unit.audit.entries(), unit.audit.verify())
    with records.changing("bob") as unit:
        unit.orders.approve("ord-1")
        unit.plans.approve(p.id)
        n = unit.outbox.claim(clock.now(), timedelta(minutes=5))
        assert n.attempts == 1
        unit.commit()
    with records.reading() as unit:
        unit.audit.verify()
