"""Wheels for tests: a small one to change, generated ones, and a reader of what was drawn."""

from datetime import date, timedelta
from typing import Any
from xml.etree import ElementTree as ET

from hypothesis import strategies as st

from models.vocabulary import Language, StepKind
from rendering.wheel import Wheel, WheelMark, WheelStep, WheelTrack, wheel_svg


def a_step(key: str = "plan", on: date | None = date(2027, 5, 18), **changes: Any) -> WheelStep:
    """Return a deadline on one day, with `changes`."""
    given: dict[str, Any] = {"key": key, "title": "Handleplan", "kind": StepKind.DELIVERABLE, "start": on, "end": on}
    return WheelStep(**{**given, **changes})


def a_wheel(*steps: WheelStep, **changes: Any) -> Wheel:
    """Return the wheel of 2027 with one track, with `changes`."""
    given: dict[str, Any] = {
        "title": "Årshjul",
        "year": 2027,
        "language": Language.DA,
        "first": date(2027, 1, 1),
        "last": date(2027, 12, 31),
        "tracks": (WheelTrack(key=""),),
        "steps": steps,
    }
    return Wheel(**{**given, **changes})


READING = a_step(
    "reading",
    date(2027, 11, 10),
    end=date(2027, 11, 18),
    kind=StepKind.READING,
    bodies=("BUU", "TMU", "SOU"),
    marks=(
        WheelMark(label="BUU", on=date(2027, 11, 10)),
        WheelMark(label="TMU", on=date(2027, 11, 15)),
        WheelMark(label="SOU", on=date(2027, 11, 18)),
    ),
)
GUESS = a_step("guess", date(2027, 3, 1), end=date(2027, 5, 31), fuzzy=True, label="foråret 2027")
UNKNOWN = a_step("unknown", None, label="ikke fastsat", kind=StepKind.WORKSHOP)


def drawn(wheel: Wheel, *, small: bool = False, alone: bool = False) -> ET.Element:
    return ET.fromstring(wheel_svg(wheel, small=small, alone=alone))


def texts(picture: ET.Element) -> list[str]:
    return ["".join(found.itertext()).strip() for found in picture.iter("text")]


def classed(picture: ET.Element, name: str) -> list[ET.Element]:
    return [found for found in picture.iter() if name in found.get("class", "").split()]


@st.composite
def wheels(draw: st.DrawFn) -> Wheel:
    """Draw a wheel of one to three tracks, thirteen months and up to thirty steps: days, windows and guesses."""
    tracks = [f"t{number}" for number in range(draw(st.integers(1, 3)))]
    steps = draw(st.lists(_steps(tracks), min_size=1, max_size=30))
    return a_wheel(*steps, last=date(2028, 1, 31), tracks=tuple(WheelTrack(key=key, title=key) for key in tracks))


@st.composite
def _steps(draw: st.DrawFn, tracks: list[str]) -> WheelStep:
    start = date(2027, 1, 1) + timedelta(days=draw(st.integers(0, 395)))
    lasts = draw(st.sampled_from([0, 0, 0, 5, 30]))
    return a_step(
        on=start,
        end=min(start + timedelta(days=lasts), date(2028, 1, 31)),
        fuzzy=draw(st.booleans()) and lasts > 0,
        label="forår",
        kind=draw(st.sampled_from(list(StepKind))),
        track=draw(st.sampled_from(tracks)),
        title=draw(st.text("abc ÆØÅ.", max_size=90)),
    )
