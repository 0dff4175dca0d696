"""What a person does in a browser: goes somewhere, fills in fields, chooses files, presses buttons, uses keys alone."""

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.browser.chromium import Chromium

PATIENCE = 60.0
CODES = {"Tab": 9, "Enter": 13, " ": 32}

_FIND = """
(() => {{
  const wanted = {label};
  const found = [...document.querySelectorAll("main button, main a, footer button, nav a, summary")]
    .filter(each => each.textContent.trim().replace(/\\s+/g, " ") === wanted && each.checkVisibility());
  if (!found.length) return false;
  found[{nth}].click();
  return true;
}})()
"""
_FIELD = """
(() => {{
  const field = document.getElementById({id}) || document.getElementsByName({id})[0];
  if (!field) return false;
  field.focus();
  if (field.type === "checkbox" || field.type === "radio") field.checked = {value} !== "";
  else field.value = {value};
  return field.type === "checkbox" || field.value === {value};
}})()
"""


@dataclass
class Hands:
    """A person at a browser's page. `address` is where the office is."""

    chromium: Chromium
    address: str
    width: int = 1280

    def go(self, path: str) -> None:
        """Open a page of the office."""
        self.chromium.visit(self.address + path, width=self.width)

    def fill(self, **values: str) -> None:
        """Fill in fields by their names; what cannot hold the value fails."""
        for name, value in values.items():
            done = self.value(_FIELD.format(id=json.dumps(f"f-{name}"), value=json.dumps(value)))
            done = done or self.value(_FIELD.format(id=json.dumps(name), value=json.dumps(value)))
            assert done, f"{self.path}: no field {name!r} that takes {value!r}\n{self.words}"

    def attach(self, name: str, *files: Path) -> None:
        """Choose files for a field."""
        self.chromium.call("DOM.enable")
        root = self.chromium.call("DOM.getDocument")["root"]["nodeId"]
        found = self.chromium.call("DOM.querySelector", nodeId=root, selector=f"[name={name}]")["nodeId"]
        self.chromium.call("DOM.setFileInputFiles", nodeId=found, files=[str(each) for each in files])

    def press(self, label: str, nth: int = 0) -> None:
        """Press the button, or follow the link, that says so, and wait for the page that it leads to."""
        self.value("window.pageThatWasLeft = true")
        pressed = self.value(_FIND.format(label=json.dumps(label), nth=nth))
        assert pressed, f"{self.path}: nothing to press says {label!r}\n{self.words}"
        self._arrive()

    def send(self) -> None:
        """Press the button of the page's form, the last one where there are several, and wait for what it leads to."""
        self.value("window.pageThatWasLeft = true")
        pressed = self.value("[...document.querySelectorAll('main form .send button')].pop()?.click() ?? true")
        assert pressed, self.words
        self._arrive()

    def keys(self, *keys: str) -> None:
        """Press keys one after the other: `Tab`, `Enter`, a blank, or text to type."""
        for key in keys:
            if key not in CODES:
                self.chromium.call("Input.insertText", text=key)
                continue
            text = {"Enter": {"text": "\r"}, " ": {"text": " "}}.get(key, {})
            for kind in ("keyDown", "keyUp"):
                self.chromium.call(
                    "Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=CODES[key], **text
                )

    def tab_to(self, selector: str, most: int = 120) -> None:
        """Go with the Tab key to the first element that matches; fails when the keyboard does not get there."""
        for _ in range(most):
            self.keys("Tab")
            if self.value(f"document.activeElement.matches({json.dumps(selector)})"):
                return
        raise AssertionError(f"{self.path}: the Tab key does not reach {selector}")

    def enter(self) -> None:
        """Press Enter and wait for the page that it leads to."""
        self.value("window.pageThatWasLeft = true")
        self.keys("Enter")
        self._arrive()

    def value(self, script: str) -> Any:
        """Return what a script says."""
        return self.chromium.value(script)

    @property
    def path(self) -> str:
        """Where the browser is."""
        return str(self.value("location.pathname"))

    @property
    def words(self) -> str:
        """What a person can read on the page, spaces folded."""
        return " ".join(str(self.value("document.querySelector('main').innerText")).split())

    def _arrive(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while not self._is_there():
            assert time.monotonic() < deadline, f"{self.path}: no page came"
            time.sleep(0.02)

    def _is_there(self) -> bool:
        try:
            return bool(self.value("!window.pageThatWasLeft && document.readyState === 'complete'"))
        except RuntimeError:  # one page gives way to the next
            return False
