"""`run`, `door`, `worker` and `web`: the office on this machine, a way into its pages, parts of it alone."""

import asyncio
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from cli.arguments import login
from cli.call import Call
from cli.commands.settings import warn_of_unknown
from cli.counter import desk_of, who
from cli.first_steps import first_steps
from models.office import OfficeRole
from models.schedule import Text
from runtime.embedded import Office, serve
from runtime.pages.front_door import shows_pages
from runtime.pages.web_server import new_door, serve_alone
from runtime.record import open_record
from runtime.refusal import Refused
from runtime.sample import start_if_empty
from settings import Settings


def run(call: Call) -> int:
    """Run the embedded office until Ctrl-C."""
    warn_of_unknown(call)
    program = _short(Path(sys.argv[0]).absolute())

    async def opened(office: Office) -> None:
        started = await start_if_empty(call.settings, office.engine, office.desk, datetime.now(UTC))
        if started:
            call.say(started)
        call.say(_running(call.settings, program))
        if call.settings.oidc_issuer:
            call.say(_pages(call.settings))
        elif shows_pages(call.settings):
            call.say(_door(new_door(call.settings, office.engine, login(), OfficeRole.SECRETARIAT)))
        call.say(first_steps(office.engine, program, datetime.now(UTC)))

    call.say(Text(da="Årshjul starter …", en="Årshjul is starting …"))
    asyncio.run(serve(call.settings, call.say, opened))
    return 0


def door(call: Call) -> int:
    """Make a link that opens the office's pages once."""
    if call.settings.oidc_issuer:
        raise Refused(
            f"Man kommer ind med kommunens login på {call.settings.web_address}; links åbner ikke noget. Et link "
            "virker, når AARSHJUL_OIDC_ISSUER ikke er sat.",
            f"People come in with the city's login at {call.settings.web_address}; links open nothing. A link works "
            "when AARSHJUL_OIDC_ISSUER is not set.",
        )
    if not shows_pages(call.settings):
        raise Refused(
            f"Kontorets sider vises kun på denne maskine, og AARSHJUL_WEB_HOST er {call.settings.web_host}. "
            "Sæt den til 127.0.0.1.",
            f"The office's pages are shown on this machine only, and AARSHJUL_WEB_HOST is {call.settings.web_host}. "
            "Set it to 127.0.0.1.",
        )
    call.say(_door(new_door(call.settings, open_record(call.settings), who(call), OfficeRole(call.arguments.role))))
    return 0


def web(call: Call) -> int:
    """Serve the calendars, and with the city's login the pages too, until Ctrl-C: for offices of several machines."""
    warn_of_unknown(call)
    desk = desk_of(call) if call.settings.oidc_issuer else None
    asyncio.run(serve_alone(call.settings, open_record(call.settings), call.say, desk))
    return 0


def worker(call: Call) -> int:
    """Run the worker in this process's place."""
    warn_of_unknown(call)
    os.execv(sys.executable, [sys.executable, "-P", "-m", "worker"])  # noqa: S606 -- our own interpreter


def _door(address: str) -> Text:
    return Text(
        da=f"Åbn kontoret i en browser på denne maskine (linket virker én gang, i en time):\n\n  {address}\n",
        en=f"Open the office in a browser on this machine (the link works once, for an hour):\n\n  {address}\n",
    )


def _pages(settings: Settings) -> Text:
    return Text(
        da=f"Kontorets sider er på {settings.web_address}; man logger ind med kommunens login.\n",
        en=f"The office's pages are at {settings.web_address}; people come in with the city's login.\n",
    )


def _running(settings: Settings, program: str) -> Text:
    """What is running, and where to look; `program` is the command line as it can be typed here."""
    temporal = settings.temporal_address or f"http://127.0.0.1:{settings.temporal_ui_port}"
    mails = settings.smtp_host or f"http://127.0.0.1:{settings.mail_port}"
    home, calendars = _short(settings.home), _short(settings.calendar_folder)
    feeds = settings.web_address
    return Text(
        da=f"""
Kontoret er åbent. Ctrl-C lukker det; næste start fortsætter, hvor det slap.

  Temporal     {temporal}
  Mails        {mails} (hvert brev, få sekunder efter at det er sendt)
  Kalendere    {calendars} (en fil pr. udvalg)
  Abonnement   {feeds} (opret et med: {program} feed create cycle)
  Alt gemt i   {home} (logfiler i {home}/logs)
""",
        en=f"""
The office is open. Ctrl-C closes it; the next start goes on where it stopped.

  Temporal     {temporal}
  Mails        {mails} (every letter, seconds after it has left)
  Calendars    {calendars} (a file per committee)
  Feeds        {feeds} (make one with: {program} feed create cycle)
  State in     {home} (logs in {home}/logs)
""",
    )


def _short(path: Path) -> str:
    """The path as it can be typed here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
