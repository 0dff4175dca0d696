"""Everything that a person can do, in one place: the secretariat's counter."""

from desk.acknowledging import Links
from desk.bounces import Bounces
from desk.committee_acts import CommitteeActs
from desk.decisions import Decisions
from desk.feeds import Feeds
from desk.letters import Letters
from desk.mails import Mails
from desk.meeting_calendars import MeetingCalendars
from desk.next_year import NextYears
from desk.obligations import Obligations
from desk.people import People
from desk.preparing import Preparing
from desk.releases import Releases
from desk.years import Years


class Desk(
    Preparing,
    Years,
    NextYears,
    Obligations,
    Decisions,
    Letters,
    Releases,
    People, MeetingCalendars,
    Feeds,
    Bounces,
    Mails,
    Links,
    CommitteeActs,
):  # fmt: skip
    """The counter. Methods raise `Unknown` (what is not there) or `NotPermitted` (what the rules refuse): sentences."""
