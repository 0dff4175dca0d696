"""One folder, one office: real folders, and real processes that hold them."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from runtime.refusal import Refused
from runtime.state_folder import LAYOUT, check_layout, occupied

HOLDER = """
import sys
from pathlib import Path
from runtime.state_folder import occupied
with occupied(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def hold(home: Path) -> subprocess.Popen[str]:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    return holder


def test_two_offices_do_not_share_a_folder(tmp_path):
    holder = hold(tmp_path)
    try:
        with pytest.raises(Refused, match=rf"already runs .* \(process {holder.pid}\)"), occupied(tmp_path):
            pass
    finally:
        holder.kill()
        holder.wait()


def test_the_folder_of_a_killed_office_is_free_at_once(tmp_path):
    holder = hold(tmp_path)
    holder.kill()
    holder.wait()
    with occupied(tmp_path):
        assert (tmp_path / "office.lock").read_text().strip() == str(os.getpid())


def test_a_folder_written_by_a_newer_version_is_refused_and_left_alone(tmp_path):
    (tmp_path / "STATE").write_text(f"layout {LAYOUT + 1}\n")
    with pytest.raises(Refused, match="newer version") as refusal, occupied(tmp_path):
        pass
    assert str(tmp_path) in refusal.value.sentence.da
    assert (tmp_path / "STATE").read_text() == f"layout {LAYOUT + 1}\n"


def test_a_folder_that_is_not_ours_is_refused(tmp_path):
    (tmp_path / "STATE").write_text("something else\n")
    with pytest.raises(Refused, match="not written by Årshjul"):
        check_layout(tmp_path)


def test_a_folder_that_cannot_be_made_is_named_with_its_setting(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Refused, match=r"cannot be used .* AARSHJUL_HOME"), occupied(tmp_path / "file" / "home"):
        pass


def test_the_layout_is_written_for_later_versions(tmp_path):
    with occupied(tmp_path / "new"):
        check_layout(tmp_path / "new")
        assert (tmp_path / "new" / "STATE").read_text() == f"layout {LAYOUT}\n"
