"""What happens next and when, as sentences: read from the record after a command has been delivered."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from models.cycles import Cycle
from models.obligations import Meeting, Obligation
from models.schedule import Rung, Text
from models.states import DeliverableState, MeetingState
from models.vocabulary import SETTLED, Language, MeetingStage, ObligationStage
from planning import ladder
from planning.words import full_day
from rendering.kinds import kind_words

AHEAD = (MeetingStage.PLANNED, MeetingStage.INVITED, MeetingStage.HELD)
"""Stages of a meeting that still sends letters."""


def after(session: Session, cycle: str, workflow_id: str, now: datetime) -> tuple[Text, ...]:
    """Return what the obligation or the open meeting does next; else the next three letters of the year."""
    zone = ZoneInfo(session.get_one(Cycle, cycle).zone)
    obligation, meeting = session.get(Obligation, workflow_id), session.get(Meeting, workflow_id)
    if obligation:
        return (_obligation(obligation, zone),)
    if meeting and meeting.stage in AHEAD:
        found = _next_rung(MeetingState.model_validate(meeting.state), now)
        return (_said(found, f"{meeting.step} {meeting.body}", zone),) if found else ()
    return tuple(_said(rung, name, zone) for rung, name in _next_of_year(session, cycle, now)[:3])


def _obligation(row: Obligation, zone: ZoneInfo) -> Text:
    state = DeliverableState.model_validate(row.state)
    rung = ladder.next_rung(state.schedule.ladder, state.cursor)
    if row.stage is ObligationStage.OPEN and rung:
        return _said(rung, f"{row.step} {row.body}", zone)
    if row.stage in SETTLED:
        return Text(da="Der sendes ikke mere om den.", en="Nothing more is sent about it.")
    return Text(
        da="Rykkerne er tavse, indtil den godkendes, sendes retur eller det trin, der skal bruge den, er afgjort.",
        en="Its reminders are silent until it is accepted, returned, or the step that needs it is decided.",
    )


def _next_of_year(session: Session, cycle: str, now: datetime) -> list[tuple[Rung, str]]:
    found: list[tuple[Rung, str]] = []
    open_ = (Obligation.cycle == cycle, Obligation.stage == ObligationStage.OPEN)
    for row in session.exec(select(Obligation).where(*open_)).all():
        state = DeliverableState.model_validate(row.state)
        rung = ladder.next_rung(state.schedule.ladder, max(state.cursor, now))
        found += [(rung, f"{row.step} {row.body}")] if rung else []
    for meeting in session.exec(select(Meeting).where(Meeting.cycle == cycle, col(Meeting.stage).in_(AHEAD))).all():
        rung = _next_rung(MeetingState.model_validate(meeting.state), now)
        found += [(rung, f"{meeting.step} {meeting.body}")] if rung else []
    return sorted(found, key=lambda each: (each[0].at, each[1]))


def _next_rung(state: MeetingState, now: datetime) -> Rung | None:
    return ladder.next_rung(state.schedule.ladder, max(state.cursor, now))


def _said(rung: Rung, name: str, zone: ZoneInfo) -> Text:
    local = rung.at.astimezone(zone)
    day, hour = full_day(local.date()), f"{local:%H.%M}"
    da, en = (kind_words(rung.kind, each) for each in (Language.DA, Language.EN))
    to = ", ".join(str(each) for each in rung.to)
    return Text(
        da=f"Næste: {da} ({name}) til {to} {day.da} kl. {hour}.",
        en=f"Next: {en} ({name}) to {to} on {day.en} at {hour.replace('.', ':')}.",
    )
