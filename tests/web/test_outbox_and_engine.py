"""Letters released in the browser leave through a real engine and a real relay: the very bytes that were looked at."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter

from models.correspondence import Letter
from models.vocabulary import LetterKind, LetterState
from tests.desk.counter import Counter, open_counter, small
from tests.web.held import FOUR_EYES, STEP
from tests.web.office import Browser, Office, office_of


@pytest_asyncio.fixture
async def counter(tmp_path: Path) -> AsyncIterator[Counter]:
    """Give a real year that wants four eyes, its challenge letters held."""
    async with open_counter(tmp_path) as counter:
        await counter.start(small(FOUR_EYES))
        await counter.approve()
        yield counter


def challenges(counter: Counter) -> list[Letter]:
    return [row for row in counter.rows(Letter, Letter.number) if row.kind is LetterKind.CHALLENGE]


def looked_through(browser: Browser, numbers: list[int]) -> None:
    """Write the letters and look at each."""
    browser.fill(STEP, f"{STEP}/draft", {})
    for number in numbers:
        browser.fill(f"/outbox/{number}", f"/outbox/{number}/looked", {})


def released(browser: Browser) -> str:
    """Release the step; return what the page says."""
    return browser.get(browser.fill(STEP, f"{STEP}/release", {"which": "all"}).headers["location"]).words


async def test_what_two_people_looked_at_and_released_is_what_leaves(counter: Counter) -> None:
    host = counter.office.client.service_client.config.target_host

    async def connect() -> Client:
        return await Client.connect(host, data_converter=pydantic_data_converter)

    def walk(office: Office) -> tuple[str, list[bytes | None], str]:
        anna, bo = office.entered(name="Anna"), office.entered(name="Bo")
        looked_through(anna, [row.number or 0 for row in challenges(counter)])
        assert "Du har set alle kladder igennem" in anna.get(STEP).words
        return released(anna), [row.message for row in challenges(counter)], released(bo)

    with office_of(counter.engine, counter.at, connect=connect) as office:
        first, drafts, second = await asyncio.to_thread(walk, office)
        await counter.office.clock.settle()
        page = await asyncio.to_thread(lambda: office.entered().get(f"{STEP}/leaving").words)

    assert "Anna har bedt om frigivelse af 2 breve" in first
    assert "2 breve er frigivet" in second
    assert "Modtaget og gemt" not in second
    assert [(row.state, row.message, row.released_by) for row in challenges(counter)] == [
        (LetterState.SENT, message, "Bo") for message in drafts
    ]
    [mail] = counter.office.postbox.to("sekretaer@tmu.example")
    assert mail.raw.rstrip() == (drafts[0] or b"").rstrip()
    assert "Ingen breve er på vej" in page
