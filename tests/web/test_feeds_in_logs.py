"""The address of a calendar is a secret: no line that anybody logs has it."""

import logging

import pytest

from models.vocabulary import FeedScope
from tests.web.year import Web, Year


def test_no_line_that_is_logged_has_a_token(
    year: Year, web: Web, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    token = year.feed(FeedScope.COMMITTEE, "TMU").removeprefix("/feeds/").removesuffix(".ics")

    with caplog.at_level(logging.DEBUG):
        found = web.get(f"/feeds/{token}.ics").status
        head = web.get(f"/feeds/{token}.ics", "HEAD").status
        wrong = web.get(f"/feeds/{token}.ics", "POST").status
        unknown = web.get(f"/feeds/x{token}.ics").status

    assert (found, head, wrong, unknown) == (200, 200, 405, 404)
    printed = capfd.readouterr()
    assert token not in caplog.text + printed.out + printed.err
