"""A house in which one notice is where a test wants it, and what it takes when mail comes back."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from notifications.bounces.take import Outcome, TurnToNext, take
from notifications.deliver import turn_to_next
from notifications.post.return_path import ReturnPath
from portfolio.contacts import ContactRole, Language
from portfolio.mail import MailEvent
from portfolio.notice import Milestone, Notice, NoticeState, notice_key
from portfolio.policy.bounces import AddressState, standing
from tests.notifications.names_and_people import EXPIRY, NAME, OWNER, STAFF, House

OURS = ReturnPath("bounces@example.org", b"the secret of this house")
NEXT = partial(turn_to_next, staff_address=STAFF)
_WAY = {
    NoticeState.HANDED_OVER: (NoticeState.SENDING, NoticeState.HANDED_OVER),
    NoticeState.AMBIGUOUS: (NoticeState.SENDING, NoticeState.AMBIGUOUS),
    NoticeState.SENDING: (NoticeState.SENDING,),
    NoticeState.CLAIMED: (),
}


@dataclass
class Bouncing:
    """One name; its 30 days' notices by role."""

    house: House

    def __post_init__(self) -> None:
        self.house.holds()
        self.house.clock.days_before(30)

    def notice(
        self,
        state: NoticeState = NoticeState.HANDED_OVER,
        *,
        role: ContactRole = ContactRole.REGISTRANT,
        recipient: str = OWNER,
        days: int = 30,
        for_staff: bool = False,
    ) -> Notice:
        """Let a notice come due and go its way to `state`."""
        milestone = Milestone(days=days)
        made = Notice(
            key=notice_key(NAME, EXPIRY.date(), milestone, role, for_staff=for_staff), name=NAME,
            about=EXPIRY.date(), milestone=milestone, role=role, recipient=recipient,
            language=Language.ENGLISH, due_at=self.house.clock.now(), deadline=EXPIRY.date(),
        )  # fmt: skip
        with self.house.records.changing("job:notices") as unit:
            assert unit.outbox.add_due(made)
            if state is not NoticeState.DUE:
                claimed = unit.outbox.claim(self.house.clock.now(), timedelta(minutes=30))
                assert claimed is not None
                at = NoticeState.CLAIMED
                for step in _WAY.get(state, (state,)):
                    unit.outbox.advance(claimed.key, from_=at, to=step, detail="said")
                    at = step
            unit.commit()
        return self.of(made.key)

    def of(self, key: str) -> Notice:
        with self.house.records.reading() as unit:
            return unit.outbox.get(key)

    def takes(self, raw: bytes, *, then: TurnToNext = NEXT) -> Outcome:
        return take(
            self.house.records, OURS, raw, clock=self.house.clock, actor="job:bounces", turn_to_next=then
        )

    def heard(self, address: str = OWNER) -> list[MailEvent]:
        with self.house.records.reading() as unit:
            return unit.mail_events.of_address(address)

    def standing(self, address: str = OWNER) -> AddressState:
        return standing(self.heard(address), self.house.clock.now()).state

    def everything(self) -> object:
        """All that a message could have changed."""
        with self.house.records.reading() as unit:
            return unit.outbox.all(), len(unit.audit.entries()), unit.mail_events.of_address(OWNER)


def back_to(notice: Notice) -> str:
    """The return path of a notice."""
    return OURS.of(notice.reference)
