"""The geometry of the wheel: days find their place, and nothing lies on anything else, however full the year is."""

import itertools
import math
from datetime import date

import pytest
from hypothesis import given, settings

from models.vocabulary import StepKind
from rendering.wheel import Wheel, WheelMark
from rendering.wheel_ring import Ring, lanes
from tests.rendering.wheels import a_step, a_wheel, drawn, texts, wheels


def test_year_runs_clockwise_from_the_top() -> None:
    ring = Ring(date(2027, 1, 1), date(2027, 12, 31), 0, 0)

    spring, autumn = ring.point(ring.angle(date(2027, 4, 1)), 100), ring.point(ring.angle(date(2027, 10, 1)), 100)
    assert [round(value, -1) for value in (*spring, *autumn)] == [100, 0, -100, 0]
    assert ring.angle(date(2027, 1, 1), 0) == pytest.approx(2.5)
    assert ring.angle(date(2027, 12, 31), 1) == pytest.approx(357.5)


@settings(max_examples=150, deadline=None)
@given(wheels())
def test_marks_never_lie_on_each_other(wheel: Wheel) -> None:
    ring = Ring(wheel.first, wheel.last, 500, 500)
    placed = lanes(wheel, ring, 120, 378, 20)

    points = [ring.point(spot.at, spot.radius) for spot in placed.spots()]
    assert len(points) == len(wheel.steps)
    assert all(math.dist(one, two) >= 2 * placed.mark for one, two in itertools.combinations(points, 2))
    assert all(120 + placed.mark <= spot.radius <= 378 - placed.mark for spot in placed.spots())


@settings(max_examples=60, deadline=None)
@given(wheels())
def test_names_beside_the_wheel_never_lie_on_each_other(wheel: Wheel) -> None:
    columns: dict[str, list[float]] = {}
    for found in drawn(wheel).iter("text"):
        if found.get("text-anchor") in {"start", "end"}:
            columns.setdefault(f"{found.get('text-anchor')} {found.get('x')}", []).append(float(found.get("y") or 0))

    for heights in columns.values():
        assert all(low + 20 <= high for low, high in itertools.pairwise(sorted(heights)))
        assert 0 < min(heights) <= max(heights) < 1060


def test_long_word_is_broken_and_a_hearing_of_many_bodies_is_its_window() -> None:
    hearing = a_step(
        end=date(2027, 6, 1),
        title="Ældreomsorgsplanlægningskoordineringsudvalgsmødeindkaldelse",
        kind=StepKind.HEARING,
        bodies=("TMU",),
        marks=(WheelMark(label="Borgere, foreninger, lokaludvalg og rådgivende organer", on=date(2027, 6, 1)),),
    )

    told = texts(drawn(a_wheel(hearing)))

    assert "tirs. 18. maj – tirs. 1. jun." in told
    assert max(len(line) for line in told) <= 32
    pieces = [line.removesuffix("-") for line in told if line.removesuffix("-") in hearing.title and len(line) > 2]
    assert "".join(pieces) == hearing.title


def test_title_that_names_the_year_does_not_name_it_twice() -> None:
    named, other = a_wheel(a_step(), title="Årshjul 2027"), a_wheel(a_step(), title="Årshjul")

    assert named.name == other.name == "Årshjul 2027"


def test_crowded_year_leaves_the_names_to_the_table() -> None:
    crowd = a_wheel(*(a_step(on=date(2027, 3, 1 + number % 28)) for number in range(60)))

    told = texts(drawn(crowd))

    assert "Handleplan" not in told
    assert "60" in told


def test_hundreds_of_steps_stay_between_the_calendar_and_the_middle() -> None:
    crowd = a_wheel(*(a_step(on=date(2027, 3, 1 + number % 28)) for number in range(300)))
    ring = Ring(crowd.first, crowd.last, 500, 500)

    placed = lanes(crowd, ring, 120, 378, 20)

    assert len(placed.spots()) == 300
    assert all(120 <= spot.radius <= 378 for spot in placed.spots())
