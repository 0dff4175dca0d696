"""What may be left out of a run, and said so: `AARSHJUL_WITHOUT=postgres,browser make test`."""

import os

import pytest
from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")  # a busy machine is no broken promise

PARTS = {
    "postgres": ("postgresql", "test_broken_connection_is_named_and_the_next_transaction_goes_on"),
    "browser": ("tests/browser/",),
    "readers": ("tests/readers/",),
    "openid": ("tests/web/test_openid", "test_login_in_chromium"),
    "mailservers": ("tests/inbox/test_dovecot", "tests/inbox/test_postfix"),
}
"""Names for `AARSHJUL_WITHOUT`, and what the ids of the tests that are left out hold."""


WAITING = (
    "tests/survival/",
    "tests/runtime/test_embedded.py",
    "tests/cli/test_operating.py",
    "tests/browser/test_a_year",
)
"""Tests of many seconds each, most of which go by for real: begun last, one of them would be waited for alone."""


def left_out() -> set[str]:
    """Return what this run shall leave out; ends the run when it names something that is no part."""
    named = {name for name in os.environ.get("AARSHJUL_WITHOUT", "").replace(",", " ").split() if name}
    if unknown := sorted(named - PARTS.keys()):
        pytest.exit(f"AARSHJUL_WITHOUT names {', '.join(unknown)}; it knows {', '.join(PARTS)}.", returncode=4)
    return named


def pytest_report_header() -> str:
    """Say at the top what is left out: a run without it is not a whole one."""
    return f"left out: {', '.join(sorted(left_out())) or 'nothing'}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect what is left out; the run's last line counts it. What waits begins first, beside what computes."""
    marks = [mark for name in left_out() for mark in PARTS[name]]
    out = [item for item in items if any(mark in item.nodeid for mark in marks)]
    if out:
        config.hook.pytest_deselected(items=out)
        gone = set(out)
        items[:] = [item for item in items if item not in gone]
    items.sort(key=lambda item: not item.nodeid.startswith(WAITING))
