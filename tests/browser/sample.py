"""Pages of whole years for the browser: shipped cycles, with the letters that the forecast foresees."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

from desk.shown.wheel import dates_of, wheel_of
from models.vocabulary import Language, Outcome, Role
from planning.dates.timeline import Timeline
from planning.foresight.forecast import Foreseen, forecast
from rendering.kinds import kind_words
from rendering.year_page import (
    PageDecision,
    PageEntry,
    PageLetter,
    PageLink,
    PageWait,
    YearPage,
    render_year_page,
)
from tests.cycles.shipped import timeline

TEMPLATES = Path(__file__).parents[2] / "templates" / "pages"


def year_page(name: str, year: int | None, language: Language, today: date | None = None) -> str:
    """Return the page of a shipped cycle, with something in every section."""
    return render_year_page(page(timeline(name, year), language, today), language, TEMPLATES)


def page(of: Timeline, language: Language, today: date | None = None) -> YearPage:
    """Return what the page of this timeline says."""
    danish = language is Language.DA
    foreseen = forecast(of)
    definition = of.definition
    names = {code: body.name.da if danish else body.name.en for code, body in definition.body.items()}
    return YearPage(
        wheel=wheel_of(of, language, today),
        zone=definition.cycle.zone,
        lead=names[definition.cycle.lead],
        names=tuple(names.items()),
        case_number=definition.cycle.case_number,
        about=("Prøvekørsel: ingen afleverer til tiden." if danish else "Rehearsal: nobody hands in on time.",),
        dates=dates_of(of, language),
        letters=tuple(_letter(each, of, language) for each in foreseen.letters),
        decisions=(_decision(of, language),),
        journal=(PageEntry(at=_AT, event="Brevene er frigivet" if danish else "Letters released", by="sekretariat"),),
        calendars=(PageLink(title="BIU", href="calendars/BIU.ics"),),
        waits=tuple(_waits(foreseen.waits, of, language)),
    )


def _waits(waits: tuple[str, ...], of: Timeline, language: Language) -> Iterator[PageWait]:
    titles = {each.step.key: each.step.title.model_dump()[language] for each in of.steps}
    for key, _, reason in (each.partition(": ") for each in waits):
        named = ", ".join(titles[part] for part in reason.split(", ") if part in titles)
        yield PageWait(step=titles[key], reason=named)


_AT = datetime(2027, 1, 25, 9, 0, tzinfo=UTC)


def _decision(of: Timeline, language: Language) -> PageDecision:
    step = of.steps[0].step
    return PageDecision(
        at=_AT,
        step=step.title.da if language is Language.DA else step.title.en,
        body=of.definition.cycle.lead,
        outcome=Outcome.APPROVED_WITH_ADDITION,
        text="Punkt 4.",
        additions=("Eget papir sendes til udtalelse.",),
        amendments=("Mål 3 gælder også aftenskoler.",),
    )


def _letter(each: Foreseen, of: Timeline, language: Language) -> PageLetter:
    body, role, *number = each.to.split(".")
    title = of.step_named(each.step).step.title
    step = title.da if language is Language.DA else title.en
    return PageLetter(
        at=each.at,
        kind=each.kind,
        role=Role(role),
        to=body,
        subject=f"{kind_words(each.kind, language).capitalize()}: {step}",
        href=f"letters/{each.at:%Y-%m-%dT%H%M}_{each.kind}_{each.step}_{each.to}.eml",
        step=step,
        body=each.body,
        number="".join(number),
    )
