"""The committee's own side: what whoever has a link from one of its letters sees. Looking changes nothing.

A link that never was, has been taken back, has expired, or is of a letter that has not left, is answered alike.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta

from sqlalchemy import Engine
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from activities.addressing import role_of
from activities.books import Book, open_book
from activities.links import hash_of
from desk.acts.acknowledging import ARRIVED
from desk.acts.arrivals import HAVE_LEFT, INVITATIONS
from desk.delivery import utc_now
from desk.record import cycle_named
from desk.shown import duty as duties
from desk.shown.duty import Duty
from desk.shown.rows import CycleRow
from models.bodies import Body, Contact, Substitute
from models.correspondence import Letter
from models.database import reading
from models.inbox import Attendance
from models.links import LetterLink, LinkPurpose
from models.mail import Answer
from models.obligations import Meeting, Obligation
from models.schedule import Deadline, Text
from models.states import MeetingState
from models.vocabulary import LetterKind, LetterState, MeetingStage, ObligationStage, Role
from planning.dates.meetings import meetings_between

_LONGEST_TOKEN = 100
_LETTERS = 40
_OFFERED = 6
_AHEAD = timedelta(days=200)
STAND_INS = (Role.SECRETARY, Role.CHAIR, Role.HEAD_OF_OFFICE, Role.MANAGER)
_BEGINNING = (LetterKind.CHALLENGE, LetterKind.OBLIGATION)


@dataclass(frozen=True)
class Guest:
    """Who has a link of a letter: for which committee, in which cycle."""

    cycle: str
    body: str
    link: str  # the hash of its token

    @property
    def by(self) -> str:
        """Who acts in the journal: the role that the letter went to."""
        return f"{self.body}.{Role.SECRETARY}"

    @property
    def one(self) -> str:
        """This link alone, for the memory of its forms: never a name that an act is given by."""
        return f"link:{self.link[:24]}"


@dataclass(frozen=True)
class CommitteeLetter:
    """A letter that went to the committee's secretary. `asks`: its recipient is to say that it has arrived.

    `sha256` is that of its message, which is read on its own: it carries its papers.
    """

    number: int
    kind: LetterKind
    subject: str
    sent_at: datetime
    sha256: str | None
    acknowledged: bool
    asks: bool


@dataclass(frozen=True)
class Invitation:
    """A meeting ahead to which the committee's secretary was invited, by the number of the letter; and the answer."""

    letter: int
    meeting: str
    title: Text
    starts: Deadline
    ends_at: datetime
    place: str
    attendee: str
    recipient: str
    answer: Answer | None
    comment: str
    outdated: bool


@dataclass(frozen=True)
class StandIn:
    """Who stands in for a role of the committee, and when."""

    role: Role
    name: str
    first: date
    last: date


@dataclass(frozen=True)
class CommitteePage:
    """Everything of one committee in one cycle."""

    cycle: CycleRow
    body: str
    name: Text
    secretariat: str
    secretariat_address: str
    duties: tuple[Duty, ...]
    letters: tuple[CommitteeLetter, ...]
    invitations: tuple[Invitation, ...]
    stand_ins: tuple[StandIn, ...]
    roles: tuple[Role, ...]

    @property
    def beginning(self) -> CommitteeLetter | None:
        """The letter that everything began with, else the latest."""
        asked = [each for each in self.letters if each.kind in _BEGINNING]
        return next(iter(asked or self.letters), None)


