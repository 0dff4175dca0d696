"""Today's hand hides no month, and what lasts is a link from its beginning to its end."""

from datetime import date, timedelta
from math import hypot
from xml.etree import ElementTree as ET

import pytest

from models.vocabulary import StepKind
from rendering.wheel import wheel_svg
from tests.rendering.wheels import a_step, a_wheel, classed, drawn

DAYS = [date(2027, 1, 5) + timedelta(days=12 * turn) for turn in range(30)]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_sign_of_today_stays_outside_the_band_of_months(today: date) -> None:
    picture = drawn(a_wheel(a_step(), today=today))

    [sign] = [each for each in classed(picture, "hand") if each.tag.endswith("rect")]
    [line] = [each for each in classed(picture, "hand") if each.tag.endswith("line")]
    x, y = picture_middle(picture)
    edge = max(hypot(float(line.get(f"x{end}", 0)) - x, float(line.get(f"y{end}", 0)) - y) for end in (1, 2))
    left, top = float(sign.get("x", 0)), float(sign.get("y", 0))
    wide, high = float(sign.get("width", 0)), float(sign.get("height", 0))
    near = hypot(max(left - x, 0, x - left - wide), max(top - y, 0, y - top - high))

    assert near > edge - 6  # its round corners leave so much free


def picture_middle(picture: ET.Element) -> tuple[float, float]:
    """The middle of the ring: that of the heart."""
    [heart] = [each for each in classed(picture, "paper") if each.tag.endswith("circle")]
    return float(heart.get("cx", 0)), float(heart.get("cy", 0))


def test_arc_of_a_window_leads_where_its_number_does() -> None:
    hearing = a_step(kind=StepKind.HEARING, end=date(2027, 7, 1))

    picture = ET.fromstring(wheel_svg(a_wheel(hearing), linked=True))

    links = [each for each in picture.iter() if each.tag.removeprefix(SVG) == "a"]
    assert [link.get("href") for link in links] == ["#s1"]
    assert [each.get("class") for each in links[0].iter() if each.get("class") == "arc"] == ["arc"]
