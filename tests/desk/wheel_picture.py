"""The picture of the year in the documentation: `.venv/bin/python -m tests.desk.wheel_picture` draws it anew."""

from pathlib import Path

from desk.shown.wheel import wheel_of
from models.vocabulary import Language
from rendering.wheel import wheel_svg
from tests.cycles.shipped import timeline

FILE = Path(__file__).parents[2] / "docs" / "wheel.svg"
YEAR = 2027


def picture() -> str:
    """Return the wheel of the template cycle."""
    return wheel_svg(wheel_of(timeline("annual", YEAR), Language.EN), alone=True) + "\n"


if __name__ == "__main__":
    FILE.write_text(picture(), "utf-8")
