"""The office's web application with what it needs from the settings, in the embedded office or alone."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine

from desk.acts.acknowledging import Acknowledgements
from desk.commands import Desk
from desk.delivery import utc_now
from desk.doors import Doors
from desk.subscriptions import Subscriptions
from models.office import OfficeRole
from models.schedule import Text
from runtime.pages.about_office import about_of
from runtime.pages.drafting import writing_of
from runtime.pages.front_door import proxies_of, registration_of, shows_pages
from runtime.pages.shown_settings import shown_settings
from runtime.pages.workshop import workshop_of
from runtime.processes.children import Tell
from runtime.processes.http_server import HttpServer
from runtime.processes.ports import Port, check_free
from runtime.processes.stopping import stop_signal
from settings import CHECKOUT, Settings
from web.app import Rooms, office_app
from web.limits import Limits
from web.post.acknowledging import LetterPages


def web_port(settings: Settings) -> Port:
    """Return the port that the office's pages and calendars are served on."""
    return Port(settings.web_port, Text(da="siderne", en="the pages"), "AARSHJUL_WEB_PORT")


def web_server(
    settings: Settings, engine: Engine, desk: Desk | None = None, *, clock: Callable[[], datetime] = utc_now
) -> HttpServer:
    """Return the server of the office's calendars, not yet started; with a desk also of its pages, if it may.

    Raises Refused for settings under which anybody could come in. `clock` is the engine's; what is shown of a year adds
    that year's own offset.
    """
    subscriptions = Subscriptions(engine=engine, domain=settings.domain, sender=settings.sender_address)
    rooms = _rooms(settings, engine, desk, clock) if desk and shows_pages(settings) else None
    limits = Limits(proxies=proxies_of(settings))
    letters = LetterPages(Acknowledgements(engine=engine), CHECKOUT / "templates", limits)
    return HttpServer(office_app(subscriptions, rooms, letters), host=settings.web_host, port=settings.web_port)


def new_door(settings: Settings, engine: Engine, name: str, role: OfficeRole) -> str:
    """Make a link that opens the office's pages once, on this machine; return its address."""
    return f"http://127.0.0.1:{settings.web_port}/door/{Doors(engine=engine).new_link(name, role)}"


def _rooms(settings: Settings, engine: Engine, desk: Desk, clock: Callable[[], datetime]) -> Rooms:
    return Rooms(
        engine=engine,
        desk=desk,
        doors=Doors(engine=engine, clock=clock),
        templates=CHECKOUT / "templates",
        address=settings.web_address,
        clock=clock,
        limits=Limits(proxies=proxies_of(settings)),
        uploads=settings.upload_max_bytes,
        registration=registration_of(settings),
        settings=shown_settings(settings),
        about=about_of(settings),
        writing=writing_of(settings, engine, clock),
        workshop=workshop_of(settings),
    )


async def serve_alone(settings: Settings, engine: Engine, tell: Tell, desk: Desk | None = None) -> None:
    """Serve the calendars, with a desk also the pages, until a signal; raises Refused when the port is taken."""
    stop = stop_signal()
    check_free([web_port(settings)])
    server = web_server(settings, engine, desk)
    await server.start()
    address = settings.web_address
    pages = (
        Text(da="Sider og kalendere", en="Pages and calendars") if desk else Text(da="Kalenderne", en="The calendars")
    )
    tell(Text(da=f"{pages.da} er på {address}.", en=f"{pages.en} are at {address}."))
    await stop.wait()
    await server.stop()
