"""The office's web application with what it needs from the settings, in the embedded office or alone."""

from sqlalchemy import Engine

from desk.subscriptions import Subscriptions
from models.schedule import Text
from runtime.children import Tell
from runtime.http_server import HttpServer
from runtime.ports import Port, check_free
from runtime.stopping import stop_signal
from settings import Settings
from web.app import office_app


def web_port(settings: Settings) -> Port:
    """Return the port that the office's calendars are served on."""
    return Port(settings.web_port, Text(da="kalenderne", en="the calendars"), "AARSHJUL_WEB_PORT")


def web_server(settings: Settings, engine: Engine) -> HttpServer:
    """Return the server of the office's calendars, not yet started."""
    subscriptions = Subscriptions(engine=engine, domain=settings.domain, sender=settings.sender_address)
    return HttpServer(office_app(subscriptions), host=settings.web_host, port=settings.web_port)


async def serve_alone(settings: Settings, engine: Engine, tell: Tell) -> None:
    """Serve the calendars and nothing else until a signal; raises Refused when the port is taken."""
    stop = stop_signal()
    check_free([web_port(settings)])
    server = web_server(settings, engine)
    await server.start()
    tell(Text(da=f"Kalenderne er på {settings.web_address}.", en=f"The calendars are at {settings.web_address}."))
    await stop.wait()
    await server.stop()
