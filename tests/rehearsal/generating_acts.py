"""What people do in a generated year: a scenario's TOML, drawn around the dates of its timeline."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from models.vocabulary import DECIDING_KINDS, OBLIGATION_KINDS, StepKind
from planning.dates.timeline import PlannedStep, Timeline
from planning.scenarios.days import Days

HOURS = ("08:00:00", "09:00:00", "12:00:00")
APART = (-22, -13, -8, -5, -3, -2, -1, 0, 0, 0, 1, 2, 3, 5, 6, 9, 12)
"""Days between a planned date and an act: among them those of rungs, invitations, agendas and the date itself."""

UNKNOWN = date(2027, 9, 1)
"""Around which day people act on a step that has none."""

CHAINS = (
    ("submit",),
    ("submit", "submit"),
    ("submit", "accept"),
    ("submit", "return"),
    ("submit", "return", "submit"),
    ("request",),
    ("request", "request", "extend"),
    ("request", "extend"),
    ("request", "refuse"),
    ("request", "submit"),
    ("extend",),
    ("extend", "extend"),
    ("waive",),
    ("waive", "submit"),
    ("refuse",),
    ("accept",),
)
"""What happens to one obligation, one act after the other; some of it is refused."""

PASSED = ("approved", "recommended", "noted", "approved_with_amendments", "approved_with_addition")
HALTED = ("postponed", "postponed", "sent_back", "rejected")


def toml_of(value: object, name: str = "") -> str:
    if isinstance(value, list):
        return "[" + ", ".join(toml_of(each) for each in value) + "]"
    bare = isinstance(value, date) or name == "hour"
    return str(value) if bare else f'"{value}"'


def scenario_toml(dice: Random, timeline: Timeline) -> str:
    head = [
        f'hand_in = "{dice.choice(("in_time", "never"))}"',
        f'decide = "{"never" if dice.random() < 0.05 else "on_plan"}"',
    ]
    owing = [body for each in timeline.steps if each.step.kind in OBLIGATION_KINDS for body in each.step.bodies]
    if dice.random() < 0.15:
        head.append('release = "never"')
    if dice.random() < 0.3:
        head.append(f"silent = {toml_of([dice.choice(owing)])}")
    drawn = [act for _ in range(dice.choice((1, 2, 3, 4, 5, 7))) for act in _acts(dice, timeline)]
    drawn += list(_sharpened(dice, timeline))
    drawn += list(_of_the_year(dice, timeline))
    drawn += list(_in_the_window(dice, timeline))
    for act in drawn:
        if dice.random() < 0.15:  # several acts at one instant
            act |= {"on": dice.choice(drawn)["on"], "hour": "08:00:00"}
    days = Days.of(timeline)
    return "\n".join([*head, *(_happening(act) for act in drawn if _is_possible(act, days))])


def _is_possible(act: dict[str, object], days: Days) -> bool:
    """Whether a scenario may say it: nothing outside the cycle, and no new date that is not ahead."""
    dates = [each for name in ("on", "until", "to", "due") if isinstance(each := act.get(name), date)]
    return all(days.first <= each <= days.last for each in dates) and all(each > dates[0] for each in dates[1:])


def _happening(act: dict[str, object]) -> str:
    shown = {
        name: value for name, value in act.items() if value is not None and name not in ("due", "owner", "blocking")
    }
    lines = [
        "[[happening]]",
        *(f"{name} = {toml_of(value, name)}" for name, value in shown.items() if name != "override"),
    ]
    if act.get("override"):
        lines.append("override = true")
    if "due" in act:
        blocking = str(act["blocking"]).lower()
        made = f'text = "T", owner = "{act["owner"]}", due = {act["due"]}, blocking = {blocking}'
        lines.append(f"addition = {{ {made} }}")
    return "\n".join(lines)


def _acts(dice: Random, timeline: Timeline) -> Iterator[dict[str, object]]:
    planned = dice.choice(
        [each for each in timeline.steps for _ in range(3 if each.step.kind in OBLIGATION_KINDS else 2)]
    )
    kind = planned.step.kind
    if kind is not StepKind.LETTER_PACK and dice.random() < 0.2:
        yield _move(dice, planned)
    elif kind in OBLIGATION_KINDS:
        yield from _chain(dice, planned)
    elif kind in DECIDING_KINDS:
        yield from _decisions(dice, planned)
    elif kind is StepKind.HEARING:
        yield from _answers(dice, planned)
    else:
        yield _move(dice, planned)


def _chain(dice: Random, planned: PlannedStep) -> Iterator[dict[str, object]]:
    body = dice.choice(planned.step.bodies)
    due = planned.date_for(body).start or UNKNOWN
    chain, hour = dice.choice(CHAINS), dice.choice(HOURS)
    early = chain[0] in ("request", "extend") and dice.random() < 0.8
    on = due + timedelta(days=dice.choice([each for each in APART if each <= 0] if early else APART))
    for act in chain:
        made: dict[str, object] = {"act": act, "step": planned.step.key, "body": body, "on": on, "hour": hour}
        if act in ("request", "extend", "return"):
            made["until"] = max(on, due) + timedelta(days=dice.choice((1, 4, 9, 20, 60)))
        if act == "extend":
            made["override"] = dice.random() < 0.3
        yield made
        on += timedelta(days=dice.choice((0, 0, 1, 3, 7, 15)))


def _decisions(dice: Random, planned: PlannedStep) -> Iterator[dict[str, object]]:
    body = dice.choice(planned.step.bodies)
    day = planned.date_for(body).start or UNKNOWN
    for _ in range(dice.choice((1, 1, 2))):
        outcome = dice.choice(PASSED + HALTED)
        day += timedelta(days=dice.choice((-6, -1, 0, 0, 0, 0, 1, 3)))
        hour = dice.choice((*HOURS, "10:00:00"))
        made: dict[str, object] = {"act": "decide", "step": planned.step.key, "body": body, "on": day, "hour": hour}
        made["outcome"] = outcome
        if outcome == "approved_with_amendments":
            made["amendments"] = ["A"]
        if outcome == "approved_with_addition":
            owner, due = dice.choice(("BIU", "BR")), day + timedelta(days=dice.choice((2, 20, 45)))
            made |= {"owner": owner, "due": due, "blocking": dice.random() < 0.5}
        if outcome == "postponed" and dice.random() < 0.5:
            made["to"] = day + timedelta(days=dice.choice((2, 9, 30)))
        yield made
        day += timedelta(days=dice.choice((7, 14, 16, 28)))


def _answers(dice: Random, planned: PlannedStep) -> Iterator[dict[str, object]]:
    opening = planned.date.start or UNKNOWN
    keys = [each.key for each in planned.step.classes] or ["public"]
    for _ in range(dice.choice((1, 2, 3))):
        on = opening + timedelta(days=dice.choice((-2, 0, 1, 3, 7, 12, 20, 36, 37)))
        made: dict[str, object] = {"step": "hearing", "on": on, "hour": dice.choice(HOURS)}
        if dice.random() < 0.25:
            yield {"act": "close", **made}
        else:
            yield {
                "act": "respond",
                **made,
                "hearing_class": dice.choice(keys),
                "respondent": dice.choice(("01", "02")),
            }


def _of_the_year(dice: Random, timeline: Timeline) -> Iterator[dict[str, object]]:
    """Pauses with and without an end, a cancellation, and letters that are released."""
    days = [planned.date.start or UNKNOWN for planned in timeline.steps]
    for _ in range(dice.choice((0, 0, 0, 1, 1, 2))):
        on = dice.choice(days) + timedelta(days=dice.choice(APART))
        yield {"act": "pause", "on": on, "hour": dice.choice(HOURS)}
        if dice.random() < 0.9:
            on += timedelta(days=dice.choice((0, 1, 2, 3, 5, 9, 20, 45)))
            yield {"act": "resume", "on": on, "hour": dice.choice(HOURS)}
    if dice.random() < 0.12:
        yield {
            "act": "cancel",
            "on": dice.choice(days) + timedelta(days=dice.choice(APART)),
            "hour": dice.choice(HOURS),
        }
    if timeline.definition.cycle.hold:
        for planned in dice.sample(timeline.steps, dice.choice((0, 1, 2))):
            on = (planned.date.start or UNKNOWN) + timedelta(days=dice.choice(APART))
            yield {"act": "release", "step": planned.step.key, "on": on, "hour": dice.choice(HOURS)}


def _in_the_window(dice: Random, timeline: Timeline) -> Iterator[dict[str, object]]:
    """Answers that come while the hearing is open, so that somebody is thanked."""
    for planned in (each for each in timeline.steps if each.step.classes and each.date.start and dice.random() < 0.4):
        for key in planned.step.classes:
            on = (planned.date.start or UNKNOWN) + timedelta(days=dice.choice((2, 4, 6)))
            yield {
                "act": "respond",
                "step": planned.step.key,
                "on": on,
                "hour": "09:00:00",
                "hearing_class": key.key,
                "respondent": dice.choice(("01", "02")),
            }


def _move(dice: Random, planned: PlannedStep) -> dict[str, object]:
    day = planned.date.start or UNKNOWN
    on = day + timedelta(days=dice.choice((-40, *APART)))
    to = max(on, day + timedelta(days=dice.choice((-21, -7, -1, 0)))) + timedelta(days=dice.choice((1, 2, 7, 14, 30)))
    made: dict[str, object] = {"act": "move", "step": planned.step.key, "on": on, "hour": dice.choice(HOURS), "to": to}
    alone = planned.step.kind in OBLIGATION_KINDS | {StepKind.READING} and len(planned.step.bodies) > 1
    return made | ({"body": dice.choice(planned.step.bodies)} if alone and dice.random() < 0.5 else {})


def _sharpened(dice: Random, timeline: Timeline) -> Iterator[dict[str, object]]:
    """Most fuzzy steps get their day from a person, in the order of the year."""
    latest = date(timeline.year, 6, 1)
    for planned in timeline.steps:
        fuzzy = planned.date.day is None and planned.step.kind is not StepKind.LETTER_PACK
        if fuzzy and dice.random() < 0.85:
            on = max(latest, (planned.date.start or latest) - timedelta(days=dice.choice((3, 10, 30))))
            latest = on + timedelta(days=dice.choice((5, 20)))
            yield {"act": "move", "step": planned.step.key, "on": on, "to": latest}
