"""`demo`: a year going by at a chosen pace, with mails and overviews to watch."""

import asyncio
import sys
from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

from cli.call import Call
from cli.commands.rehearsing import scenario_of
from cli.shown.findings import ERRORS, print_findings
from cli.timelines import timeline_of
from cli.words import weekday_date
from models.schedule import Text
from planning.dates.resolver import Unresolvable
from planning.format.source import Unreadable
from planning.scenarios.reading import ScenarioUnreadable
from rendering.kinds import kind_words
from runtime.definitions import read
from runtime.demo import Passed, Show
from runtime.demo import demo as show_year
from runtime.refusal import Refused


def demo(call: Call) -> int:
    """Let a year go by; 2 on a wrong definition or scenario."""
    source = read(call.arguments.cycle, call.settings.cycles)
    try:
        timeline = timeline_of(source, call.arguments.year)
        scenario = scenario_of(call, timeline, source)
    except (Unreadable, Unresolvable, ScenarioUnreadable) as error:
        print_findings(call, source, error.findings, sys.stderr)
        return ERRORS
    home = Path(call.arguments.out).expanduser() if call.arguments.out else call.settings.home / "demo"
    settings = call.settings.model_copy(
        update={"home": home, "database_url": None, "calendars": None, "oidc_issuer": None, "web_url": None}
    )
    zone = ZoneInfo(timeline.definition.cycle.zone)
    show = _shower(call, zone)

    def opened(door: str) -> None:
        call.say(_where(settings.mail_port, door, home))

    try:
        lived = asyncio.run(show_year(settings, timeline, source, scenario, call.arguments.pace, show, opened))
    except OSError as error:
        raise _taken(settings.smtp_port, settings.mail_port, settings.web_port) from error
    for refusal in lived.refused:
        print(call.text(refusal), file=sys.stderr)
    call.say(Text(da="Året er gået.", en="The year has gone by."))
    return 0


def _shower(call: Call, zone: ZoneInfo) -> Show:
    def show(passed: Passed) -> None:
        local = passed.at.astimezone(zone)
        kinds = Counter((letter.kind, letter.step) for letter in passed.letters)
        said = ", ".join(
            f"{count} × {kind_words(kind, call.language)} ({step})" for (kind, step), count in kinds.items()
        )
        print(f"{weekday_date(local.date(), call.language)} {local:%H.%M}  {said or '·'}", flush=True)

    return show


def _where(port: int, door: str, home: Path) -> Text:
    return Text(
        da=f"Mails: http://127.0.0.1:{port}\nSider (linket virker én gang): {door}\n"
        f"I en anden terminal: AARSHJUL_HOME={home} aarshjul status",
        en=f"Mails: http://127.0.0.1:{port}\nPages (the link works once): {door}\n"
        f"In another terminal: AARSHJUL_HOME={home} aarshjul status",
    )


def _taken(*ports: int) -> Refused:
    listed = ", ".join(str(port) for port in ports)
    return Refused(
        f"En af portene {listed} er optaget, måske af et kontor. Vælg andre: AARSHJUL_SMTP_PORT, AARSHJUL_MAIL_PORT og "
        "AARSHJUL_WEB_PORT.",
        f"One of the ports {listed} is taken, perhaps by an office. Set AARSHJUL_SMTP_PORT, AARSHJUL_MAIL_PORT and "
        "AARSHJUL_WEB_PORT.",
    )
