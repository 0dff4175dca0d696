"""`settings`: every setting with its value and where it comes from."""

from cli.call import Call
from cli.shown.json_rows import as_json
from cli.shown.table import table
from models.configuration import ShownSetting
from models.schedule import Text
from runtime.pages.shown_settings import shown_settings, unknown_settings

_HEADINGS = Text(da="Indstilling|Værdi|Kilde", en="Setting|Value|Source")
_SET, _UNSET = Text(da="sat", en="set"), Text(da="ikke sat", en="not set")
_GIVEN, _DEFAULT = Text(da="miljøet", en="environment"), Text(da="standard", en="default")


def settings(call: Call) -> int:
    """Print every setting, of secrets only whether they are set; and warn of what is none."""
    warn_of_unknown(call)
    rows = shown_settings(call.settings)
    if call.arguments.json:
        print(as_json(rows))
    else:
        print(table(call.text(_HEADINGS).split("|"), [_cells(call, row) for row in rows]))
    return 0


def warn_of_unknown(call: Call) -> None:
    """Name the variables that look like a setting and are none: misspelt, they would pass in silence."""
    for sentence in unknown_settings():
        call.warn(sentence)


def _cells(call: Call, row: ShownSetting) -> tuple[str, str, str]:
    value = row.value if row.value is not None else call.text(_SET if row.given else _UNSET)
    return row.name, value or call.text(_UNSET), call.text(_GIVEN if row.given else _DEFAULT)
