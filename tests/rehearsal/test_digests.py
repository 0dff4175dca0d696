"""What a rehearsal leaves of a year in which letters share mails, and that it leaves the same again."""

from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from models.vocabulary import Language
from planning.scenarios.scenario import Kill
from runtime.rehearsals.folder import prepare
from runtime.rehearsals.year import PAGE, Rehearsed, rehearse
from tests.rehearsal.comparing import SETTINGS, foreseen, mails, rehearsed
from tests.rehearsal.generating import example

SEED = 66


async def left(out: Path) -> Rehearsed:
    """Rehearse a small year with two digests."""
    source, timeline, scenario = example(SEED, digest=True).read()
    prepare(out, force=False)
    return await rehearse(
        SETTINGS, timeline, source, scenario, out, language=Language.DA, say=lambda line: (line.event, line.after or "")
    )


@pytest.mark.timeout(300)
async def test_digest_is_one_mail_under_its_own_name_and_the_same_bytes_each_time(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"

    done = [await left(first), await left(second)]

    written = {path.relative_to(first): path.read_bytes() for path in first.rglob("*") if path.is_file()}
    assert {path.relative_to(second): path.read_bytes() for path in second.rglob("*") if path.is_file()} == written
    names = sorted(path.name for path in (first / "mails").iterdir())
    _, timeline, scenario = example(SEED, digest=True).read()
    forecast = foreseen(timeline, scenario)
    assert [each.letters for each in done] == [len(names)] * 2 == [forecast.mails] * 2
    digests = [name for name in names if "_digest_" in name]
    assert len(digests) == sum(mails(forecast.letters).values()) > 0
    page = (first / PAGE).read_text("utf-8")
    for name in digests:
        mail = message_from_bytes((first / "mails" / name).read_bytes(), policy=default)
        assert mail["Subject"].startswith("2 beskeder")
        assert f"mails/{name}" in page
    assert page.count('class="told"') == 2 * len(digests)  # by month and by recipient


@pytest.mark.timeout(300)
async def test_worker_killed_before_a_letter_of_a_digest_sends_every_mail_of_the_forecast() -> None:
    source, timeline, scenario = example(SEED, digest=True).read()
    forecast = foreseen(timeline, scenario)
    told = next(each for each in forecast.letters if each.digest is not None)
    body, _, role = told.to.partition(".")
    before = f"{told.kind}/{told.step}/{body}/{role}"
    killed = scenario.model_copy(update={"kill": Kill(before=before)})

    lived, letters = await rehearsed(source, timeline, killed)

    assert lived.lives == 2
    assert letters == sorted(forecast.letters)
    assert mails(letters) == mails(forecast.letters)
