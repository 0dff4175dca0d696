"""A page at twice its size: by the browser's zoom, and by larger text alone."""

from tests.browser.chromium import Chromium

_SCREENS = {"zoom": (640, 2, ""), "text": (1280, 1, "200%")}
_TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def too_wide(browser: Chromium) -> list[str]:
    """Return what makes the shown page wider than a screen of 1280 pixels: zoom of 200 % or text of 200 %."""
    return [name for name, screen in _SCREENS.items() if _is_too_wide(browser, *screen)]


def _is_too_wide(browser: Chromium, width: int, scale: int, text: str) -> bool:
    browser.call("Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=scale, mobile=False)
    browser.value(f"document.documentElement.style.fontSize = '{text}'")
    return bool(browser.value(_TOO_WIDE))
