"""The picture of the year: honest, readable, harmless, and the same bytes every time."""

import os
import re
import subprocess
import sys
from datetime import date, time
from xml.etree import ElementTree as ET

import pytest

from models.vocabulary import Language, StepKind
from rendering.wheel import WheelClosure, WheelStep, WheelTrack, wheel_svg
from rendering.wheel_callouts import short_when
from rendering.wheel_style import WHEEL_CSS
from tests.rendering.wheels import GUESS, READING, UNKNOWN, a_step, a_wheel, classed, drawn, texts

# --- for readers who do not see it ---


def test_picture_names_and_describes_itself() -> None:
    picture = drawn(a_wheel(a_step()))

    told = {found.get("id"): found.text for found in picture if found.tag in {"title", "desc"}}
    assert picture.get("role") == "img"
    assert picture.get("aria-labelledby") == " ".join(filter(None, told))
    assert told["wheel-title"] == "Årshjul 2027"
    assert "1. januar 2027 til 31. december 2027, med 1 nummererede trin" in (told["wheel-desc"] or "")


def test_picture_of_its_own_lists_every_step_in_its_description() -> None:
    svg = wheel_svg(a_wheel(a_step(hour=time(12)), UNKNOWN), alone=True)

    assert "1 Handleplan: tirs. 18. maj · kl. 12.00; 2 Handleplan: ikke fastsat · dato ikke fastlagt." in svg


def test_two_pictures_on_one_page_share_no_id() -> None:
    wheel = a_wheel(a_step(track="a"), GUESS, tracks=(WheelTrack(key="a", title="Plan"), WheelTrack(key="")))
    one, two = (set(re.findall(r'\bid="([^"]+)"', wheel_svg(wheel, ids=ids))) for ids in ("wheel", "other"))

    assert len(one) == len(two) == 4
    assert not one & two


# --- what stands where ---


def test_months_and_weeks_stand_outside_the_lanes() -> None:
    told = texts(drawn(a_wheel(a_step())))

    assert [name for name in told if name in {"januar", "juli", "december"}] == ["januar", "juli", "december"]
    assert {"1", "29", "52"} <= set(told)


def test_months_of_the_next_year_carry_it() -> None:
    wheel = a_wheel(a_step(on=date(2028, 1, 13)), last=date(2028, 1, 31), language=Language.EN)

    told = texts(drawn(wheel))

    assert [name for name in told if name.startswith("January")] == ["January", "January 2028"]


def test_year_of_53_weeks_shows_the_last_one() -> None:
    wheel = a_wheel(a_step(on=date(2026, 3, 2)), first=date(2026, 1, 1), last=date(2026, 12, 31), year=2026)

    assert "53" in texts(drawn(wheel))


def test_number_stands_in_the_wheel_and_at_the_name() -> None:
    picture = drawn(a_wheel(READING))

    assert [found.text for found in classed(picture, "in")] == ["1", "1"]
    assert {"Handleplan", "10. nov. BUU · 15. nov. TMU", "18. nov. SOU"} <= set(texts(picture))


def test_small_picture_has_numbers_and_no_names() -> None:
    told = texts(drawn(a_wheel(READING), small=True))

    assert "Handleplan" not in told
    assert "10. nov. BUU · 15. nov. TMU" not in told


def test_every_committee_s_day_is_marked_on_the_calendar() -> None:
    assert len(classed(drawn(a_wheel(READING)), "dot")) == 3


def test_guess_is_hatched_dashed_and_has_no_line_to_a_day() -> None:
    picture = drawn(a_wheel(GUESS))

    assert {found.get("fill") for found in picture.iter("path")} >= {"url(#wheel-hatch-deadline)"}
    assert all(found.get("stroke-dasharray") for found in classed(picture, "guess"))
    assert classed(picture, "ray") == []
    assert len(classed(picture, "mark")) == 1  # in the legend
    assert {"foråret 2027 · dato ikke fastlagt", "dato ikke fastlagt"} <= set(texts(picture))  # its name, the legend


def test_known_day_is_not_drawn_as_a_guess() -> None:
    picture = drawn(a_wheel(a_step()))

    assert classed(picture, "guess") == []
    assert "dato ikke fastlagt" not in texts(picture)


@pytest.mark.parametrize("small", [False, True])
def test_step_without_a_date_stands_in_the_middle(small: bool) -> None:
    picture = drawn(a_wheel(a_step(), UNKNOWN), small=small)

    assert "uden dato" in texts(picture)
    assert "2" in [found.text for found in classed(picture, "guessed")]


def test_hand_points_at_today_only_while_the_wheel_runs() -> None:
    today, gone = (drawn(a_wheel(a_step(), today=day)) for day in (date(2027, 4, 20), date(2028, 4, 20)))

    assert "i dag" in texts(today)
    assert "i dag" not in texts(gone)
    assert classed(gone, "hand") == []