class Committees:
    """Answers whoever has a link."""

    def __init__(self, *, engine: Engine, clock: Callable[[], datetime] = utc_now) -> None:
        self._engine = engine
        self._clock = clock

    def guest(self, token: str) -> Guest | None:
        """Return whose link this is; None for one that does not work."""
        if len(token) > _LONGEST_TOKEN:
            return None
        with Session(reading(self._engine)) as session:
            link = session.get(LetterLink, hash_of(token))
            if link is None or link.purpose is not LinkPurpose.COMMITTEE or link.revoked_at is not None:
                return None
            letter = session.exec(select(Letter).where(Letter.key == link.letter)).one()
            works = self._clock() < link.ends_at and letter.state in ARRIVED | {LetterState.ACKNOWLEDGED}
            return Guest(letter.cycle, link.body, link.token_sha256) if works else None

    def page(self, guest: Guest) -> CommitteePage:
        """Return the committee's page as it stands."""
        now = self._clock()
        with Session(reading(self._engine)) as session:
            cycle, book = cycle_named(session, guest.cycle), open_book(session, guest.cycle)
            moment = now + timedelta(seconds=cycle.offset_seconds)
            today = book.workdays.civil(moment).date()
            asked = role_of(session, guest.cycle, book.definition.cycle.secretariat, Role.SECRETARY, today)
            letters = _letters(session, guest)
            return CommitteePage(
                cycle=CycleRow(**{each.name: getattr(cycle, each.name) for each in fields(CycleRow)}),
                body=guest.body,
                name=book.names.get(guest.body, Text(da=guest.body, en=guest.body)),
                secretariat=asked.name if asked else "",
                secretariat_address=asked.address if asked else "",
                duties=tuple(_duties(session, now, guest)),
                letters=tuple(_shown(letters, book)),
                invitations=tuple(_invitations(session, letters, moment)),
                stand_ins=tuple(_stand_ins(session, guest, today)),
                roles=_roles(session, guest),
            )

    def duty(self, guest: Guest, step: str) -> Duty:
        """Return one obligation of the committee; raises Unknown."""
        with Session(reading(self._engine)) as session:
            return duties.duty(session, self._clock(), guest.cycle, step, guest.body)

    def own_meetings(self, guest: Guest, duty: Duty) -> tuple[date, ...]:
        """Return the committee's own next meetings behind a deadline: days to which an extension can be asked."""
        with Session(reading(self._engine)) as session:
            book, offset = open_book(session, guest.cycle), cycle_named(session, guest.cycle).offset_seconds
        today = book.workdays.civil(self._clock() + timedelta(seconds=offset)).date()
        first = max(duty.due_on, today) + timedelta(days=1)
        last = min(duty.bound or date.max, first + _AHEAD)
        body = book.definition.body.get(guest.body)
        return meetings_between(body, first, last, book.workdays)[:_OFFERED] if body and first <= last else ()

    def letter(self, guest: Guest, number: int) -> CommitteeLetter | None:
        """Return one of the committee's letters by its number; None when it is none of theirs."""
        with Session(reading(self._engine)) as session:
            book = open_book(session, guest.cycle)
            return next((each for each in _shown(_letters(session, guest), book) if each.number == number), None)

    def message(self, guest: Guest, number: int) -> bytes | None:
        """Return the message of one of the committee's letters, as it left."""
        with Session(reading(self._engine)) as session:
            found = next((each for each in _letters(session, guest) if each.number == number), None)
            return found.message if found else None

    def file(self, guest: Guest, step: str, version: int, file: int) -> duties.HandedIn | None:
        """Return a file that the committee handed in; raises Unknown for a step where it owes nothing."""
        with Session(reading(self._engine)) as session:
            return duties.handed_in(session, guest.cycle, step, guest.body, version, file)


def letters_to(session: Session, cycle: str, body: str) -> list[Letter]:
    """Return the letters to a committee's secretary that have left, the latest first; each reads its message late."""
    query = select(Letter).where(
        Letter.cycle == cycle,
        Letter.recipient_body == body,
        Letter.recipient_role == Role.SECRETARY,
        col(Letter.contact).is_(None),
        col(Letter.state).in_(HAVE_LEFT),
    )
    late = defer(col(Letter.message))  # type: ignore[arg-type]  # -- a column of the table
    return list(session.exec(query.options(late).order_by(col(Letter.number).desc())).all())


