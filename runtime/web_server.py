"""The office's web application with what it needs from the settings, in the embedded office or alone."""

from collections.abc import Callable
from datetime import datetime
from ipaddress import ip_address

from sqlalchemy import Engine

from desk.acknowledging import Acknowledgements
from desk.commands import Desk
from desk.delivery import utc_now
from desk.doors import Doors
from desk.subscriptions import Subscriptions
from models.office import OfficeRole
from models.schedule import Text
from runtime.children import Tell
from runtime.http_server import HttpServer
from runtime.ports import Port, check_free
from runtime.stopping import stop_signal
from settings import CHECKOUT, Settings
from web.acknowledging import LetterPages
from web.app import Rooms, office_app


def web_port(settings: Settings) -> Port:
    """Return the port that the office's pages and calendars are served on."""
    return Port(settings.web_port, Text(da="siderne", en="the pages"), "AARSHJUL_WEB_PORT")


def web_server(
    settings: Settings, engine: Engine, desk: Desk | None = None, *, clock: Callable[[], datetime] = utc_now
) -> HttpServer:
    """Return the server of the office's calendars, not yet started; with a desk also of its pages, if it may.

    `clock` is the engine's; what is shown of a year adds that year's own offset.
    """
    subscriptions = Subscriptions(engine=engine, domain=settings.domain, sender=settings.sender_address)
    rooms = _rooms(settings, engine, desk, clock) if desk and shows_pages(settings) else None
    letters = LetterPages(Acknowledgements(engine=engine), CHECKOUT / "templates")
    return HttpServer(office_app(subscriptions, rooms, letters), host=settings.web_host, port=settings.web_port)


def shows_pages(settings: Settings) -> bool:
    """Whether the office has pages: on this machine only, for whoever has the link has the office."""
    try:
        return settings.web_host == "localhost" or ip_address(settings.web_host).is_loopback
    except ValueError:
        return False


def new_door(settings: Settings, engine: Engine, name: str, role: OfficeRole) -> str:
    """Make a link that opens the office's pages once; return its address."""
    return f"{settings.web_address.rstrip('/')}/door/{Doors(engine=engine).new_link(name, role)}"


def _rooms(settings: Settings, engine: Engine, desk: Desk, clock: Callable[[], datetime]) -> Rooms:
    return Rooms(
        engine=engine,
        desk=desk,
        doors=Doors(engine=engine, clock=clock),
        templates=CHECKOUT / "templates",
        address=settings.web_address,
        clock=clock,
    )


async def serve_alone(settings: Settings, engine: Engine, tell: Tell) -> None:
    """Serve the calendars and nothing else until a signal; raises Refused when the port is taken."""
    stop = stop_signal()
    check_free([web_port(settings)])
    server = web_server(settings, engine)
    await server.start()
    tell(Text(da=f"Kalenderne er på {settings.web_address}.", en=f"The calendars are at {settings.web_address}."))
    await stop.wait()
    await server.stop()