def test_closed_days_outside_the_wheel_are_cut_off() -> None:
    shut = (
        WheelClosure(start=date(2027, 7, 1), end=date(2027, 7, 31)),
        WheelClosure(start=date(2028, 2, 1), end=date(2028, 2, 7)),
    )

    assert len([found for found in classed(drawn(a_wheel(a_step(), closed=shut)), "shut") if found.tag == "path"]) == 1


def test_shapes_tell_kinds_apart_without_colour() -> None:
    kinds = (StepKind.LETTER_PACK, StepKind.DELIVERABLE, StepKind.WORKSHOP, StepKind.HEARING, StepKind.READING)
    shapes = {wheel_shape(drawn(a_wheel(a_step(kind=kind)), small=True)) for kind in (*kinds, StepKind.APPROVAL)}

    assert len(shapes) == 6


def wheel_shape(picture: ET.Element) -> tuple[str, ...]:
    """Return the outline of the first sign, relative to its first corner."""
    [sign, *_] = [found for found in picture.iter("g") if classed(found, "in")]
    corners = [tuple(map(float, pair.split(","))) for pair in (sign[0].get("points") or "").split()]
    moved = [f"{x - corners[0][0]:.0f},{y - corners[0][1]:.0f}" for x, y in corners]
    return (*(part.tag for part in sign), *moved)


def test_tracks_are_named_lanes() -> None:
    tracks = (WheelTrack(key="a", title="Politik"), WheelTrack(key="b", title="Handleplan"))

    told = texts(drawn(a_wheel(a_step(track="a"), a_step(track="b"), tracks=tracks)))

    assert [name for name in told if name in {"Politik", "Handleplan"}][:2] == ["Politik", "Handleplan"]


# --- words ---


@pytest.mark.parametrize(
    ("step", "danish", "english"),
    [
        (a_step(hour=time(12)), "tirs. 18. maj · kl. 12.00", "Tue 18 May · at 12:00"),
        (a_step(on=date(2028, 1, 13)), "tors. 13. jan. 2028", "Thu 13 Jan 2028"),
        (a_step(end=date(2027, 6, 1)), "tirs. 18. maj – tirs. 1. jun.", "Tue 18 May – Tue 1 Jun"),
        (GUESS, "foråret 2027 · dato ikke fastlagt", "foråret 2027 · day not settled"),
    ],
)
def test_date_beside_the_wheel_is_written_short(step: WheelStep, danish: str, english: str) -> None:
    wheel = a_wheel()

    assert short_when(step, wheel).replace("\u00a0", " ") == danish
    spoken = a_wheel(language=Language.EN)
    assert short_when(step, spoken).replace("\u00a0", " ") == english


def test_hostile_title_stays_text() -> None:
    hostile = 'A</title><script>alert("x")</script> & \x00\x0b\n B'

    picture = drawn(a_wheel(a_step(title=hostile), title=hostile), alone=True)

    assert [found for found in picture.iter() if found.tag.endswith("script")] == []
    assert wheel_svg(a_wheel(a_step(title=hostile))).count("\x00") == 0
    assert "".join(picture.itertext()).count("alert") >= 2


# --- colours and bytes ---


def contrast(one: str, two: str) -> float:
    def light(colour: str) -> float:
        digits = colour.lstrip("#")
        digits = "".join(sign * 2 for sign in digits) if len(digits) == 3 else digits
        parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    bright, dim = sorted((light(one), light(two)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_texts_keep_their_contrast(scheme: int) -> None:
    found = [part for part in re.findall(r"\{(--w-paper[^}]*)", WHEEL_CSS)][scheme]
    colour = dict(
        part.split(":")
        for part in found.replace("--w-", "").rstrip(";").split(";")
        if ":" in part and "font" not in part
    )

    hues = ("letter", "deadline", "workshop", "meeting", "approval", "hearing")
    pairs = [("ink", "month"), ("ink", "over"), ("ink", "paper"), ("soft", "paper"), ("soft", "lane"), ("soft", "shut")]
    pairs += [("paper", "today"), *(("on", hue) for hue in hues), *((hue, "paper") for hue in hues)]
    assert {
        pair: contrast(colour[pair[0]], colour[pair[1]])
        for pair in pairs
        if contrast(colour[pair[0]], colour[pair[1]]) < 4.5
    } == {}


def test_other_process_draws_the_same_bytes() -> None:
    script = (
        "import sys; from rendering.wheel import wheel_svg;"
        "from tests.rendering.wheels import GUESS, READING, UNKNOWN, a_wheel;"
        "sys.stdout.buffer.write(wheel_svg(a_wheel(GUESS, READING, UNKNOWN)).encode())"
    )
    drawings = {
        subprocess.run(
            [sys.executable, "-c", script], env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }

    assert drawings == {wheel_svg(a_wheel(GUESS, READING, UNKNOWN)).encode()}