def invited_by(letter: Letter, meeting: Meeting, now: datetime) -> MeetingState | None:
    """Return the meeting that a letter invites to, while it can still be answered; `now` is the cycle's time."""
    state = MeetingState.model_validate(meeting.state)
    ahead = meeting.stage is MeetingStage.INVITED and now <= state.schedule.deadline.at
    return state if ahead and letter.kind in INVITATIONS else None


def _letters(session: Session, guest: Guest) -> list[Letter]:
    return letters_to(session, guest.cycle, guest.body)


def _shown(letters: list[Letter], book: Book) -> Iterator[CommitteeLetter]:
    for row in letters[:_LETTERS]:
        yield CommitteeLetter(
            number=row.number or 0,
            kind=row.kind,
            subject=row.subject or "",
            sent_at=row.sent_at or row.sending_at or row.at,
            sha256=row.sha256,
            acknowledged=row.state is LetterState.ACKNOWLEDGED,
            asks=row.kind in book.definition.cycle.acknowledge,
        )


def _duties(session: Session, now: datetime, guest: Guest) -> Iterator[Duty]:
    """Yield what the committee owes or has owed, what is due first first, what is settled last."""
    owed = select(Obligation.step).where(
        Obligation.cycle == guest.cycle,
        Obligation.body == guest.body,
        Obligation.stage != ObligationStage.PLANNED,
    )
    found = [
        duties.duty(session, now, guest.cycle, step, guest.body)
        for step in dict.fromkeys(session.exec(owed.order_by(col(Obligation.id))).all())
    ]
    yield from sorted(found, key=lambda each: ("submit" not in each.offered, each.due_on, each.step))


def _invitations(session: Session, letters: list[Letter], now: datetime) -> Iterator[Invitation]:
    """Yield the meetings ahead, each by the latest letter that invites to it, earliest first."""
    latest: dict[str, Letter] = {}
    for letter in letters:
        if letter.kind in INVITATIONS:
            latest.setdefault(letter.workflow_id, letter)
    called = select(Meeting).where(col(Meeting.id).in_(latest)).order_by(col(Meeting.on), col(Meeting.id))
    for meeting in session.exec(called).all():
        letter = latest[meeting.id]
        if state := invited_by(letter, meeting, now):
            yield _invitation(session, letter, meeting, state)


def _invitation(session: Session, letter: Letter, meeting: Meeting, state: MeetingState) -> Invitation:
    attendee = (letter.to_address or "").lower()
    given = session.get(Attendance, (meeting.id, attendee))
    return Invitation(
        letter=letter.number or 0,
        meeting=meeting.id,
        title=Text(da=meeting.title_da, en=meeting.title_en),
        starts=state.schedule.deadline,
        ends_at=meeting.ends_at,
        place=meeting.place,
        attendee=attendee,
        recipient=f"{letter.recipient_body}.{letter.recipient_role}",
        answer=given.answer if given else None,
        comment=given.comment if given else "",
        outdated=given is not None and given.sequence < meeting.sequence,
    )


def _stand_ins(session: Session, guest: Guest, today: date) -> Iterator[StandIn]:
    query = select(Substitute).where(
        Substitute.cycle == guest.cycle, Substitute.body == guest.body, Substitute.to_day >= today
    )
    for row in session.exec(query.order_by(col(Substitute.from_day), col(Substitute.id))).all():
        yield StandIn(row.role, row.name, row.from_day, row.to_day)


def _roles(session: Session, guest: Guest) -> tuple[Role, ...]:
    """The roles of the committee that somebody has, and somebody else can stand in for."""
    if session.get(Body, (guest.cycle, guest.body)) is None:
        return ()
    had = select(Contact.role).where(Contact.cycle == guest.cycle, Contact.body == guest.body)
    return tuple(role for role in STAND_INS if role in set(session.exec(had).all()))
