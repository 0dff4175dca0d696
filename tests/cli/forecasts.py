"""What the tests of the forecast share: its JSON beside the rules' own letters, and a process that is looked into."""

import json
import os
import subprocess
import sys

WITHOUT_ENGINE = """
import sys
from cli.main import main
status = main(sys.argv[1:])
heavy = set(sys.argv[0].split(",")) & set(sys.modules)
sys.exit(f"imported: {sorted(heavy)}" if heavy else status)
"""


def rows(answer):
    """Return the letters of a JSON answer as the rules name them."""
    return [(each["at"], each["kind"], each["step"], each["body"], each["to"]) for each in json.loads(answer.out)]


def named(letters):
    """Return a forecast's letters as JSON names them."""
    return [(each.at.isoformat(), each.kind.value, each.step, each.body, each.to) for each in letters]


def in_a_process(modules, *words, **environment):
    """Run one command line in a process of its own, and fail when it imported one of the modules."""
    script = WITHOUT_ENGINE.replace("sys.argv[0]", repr(",".join(modules)))
    command = [sys.executable, "-c", script, *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **environment})
