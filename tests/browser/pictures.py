"""The pictures of the README, taken from a running town hall: `python -m tests.browser.pictures`."""

import base64
import re
import shutil
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from runtime.definitions import read
from settings import CHECKOUT, Settings
from tests import papers
from tests.browser.chromium import running
from tests.browser.hands import Hands
from tests.browser.test_a_year import COMMITTEES, CYCLE, YEAR, comes_in, decide, hand_in
from tests.browser.town import Town, town_hall

FOLDER = CHECKOUT / "docs" / "pictures"
LATE = date(YEAR, 5, 16)


def take(town: Town, hands: Hands, folder: Path) -> None:
    """Live until two committees are late, and take the pictures."""
    comes_in(town, hands)
    hands.go("/start")
    hands.fill(year=str(YEAR))
    hands.press("Se tidsplanen")
    _keep(hands, "start", 820)
    town.run(town.desk.start(read("annual", Settings().cycles), YEAR, by="sekretariat"))
    town.settle()
    decide(town, hands, "approve-letters", "BIU")
    link = _link_of(town, "tmu")
    paper = folder / "plan.pdf"
    paper.write_bytes(papers.pdf())
    for committee in COMMITTEES:
        for duty in ("economy", "plan"):
            if (committee, duty) not in {("KFU", "plan"), ("SUD", "plan"), ("TMU", "plan")}:
                hand_in(hands, duty, committee, paper)
    town.run(town.desk.extend(CYCLE.rpartition("/")[2], "plan", "TMU", date(YEAR, 5, 29), "Mødet", by="sekretariat"))
    town.travel_to(LATE)
    comes_in(town, hands)
    hands.go("/board?lang=da")
    _keep(hands, "board", 1130)
    hands.width = 420
    hands.go(link)
    _keep(hands, "committee", 900)


def _link_of(town: Town, committee: str) -> str:
    mail = next(each for each in town.mails if f"@{committee}." in each.to)
    part = mail.parsed.get_body(("plain",))
    found = re.search(r"/committee/\S+", str(part.get_content() if part else ""))
    assert found
    return found[0]


def _keep(hands: Hands, name: str, height: int) -> None:
    clip = {"x": 0, "y": 0, "width": hands.width, "height": height, "scale": 1}
    shot = hands.chromium.call("Page.captureScreenshot", format="png", clip=clip, captureBeyondViewport=True)
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{name}.png").write_bytes(base64.b64decode(shot["data"]))


def main() -> None:
    """Take the pictures anew."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    assert program, "The pictures need a browser: apt-get install -y chromium"
    with (
        tempfile.TemporaryDirectory() as folder,
        running(program) as browser,
        town_hall(Path(folder), datetime(YEAR - 1, 11, 6, 9, tzinfo=UTC)) as town,
    ):
        take(town, Hands(browser, town.address), Path(folder))


if __name__ == "__main__":
    main()
