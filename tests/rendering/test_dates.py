"""Dates as readers write them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from babel.dates import format_date

from models.schedule import Deadline
from models.vocabulary import Language
from rendering import dates


@pytest.mark.parametrize(
    ("day", "danish", "english"),
    [
        (date(2011, 5, 16), "mandag den 16. maj 2011", "Monday 16 May 2011"),
        (date(2018, 12, 13), "torsdag den 13. december 2018", "Thursday 13 December 2018"),
        (date(2027, 3, 1), "mandag den 1. marts 2027", "Monday 1 March 2027"),
    ],
)
def test_long_date_names_the_weekday(day: date, danish: str, english: str) -> None:
    assert (dates.long_date(day, Language.DA), dates.long_date(day, Language.EN)) == (danish, english)


def test_days_are_named_as_the_languages_name_them() -> None:
    patterns = {Language.DA: "EEEE 'den' d. MMMM y", Language.EN: "EEEE d MMMM y"}
    days = [date(2027, 1, 1) + timedelta(days=number) for number in range(365)]

    for language, pattern in patterns.items():
        said = [dates.long_date(day, language) for day in days]
        assert said == [format_date(day, pattern, locale=language.value) for day in days]


def test_deadline_has_its_hour_only_when_the_step_sets_one() -> None:
    noon = Deadline(on=date(2011, 5, 16), hour=time(12), at=datetime(2011, 5, 16, 10, tzinfo=UTC))
    end_of_day = Deadline(on=date(2011, 5, 16), at=datetime(2011, 5, 16, 21, 59, tzinfo=UTC))

    assert dates.deadline(noon, Language.DA) == "mandag den 16. maj 2011 kl. 12.00"
    assert dates.deadline(noon, Language.EN) == "Monday 16 May 2011 at 12:00"
    assert dates.deadline(end_of_day, Language.DA) == "mandag den 16. maj 2011"


def test_week_is_the_iso_week() -> None:
    assert dates.iso_week(date(2018, 11, 12), Language.DA) == "uge 46"
    assert dates.iso_week(date(2027, 1, 1), Language.EN) == "week 53"  # 2026 has 53 weeks


def test_days_in_a_sentence_are_written_as_people_do_and_typed_or_shown_ones_stay() -> None:
    sentence = "2027-12-24 ligger efter 2027-08-24. »2027-02-31« findes ikke; skriv den som 2027-05-16."

    assert dates.days_in_words(sentence, Language.DA) == (
        "24. december 2027 ligger efter 24. august 2027. »2027-02-31« findes ikke; skriv den som 2027-05-16."
    )
    assert dates.days_in_words("Until 2027-05-16; --due 2027-05-16", Language.EN) == (
        "Until 16 May 2027; --due 2027-05-16"
    )
