"""A forecast for readers: month by month, one row for a letter that leaves to several bodies at one moment."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from babel.dates import format_date

from cli.shown.table import table
from cli.words import time_of_day, told
from models.schedule import Text
from models.vocabulary import Language, LetterKind, Role
from planning.dates.timeline import Timeline
from planning.foresight.forecast import Forecast, Foreseen, mails_of
from rendering.vocabulary import word

Row = tuple[str, ...]
HEADINGS: dict[Language, Row] = {
    Language.DA: ("Dag", "Kl.", "Brev", "Trin", "Udvalg", "Til"),
    Language.EN: ("Day", "Time", "Letter", "Step", "Body", "To"),
}
BLANK: Row = ("",) * len(HEADINGS[Language.DA])
MANY = 2
_ALL = Text(da="alle", en="all")
_DAY = {Language.DA: "EEE d.", Language.EN: "EEE d"}
_ROLES = {
    Role.SECRETARY: Text(da="sekretær", en="secretary"),
    Role.HEAD_OF_OFFICE: Text(da="kontorchef", en="head of office"),
    Role.MANAGER: Text(da="direktør", en="manager"),
    Role.CHAIR: Text(da="formand", en="chair"),
    Role.MEMBER: Text(da="medlem", en="member"),
    Role.RESPONDENT: Text(da="høringspart", en="respondent"),
}
_HELD = Text(da="tilbageholdt", en="held")
NO_LETTERS = Text(da="Ingen breve.", en="No letters.")
A_DAY = "?"
"""What the rules write for a step that waits for its day (`Forecast.waits`)."""


def as_table(timeline: Timeline, letters: Sequence[Foreseen], zone: ZoneInfo, language: Language) -> str:
    """Return the letters below the cycle's title, with a line for each month and their number at the end."""
    title = f"{told(timeline.definition.cycle.title, language)} · {timeline.slug}"
    if not letters:
        return f"{title}\n\n{told(NO_LETTERS, language)}"
    rows = list(_rows(timeline, letters, zone, language))
    return f"{title}\n\n{table(HEADINGS[language], rows)}\n\n{told(_total(letters), language)}"


def ending(found: Forecast) -> tuple[Text, ...]:
    """Return the sentence that says what the year waits for; nothing when it can end."""
    if not found.waits:
        return ()
    da = "; ".join(_waits(each, "en dag", "noget udefra", "venter på") for each in found.waits)
    en = "; ".join(_waits(each, "a day", "something from outside", "waits for") for each in found.waits)
    return (Text(da=f"Året kan ikke slutte: {da}.", en=f"The year cannot end: {en}."),)


def _waits(waiting: str, a_day: str, unknown: str, verb: str) -> str:
    step, _, why = waiting.partition(": ")
    named = [a_day if each == A_DAY else each for each in why.split(", ")]
    return f"{step} {verb} {unknown if why == '–' else ', '.join(named)}"


def _total(letters: Sequence[Foreseen]) -> Text:
    people, mails = len({each.to for each in letters}), mails_of(letters)
    da, en = (f" I {mails} mails.", f" In {mails} mails.") if mails != len(letters) else ("", "")
    return Text(
        da=f"Breve i alt: {len(letters)}.{da} Modtagere: {people}.",
        en=f"Letters in all: {len(letters)}.{en} Recipients: {people}.",
    )


def _rows(timeline: Timeline, letters: Sequence[Foreseen], zone: ZoneInfo, language: Language) -> Iterator[Row]:
    """For each month its name with the number of its letters, then its days; a day and an hour stand once."""
    bodies = {planned.step.key: planned.step.bodies for planned in timeline.steps}
    shown: tuple[str, ...] = ()
    for month, of_month in groupby(letters, lambda each: _month(each.at.astimezone(zone), language)):
        listed = list(of_month)
        yield from ([BLANK] if shown else [])
        yield ("", "", f"{month} ({len(listed)})", "", "", "")
        for at, of_moment in groupby(listed, lambda each: each.at):
            leaving, when = list(of_moment), (month, *_when(at.astimezone(zone), language))
            for (_, kind, step, held), together in groupby(leaving, _alike):
                same = list(together)
                day, hour = ("", "") if when == shown else when[1:]
                to = _to(same, bodies.get(step, ()), language)
                name = word(kind, language) + (f" ({told(_HELD, language)})" if held else "")
                yield (day, hour, name, step, _about(same, bodies.get(step, ()), language), to)
                shown = when
            yield from _digests(leaving, bodies, language)


def _digests(letters: Iterable[Foreseen], bodies: Mapping[str, Sequence[str]], language: Language) -> Iterator[Row]:
    """One row for mails that tell the same: how many letters, of which steps; here the body is the recipient's."""
    mails: dict[int, list[Foreseen]] = {}
    for letter in letters:
        if letter.digest is not None:
            mails.setdefault(letter.digest, []).append(letter)
    alike: dict[tuple[str, int, tuple[str, ...]], list[str]] = {}
    for told_together in mails.values():
        body, _, role = told_together[0].to.partition(".")
        steps = tuple(dict.fromkeys(each.step for each in told_together))
        alike.setdefault((role, len(told_together), steps), []).append(body)
    for (role, count, steps), to in alike.items():
        name = Text(da=f"→ i én mail: {count} breve", en=f"→ in one mail: {count} letters")
        codes = _codes(to, bodies.get(steps[0], ()), language)
        yield ("", "", told(name, language), ", ".join(steps), codes, _roles([role] * len(to), language))


def _alike(letter: Foreseen) -> tuple[datetime, LetterKind, str, bool]:
    return letter.at, letter.kind, letter.step, letter.held


def _month(at: datetime, language: Language) -> str:
    return format_date(at, "MMMM y", locale=language.value)


def _when(at: datetime, language: Language) -> tuple[str, str]:
    return format_date(at, _DAY[language], locale=language.value), time_of_day(at.time(), language)


def _about(letters: Iterable[Foreseen], of_step: Sequence[str], language: Language) -> str:
    return _codes([each.body for each in letters if each.body], of_step, language)


def _to(letters: Sequence[Foreseen], of_step: Sequence[str], language: Language) -> str:
    """Roles with their number, `sekretær (7)`; with their body when the letter is about another, `BR: medlem (55)`."""
    named = [tuple(each.to.split(".")[:2]) for each in letters]
    if all(body == each.body for (body, _), each in zip(named, letters, strict=True)):
        return _roles([role for _, role in named], language)
    by_body = {body: [role for other, role in named if other == body] for body, _ in named}
    by_roles: dict[str, list[str]] = {}
    for body, roles in by_body.items():
        by_roles.setdefault(_roles(roles, language), []).append(body)
    return "; ".join(f"{_codes(codes, of_step, language)}: {roles}" for roles, codes in by_roles.items())


def _roles(roles: Iterable[str], language: Language) -> str:
    counted = Counter(told(_ROLES[Role(role)], language) for role in roles)
    return ", ".join(role if number == 1 else f"{role} ({number})" for role, number in counted.items())


def _codes(codes: Iterable[str], of_step: Sequence[str], language: Language) -> str:
    """The codes, each once; all of a step's are counted when they are many."""
    once = tuple(dict.fromkeys(codes))
    if len(once) > MANY and set(once) == set(of_step):
        return f"{told(_ALL, language)} {len(once)}"
    return ", ".join(once)
