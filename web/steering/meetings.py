"""A meeting: what lies before the body, and recording what it decided, with what follows from it seen before."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import quote

from sqlalchemy import Engine
from sqlmodel import Session
from starlette.responses import Response

from desk.answers import Unknown
from desk.shown import sitting, steering
from desk.shown.sitting import Sitting
from models.acts import Addition
from models.database import reading
from models.vocabulary import Outcome
from planning.acts.permitted import NotPermitted
from planning.dates.resolver import Unresolvable
from planning.foresight.impact import Impact
from planning.words import joined
from web.acting import Acts
from web.forms import BLANK, MISSING, Fields, Tried
from web.guard import Asked
from web.pages import Pages
from web.steering.year import sentence_of, sheet_of
from web.ways import SECRETARIAT, may


@dataclass(frozen=True)
class Decided:
    """What was typed into the form of a decision."""

    outcome: Outcome
    text: str
    addition: Addition | None
    amendments: tuple[str, ...]
    to: date | None


class MeetingPages:
    """Pages about one body's meeting."""

    def __init__(self, pages: Pages, engine: Engine, clock: Callable[[], datetime], acts: Acts) -> None:
        self._pages = pages
        self._engine = engine
        self._clock = clock
        self._acts = acts

    @property
    def answers(self) -> dict[str, Callable[[Asked], Response]]:
        """Who answers on which way."""
        return {"meeting": self.show, "decide": self.before, "decided": self.decide}

    def show(self, asked: Asked) -> Response:
        """Show the meeting, and what it decided."""
        found = self._sitting(asked)
        can = "decide" in found.offered and may(asked.role, SECRETARIAT)
        return self._pages.page(asked, "meeting.html.j2", here="cycles", meeting=found, path=_path(found), can=can)

    def before(self, asked: Asked) -> Response:
        """Ask what was decided."""
        return self._form(asked, BLANK)

    def decide(self, asked: Asked) -> Response:
        """Show what follows from what was decided, as the year stands; record it once that has been looked at."""
        fields, by, found = Fields(asked), _by(asked), self._sitting(asked)
        decided = _decided(fields)
        if decided is None:
            return self._form(asked, fields.tried())
        place = found.cycle.slug, found.row.step, found.row.body, decided.outcome
        said = {name: value for name, value in vars(decided).items() if name != "outcome"}
        try:
            impact = self._acts.ask(lambda desk: desk.impact_of_decision(*place, **said))
        except (NotPermitted, Unresolvable, Unknown) as error:
            others = self._acts.since(asked, found.row.id)
            return self._form(asked, fields.tried(joined(sentence_of(error), others, by=" ")))
        if fields.text("looked") != _looked(impact, decided):
            return self._form(asked, Tried(asked.form), impact, _looked(impact, decided))
        return self._acts.do(
            asked,
            lambda desk: desk.decide(*place, **said, by=by),
            then=_path(found),
            again=lambda tried: self._form(asked, tried),
            about=found.row.id,
        )

    def _form(self, asked: Asked, tried: Tried, impact: Impact | None = None, looked: str = "") -> Response:
        found = self._sitting(asked)
        with Session(reading(self._engine)) as session:
            titles = steering.titles(session, found.cycle.slug)
        return self._pages.page(
            asked,
            "decide.html.j2",
            here="cycles",
            status=tried.status,
            meeting=found,
            path=_path(found),
            outcomes=tuple(Outcome),
            tried=tried,
            looked=looked,
            sheet=sheet_of(impact, titles) if impact else None,
        )

    def _sitting(self, asked: Asked) -> Sitting:
        path = asked.request.path_params
        with Session(reading(self._engine)) as session:
            return sitting.sitting(session, self._clock(), str(path["cycle"]), str(path["step"]), str(path["body"]))


def _decided(fields: Fields) -> Decided | None:
    """What was typed; None when something is missing. What does not belong together is left to the rules to refuse."""
    outcome = fields.choice("outcome", {each.value: each for each in Outcome})
    text, to = fields.text("text"), fields.day("to")
    amendments = tuple(line.strip() for line in fields.text("amendments").splitlines() if line.strip())
    if outcome is Outcome.APPROVED_WITH_AMENDMENTS and not amendments:
        fields.wrong("amendments", MISSING)
    wanted = outcome is Outcome.APPROVED_WITH_ADDITION or any(
        fields.text(name) for name in ("addition", "owner", "due")
    )
    addition = _addition(fields) if wanted else None
    if fields.errors or outcome is None:
        return None
    return Decided(outcome, text, addition, amendments, to)


def _addition(fields: Fields) -> Addition | None:
    text, owner = fields.text("addition", needed=True, longest=500), fields.text("owner", needed=True)
    due, blocking = fields.day("due", needed=True), fields.text("blocking") == "yes"
    return Addition(text=text, owner=owner, due=due, blocking=blocking) if text and owner and due else None


def _looked(impact: Impact, decided: Decided) -> str:
    """What was looked at: another outcome, day, addition or state of the year is to be looked at again."""
    addition = f"{decided.addition.owner} {decided.addition.due}" if decided.addition else ""
    return f"{impact.version}:{decided.outcome}:{decided.to or ''}:{addition}"


def _path(found: Sitting) -> str:
    parts = found.cycle.slug, "meetings", found.row.step, found.row.body
    return "/cycles/" + "/".join(quote(part, safe="") for part in parts)


def _by(asked: Asked) -> str:
    return asked.visitor.name if asked.visitor else ""
