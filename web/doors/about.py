"""What this is and whom to ask, for everyone; and how it is set up, for the secretariat: nothing secret in either."""

from collections.abc import Callable
from dataclasses import dataclass, field

from starlette.responses import Response

from models.configuration import ShownSetting
from web.guard import Asked
from web.pages import Pages


@dataclass(frozen=True)
class Package:
    """Software that the office is built of."""

    name: str
    version: str
    licence: str


@dataclass(frozen=True)
class About:
    """What an office says of itself. `statement`: the address of the accessibility statement, or its text."""

    version: str = ""
    contact: str = ""
    statement: str = ""
    packages: Callable[[], tuple[Package, ...]] = field(default=tuple)

    @property
    def statement_is_elsewhere(self) -> bool:
        """Whether the statement is to be read at its address."""
        return self.statement.startswith(("https://", "http://")) and len(self.statement.split()) == 1


class AboutPages:
    """The page about the office, and that of its settings."""

    def __init__(self, pages: Pages, about: About, settings: tuple[ShownSetting, ...]) -> None:
        self._pages = pages
        self._about = about
        self._settings = settings

    @property
    def answers(self) -> dict[str, Callable[[Asked], Response]]:
        """Who answers on which way."""
        return {"about": self.about, "settings": self.settings}

    def about(self, asked: Asked) -> Response:
        """Say what this is, whom to ask, how accessible it is, and what it is built of."""
        return self._pages.page(asked, "about.html.j2", about=self._about, packages=self._about.packages())

    def settings(self, asked: Asked) -> Response:
        """Show every setting with its source."""
        return self._pages.page(asked, "settings.html.j2", settings=self._settings)
