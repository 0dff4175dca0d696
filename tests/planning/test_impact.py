"""The impact sheet: exactly what a move changes."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from models.acts import Decision
from models.vocabulary import LetterKind, Outcome
from planning.acts.permitted import NotPermitted
from planning.dates.resolver import resolve
from planning.dates.timeline import Timeline
from planning.foresight.forecast import beginning
from planning.foresight.impact import DateChange, Impact, impact_of_decision, impact_of_move
from planning.foresight.simulation import Simulation
from planning.format.source import parse
from planning.transitions import orders
from tests.cycles import shipped
from tests.planning.building import LivedYear, timeline, with_letters_sent


def of_move(year: Timeline, step: str, to: date, **more: object) -> Impact:
    """Return what a move in a year that has not begun changes."""
    before, after = (Simulation(year, orders.cycle_state(year), beginning(year)) for _ in range(2))
    return impact_of_move(before, after, step, to, **more)  # type: ignore[arg-type]  # the tests' own keywords


def of_running(make: Callable[[], LivedYear], step: str, to: date, **more: object) -> Impact:
    """Return what a move in a running year changes."""
    before, after = make().simulation, make().simulation
    for simulation in (before, after):
        simulation.letters.clear()
    return impact_of_move(before, after, step, to, **more)  # type: ignore[arg-type]  # as above


def test_council_a_week_later_changes_the_council_and_nothing_else():
    impact = of_move(shipped.timeline("annual", 2027), "council", date(2027, 12, 23))

    [change] = impact.dates
    assert (change.step, change.after) == ("council", date(2027, 12, 23))
    assert {letter.step for letter in (*impact.gone, *impact.new)} == {"council"}
    assert impact.people == ("BR.chair", "BR.secretary")
    assert impact.calendar_entries == 1
    assert impact.tasks == ()
    assert [letter.kind for letter in impact.new] == [letter.kind for letter in impact.gone]


def test_move_before_what_the_step_waits_for_is_warned_of_and_no_other_warning_is_repeated():
    impact = of_move(shipped.timeline("annual", 2027), "workshop", date(2027, 4, 20))

    [warning] = impact.warnings
    assert warning.en == "“workshop” is dated before “plan”, which it waits for. Check the two dates."
    assert of_move(shipped.timeline("annual", 2027), "workshop", date(2027, 6, 9)).warnings == ()


def test_move_lists_what_stands_on_the_step_and_no_letter_twice():
    impact = of_move(timeline(), "first", date(2027, 9, 13))

    assert {change.step for change in impact.dates} == {"first", "hearing", "second", "committees", "council"}
    assert not set(impact.gone) & set(impact.new)
    assert list(impact.new) == sorted(impact.new)


def test_move_of_a_hearing_shows_its_opening_its_classes_and_its_end():
    impact = of_move(timeline(), "hearing", date(2027, 9, 7))

    assert [change for change in impact.dates if change.step == "hearing"] == [
        DateChange("hearing", "", date(2027, 8, 31), date(2027, 9, 7)),
        DateChange("hearing", "boards", date(2027, 10, 5), date(2027, 10, 12)),
        DateChange("hearing", "citizens", date(2027, 9, 28), date(2027, 10, 5)),
        DateChange("hearing", "end", date(2027, 10, 5), date(2027, 10, 12)),
    ]


def test_move_of_one_committee_shows_that_committee():
    impact = of_running(with_letters_sent, "plan", date(2027, 5, 12), body="TMU")

    assert [change for change in impact.dates if change.step == "plan"] == [
        DateChange("plan", "TMU", date(2027, 5, 10), date(2027, 5, 12))
    ]
    assert [(letter.kind, letter.to) for letter in impact.leaving] == [(LetterKind.DATE_MOVED, "TMU.secretary")]
    assert LetterKind.DATE_MOVED not in {letter.kind for letter in impact.new}
    assert {letter.body for letter in impact.gone if letter.step == "plan"} == {"TMU"}


def of_decision(year: Timeline, outcome: Outcome) -> Impact:
    """Return what the first decision of a year changes on the day when the year begins."""
    before, after = (Simulation(year, orders.cycle_state(year), beginning(year)) for _ in range(2))
    for simulation in (before, after):
        simulation.settle()
    [meeting] = [id_ for id_, child in after.children.items() if child.step == "approve-letters"]
    return impact_of_decision(before, after, meeting, Decision(id="x", by="x", at=after.now, outcome=outcome))


def test_decision_that_lets_letters_leave_tells_all_of_them_and_none_as_new_or_gone():
    impact = of_decision(shipped.timeline("annual", 2027), Outcome.APPROVED)

    assert Counter(letter.kind for letter in impact.leaving) == {
        LetterKind.DECISION: 1,
        LetterKind.CHALLENGE: 7,
        LetterKind.CHALLENGE_COPY: 55,
    }
    assert not any(letter.held for letter in impact.leaving)
    assert impact.new == ()
    assert {letter.kind for letter in impact.gone} & {LetterKind.CHALLENGE, LetterKind.CHALLENGE_COPY} == set()


def test_held_letters_are_told_as_held():
    cycle = shipped.source("annual")
    held = replace(cycle, toml=cycle.toml.replace("[cycle]\n", '[cycle]\nhold = ["challenge"]\n'))
    impact = of_decision(resolve(parse(held), 2027), Outcome.APPROVED)

    assert {letter.kind for letter in impact.leaving if letter.held} == {LetterKind.CHALLENGE}
    assert {letter.kind for letter in impact.gone} & {LetterKind.CHALLENGE, LetterKind.CHALLENGE_COPY} == set()


def test_reminder_that_has_left_is_neither_gone_nor_new():
    impact = of_running(lambda: with_letters_sent().until(date(2027, 5, 8)), "plan", date(2027, 5, 19))

    kinds = [letter.kind for letter in (*impact.gone, *impact.new) if letter.step == "plan"]
    assert LetterKind.REMINDER_FIRST not in kinds
    assert [letter.at.date() for letter in impact.new if letter.kind is LetterKind.REMINDER_LAST] == [
        date(2027, 5, 18),
        date(2027, 5, 18),
    ]


def test_absolute_date_behind_the_move_is_named_as_a_task():
    absolute = ('date = "first meeting of BR at least 5 working days after committees"', 'date = "2027-11-25"')

    [task] = of_move(timeline(absolute), "committees", date(2027, 12, 6)).tasks

    assert task.da.startswith("Rådet (torsdag den 25. november 2027)")
    assert task.en.startswith(
        "The council (Thursday 25 November 2027) does not come after The committees (Monday 6 December"
    )


def test_impact_changes_nothing_of_the_year_it_asks_about():
    year = with_letters_sent()
    before = year.simulation.state

    of_running(with_letters_sent, "plan", date(2027, 5, 19))

    assert year.simulation.state == before


def test_impact_of_a_move_that_would_be_refused_is_refused():
    with pytest.raises(NotPermitted, match="has ended and cannot be moved"):
        of_running(with_letters_sent, "approve", date(2027, 5, 19))
    with pytest.raises(NotPermitted, match="not a day ahead"):
        of_running(with_letters_sent, "plan", date(2027, 1, 11))


def test_move_of_a_deadline_to_a_closed_day_is_remarked_upon_and_that_to_a_working_day_is_not():
    saturday, monday = (of_running(with_letters_sent, "plan", date(2027, 5, day)) for day in (22, 24))

    assert saturday.remark is not None
    assert saturday.remark.en == "Note: 2027-05-22 is not a working day (weekend); the date stands."
    assert monday.remark is None
