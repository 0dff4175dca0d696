"""Everything that a person can do, in one place: the secretariat's counter."""

from desk.acts.acknowledging import Links
from desk.acts.bounces import Bounces
from desk.acts.committees import CommitteeActs
from desk.acts.decisions import Decisions
from desk.acts.feeds import Feeds
from desk.acts.letters import Letters
from desk.acts.mails import Mails
from desk.acts.meeting_calendars import MeetingCalendars
from desk.acts.next_year import NextYears
from desk.acts.obligations import Obligations
from desk.acts.people import People
from desk.acts.releases import Releases
from desk.acts.years import Years
from desk.preparing.copies import Preparing


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
