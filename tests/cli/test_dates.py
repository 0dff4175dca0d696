"""Dates and hours as people type them."""

import contextlib
from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.dates import day, hour
from runtime.refusal import Refused


@pytest.mark.parametrize("written", ["2027-05-16", "16.5.2027", "16.05.2027", "16/5-2027", "16/5/2027", " 2027-5-16 "])
def test_a_day_is_understood_however_danes_write_it(written):
    assert day(written) == date(2027, 5, 16)


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("2027-02-31", "31 February 2027 does not exist; the month has 28 days. Correct the date."),
        ("31.2.2028", "31 February 2028 does not exist; the month has 29 days. Correct the date."),
        ("2027-13-01", "There is no month 13. Write the date as 2027-05-16 or 16.5.2027."),
        ("0000-01-01", "There is no month 1. Write the date as 2027-05-16 or 16.5.2027."),
        ("1989-12-31", "The year 1989 is outside 1990–2150. Correct the year."),
        ("31.12.9999", "The year 9999 is outside 1990–2150. Correct the year."),
        ("tomorrow", "“tomorrow” is not a date. Write it as 2027-05-16 or 16.5.2027."),
        ("2027-05-16T12:00", "“2027-05-16T12:00” is not a date. Write it as 2027-05-16 or 16.5.2027."),
    ],
)
def test_a_day_that_is_none_gets_a_sentence(written, sentence):
    with pytest.raises(Refused) as refusal:
        day(written)
    assert refusal.value.sentence.en == sentence


def test_the_sentence_is_danish_for_danes():
    with pytest.raises(Refused) as refusal:
        day("31.2.2027")
    assert refusal.value.sentence.da == "Den 31. februar 2027 findes ikke; måneden har 28 dage. Ret datoen."


@given(st.dates(date(1990, 1, 1), date(2150, 12, 31)))
def test_every_day_survives_both_ways_of_writing(given_day):
    assert day(given_day.isoformat()) == given_day
    assert day(f"{given_day.day}.{given_day.month}.{given_day.year:04d}") == given_day


@given(st.text())
def test_whatever_is_typed_gives_a_date_or_a_sentence(written):
    with contextlib.suppress(Refused):
        assert isinstance(day(written), date)


def test_an_hour_has_a_dot_or_a_colon():
    assert (hour("12:00"), hour("9.30")) == (time(12), time(9, 30))


@pytest.mark.parametrize("written", ["24:00", "12:60", "noon", "12"])
def test_an_hour_that_is_none_gets_a_sentence(written):
    with pytest.raises(Refused, match="is not a time of day"):
        hour(written)
