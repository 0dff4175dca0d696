"""`run`, `worker` and `web`: the office on this machine, its worker alone, its calendars alone."""

import asyncio
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from cli.call import Call
from models.schedule import Text
from runtime.embedded import Office, serve
from runtime.record import open_record
from runtime.sample import start_if_empty
from runtime.web_server import serve_alone
from settings import Settings


def run(call: Call) -> int:
    """Run the embedded office until Ctrl-C."""

    async def opened(office: Office) -> None:
        started = await start_if_empty(call.settings, office.engine, office.desk, datetime.now(UTC))
        if started:
            call.say(started)
        call.say(_running(call.settings))
        call.say(_how_to_act())

    call.say(Text(da="Årshjul starter …", en="Årshjul is starting …"))
    asyncio.run(serve(call.settings, call.say, opened))
    return 0


def web(call: Call) -> int:
    """Serve the calendars alone, until Ctrl-C: for offices of several machines."""
    asyncio.run(serve_alone(call.settings, open_record(call.settings), call.say))
    return 0


def worker(call: Call) -> int:
    """Run the worker in this process's place."""
    os.execv(sys.executable, [sys.executable, "-P", "-m", "worker"])  # noqa: S606 -- our own interpreter


def _running(settings: Settings) -> Text:
    """What is running, and where to look."""
    temporal = settings.temporal_address or f"http://127.0.0.1:{settings.temporal_ui_port}"
    mails = settings.smtp_host or f"http://127.0.0.1:{settings.mail_port}"
    home, calendars = _short(settings.home), settings.web_address
    return Text(
        da=f"""
Kontoret er åbent. Ctrl-C lukker det; næste start fortsætter, hvor det slap.

  Temporal     {temporal}
  Mails        {mails}
  Kalendere    {calendars} (opret en med: aarshjul feed create)
  Alt gemt i   {home} (logfiler i {home}/logs)
""",
        en=f"""
The office is open. Ctrl-C closes it; the next start goes on where it stopped.

  Temporal     {temporal}
  Mails        {mails}
  Calendars    {calendars} (make one with: aarshjul feed create)
  State in     {home} (logs in {home}/logs)
""",
    )


def _how_to_act() -> Text:
    program = _short(Path(sys.argv[0]).absolute())
    return Text(
        da=f"""Se og handl fra en anden terminal:

  {program} status                                  hvor langt årshjulet er
  {program} overdue                                 hvem der mangler at aflevere
  {program} decide approve-letters approved         registrér BIU's godkendelse: brevene
  {"":{len(program)}}                                         ligger i mailene få sekunder efter
""",
        en=f"""Look and act from another terminal:

  {program} status                                  how far the cycle is
  {program} overdue                                 who has not handed in
  {program} decide approve-letters approved         record BIU's approval: the letter packs
  {"":{len(program)}}                                         are among the mails seconds later
""",
    )


def _short(path: Path) -> str:
    """The path as it can be typed here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
