"""The links that committees have to their own pages, as the secretariat looks at them: how many still work."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from desk.acts.acknowledging import ARRIVED
from models.correspondence import Letter
from models.cycles import Cycle
from models.links import LetterLink, LinkPurpose
from models.vocabulary import LetterState


@dataclass(frozen=True)
class CommitteeLinks:
    """A committee's links in one cycle: how many work, and until when the last of them does."""

    cycle: str
    body: str
    count: int
    ends_at: datetime


def committee_links(session: Session, now: datetime) -> list[CommitteeLinks]:
    """List the committees that have links which work, by cycle and code."""
    link, letter = LetterLink, Letter
    question = (
        select(col(letter.cycle), col(link.body), func.count(), func.max(col(link.ends_at)))
        .join(letter, col(letter.key) == col(link.letter))
        .join(Cycle, col(Cycle.slug) == col(letter.cycle))
        .where(
            col(link.purpose) == LinkPurpose.COMMITTEE,
            col(link.revoked_at).is_(None),
            col(link.ends_at) > now,
            col(letter.state).in_(ARRIVED | {LetterState.ACKNOWLEDGED}),
        )
        .group_by(col(letter.cycle), col(link.body))
        .order_by(col(letter.cycle), col(link.body))
    )
    return [CommitteeLinks(*row) for row in session.connection().execute(question)]
