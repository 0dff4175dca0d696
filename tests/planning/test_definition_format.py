"""The page about the format is true: its example is sound, its grammar is read, and it leaves nothing out."""

import ast
import re
from pathlib import Path

from planning.dates.rules import parse
from planning.format.schema import json_schema
from planning.format.source import Source
from planning.lint.folder import lint

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "definition-format.md").read_text(encoding="utf-8")
EXAMPLE = "\n".join(re.findall(r"^```toml\n(.*?)^```", PAGE, re.DOTALL | re.MULTILINE))


def test_the_example_of_the_page_has_no_findings():
    files = {f"texts/letters.{language}.md": "{{ year }}" for language in ("da", "en")}
    files |= {f"papers/{name}.{lang}.md": "# x" for name in ("economy", "challenge-oeu") for lang in ("da", "en")}
    assert lint(Source("example", EXAMPLE, files), 2027) == ()


def test_every_date_of_the_page_is_read():
    section = PAGE.split("## Dates")[1].split("## Texts")[0]
    rows = [line.split("|")[1:3] for line in section.splitlines() if line.startswith("| `")]
    for written, means in rows:
        for rule in re.findall("`([^`]+)`", written):
            parse(rule)
        for rule in re.findall("`(window [^`]+)`", means):
            parse(rule)
    assert len(rows) > 15


def test_every_key_of_the_format_is_shown_in_the_example():
    schema = json_schema()
    parts = [schema, *(part for name, part in schema["$defs"].items())]
    keys = {key for part in parts for key in part.get("properties", {})}
    missing = {
        key for key in keys if not re.search(rf"(^|[\s{{.\[]){re.escape(key)}(\s*=|[\].])", EXAMPLE, re.MULTILINE)
    }
    assert missing == {"year"}  # told in words: the example is a yearly one


def test_every_rule_that_the_lint_can_name_is_on_the_page():
    named = set()
    of_definitions = (path for path in (ROOT / "planning").rglob("*.py") if path.parent.name != "scenarios")
    for path in of_definitions:
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and call.args and isinstance(call.args[0], ast.Constant):
                name = getattr(call.func, "id", getattr(call.func, "attr", ""))
                if name in ("Problem", "_finding", "_refusal", "unknown"):
                    named.add(call.args[0].value)
    said = set(re.findall("`([a-z-]+)`", PAGE.split("## What the lint says")[1]))
    assert named - said == {"no-year"}  # of starting, not of the lint
    assert {"missing-contact", "circle", "closed-week"} <= named
