"""The wheel's values, filled from the timelines of the shipped cycles."""

from datetime import date, time

from desk.shown.wheel import dates_of, wheel_of
from models.schedule import Text
from models.vocabulary import Language
from planning.dates.resolver import resolve
from planning.dates.timeline import Pin
from rendering.wheel import Wheel, WheelMark, WheelStep, WheelTrack
from tests.cycles.shipped import definition, timeline
from tests.desk import wheel_picture

DA, EN = Language.DA, Language.EN


def step(wheel: Wheel, key: str) -> WheelStep:
    return next(each for each in wheel.steps if each.key == key)


def test_picture_in_the_documentation_is_up_to_date() -> None:
    assert wheel_picture.FILE.read_text("utf-8") == wheel_picture.picture()


def test_wheel_runs_over_whole_months_to_the_last_step_of_the_next_year() -> None:
    wheel = wheel_of(timeline("annual", 2027), DA)

    assert (wheel.first, wheel.last) == (date(2027, 1, 1), date(2028, 1, 31))


def test_wheel_begins_with_the_month_of_a_step_before_its_year() -> None:
    wheel = wheel_of(timeline("inclusion-2011"), DA)

    assert (wheel.first, wheel.last) == (date(2010, 12, 1), date(2011, 12, 31))


def test_steps_are_numbered_by_date_across_both_tracks() -> None:
    wheel = wheel_of(timeline("integration-2018"), DA)

    assert [each.key for each in wheel.steps] == [
        "first-reading",
        "hearing",
        "plan-discussion",
        "plan-advisory",
        "plan-catalogue",
        "second-reading",
        "committees",
        "finance",
        "plan-first-reading",
        "council",
        "plan-approval",
    ]
    assert wheel.tracks == (
        WheelTrack(key="policy", title="Politik"),
        WheelTrack(key="action-plan", title="Handleplan"),
    )


def test_step_without_a_date_stands_after_its_predecessor_and_keeps_its_words() -> None:
    wheel = wheel_of(timeline("inclusion-2011"), DA)

    assert [each.key for each in wheel.steps][-3:] == ["plan", "workshop", "treatment"]
    assert (step(wheel, "workshop").start, step(wheel, "workshop").label) == (None, "ikke fastsat")


def test_step_without_a_date_stands_before_what_the_definition_puts_after_it() -> None:
    keys = [each.key for each in wheel_of(timeline("integration-2010"), DA).steps]

    assert keys[keys.index("plan") :][:3] == ["plan", "discussion", "council"]


def test_single_track_has_no_title_on_the_wheel() -> None:
    assert {track.title for track in wheel_of(timeline("inclusion-2011"), DA).tracks} == {""}


def test_guess_is_fuzzy_and_keeps_its_label_in_the_reader_s_language() -> None:
    late = step(wheel_of(timeline("integration-2018"), EN), "plan-approval")

    assert (late.fuzzy, late.label) == (True, "late January 2019")
    assert (late.start, late.end, late.marks) == (date(2019, 1, 21), date(2019, 1, 31), ())


def test_parallel_readings_carry_one_mark_per_committee_in_order_of_days() -> None:
    reading = step(wheel_of(timeline("annual", 2027), DA), "committees")

    assert reading.marks == (
        WheelMark(label="BUU", on=date(2027, 11, 10), hour=time(16)),
        WheelMark(label="KFU", on=date(2027, 11, 11), hour=time(14, 30)),
        WheelMark(label="TMU", on=date(2027, 11, 15), hour=time(15)),
        WheelMark(label="SUD", on=date(2027, 11, 17), hour=time(15, 30)),
        WheelMark(label="SOU", on=date(2027, 11, 18), hour=time(14)),
    )
    assert (reading.start, reading.end, reading.hour) == (date(2027, 11, 10), date(2027, 11, 18), None)


def test_hearing_is_a_window_with_a_mark_per_class() -> None:
    hearing = step(wheel_of(timeline("annual", 2027), DA), "hearing")

    assert (hearing.start, hearing.end, hearing.fuzzy) == (date(2027, 8, 31), date(2027, 10, 7), False)
    assert [mark.label for mark in hearing.marks] == ["Borgere og foreninger", "Lokaludvalg", "Rådgivende organer"]


def test_reasons_name_steps_by_their_titles() -> None:
    danish, english = (wheel_of(timeline("annual", 2027), language) for language in (DA, EN))

    assert step(danish, "economy").reason == "10 hverdage før »Handleplan«"
    assert step(danish, "letters").reason == "følger »Godkendelse af procesplan og udfordringsskrivelser«"
    assert "“Hearing on the consolidated plan”" in step(english, "second-reading").reason


def test_person_s_own_reason_is_left_as_it_is() -> None:
    reason = Text(da="formandens ønske", en="the chair's wish")
    moved = resolve(definition("annual"), 2027, (Pin(step="plan", on=date(2027, 5, 20), reason=reason),))

    assert step(wheel_of(moved, DA), "plan").reason == "formandens ønske"


def test_closed_weeks_and_months_are_shaded() -> None:
    shut = [(each.start, each.end) for each in wheel_of(timeline("annual", 2027), DA).closed]

    assert shut == [
        (date(2027, 2, 15), date(2027, 2, 21)),
        (date(2027, 7, 1), date(2027, 7, 31)),
        (date(2027, 10, 18), date(2027, 10, 24)),
    ]


def test_every_date_of_the_year_is_told_with_its_reason() -> None:
    found = dates_of(timeline("annual", 2027), DA)

    assert [(each.who, each.start) for each in found if each.number == 7] == [
        ("åbner", date(2027, 8, 31)),
        ("Borgere og foreninger", date(2027, 9, 28)),
        ("Lokaludvalg", date(2027, 10, 5)),
        ("Rådgivende organer", date(2027, 10, 7)),
        ("slutter", date(2027, 10, 7)),
    ]
    assert found[7].reason == "4 uger efter åbningen af »Høring om den samlede handleplan«"
    [plan] = [each for each in found if each.step == "Handleplan"]
    assert (plan.start, plan.hour) == (date(2027, 5, 18), time(12))
    assert plan.reason == "mandag i uge 20; flyttet fra mandag den 17. maj, anden pinsedag"


def test_guessed_date_keeps_its_words_instead_of_a_day() -> None:
    [found] = [each for each in dates_of(timeline("integration-2018"), DA) if "endelig" in each.step]

    assert (found.label, found.hour) == ("ultimo januar 2019", None)
