"""What a type checker sees of mirra from outside of the source tree, as of any installed package."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

# Each line that must be refused ends in the code of its error; every other line must be accepted. ``assert_type`` fails
# where a name is ``Any``.
PROGRAM = """
from collections.abc import Mapping
from pathlib import Path
from typing import Any, assert_type

import pandas
import xarray

import mirra
from mirra.coupling import CorrelationSettings, WindowSettings, lagged
from mirra.signals import Signal

recording = mirra.signals.read(Path("recording.csv"))
assert_type(recording, Signal)
assert_type(recording.duration, float)
assert_type(mirra.signals.from_pandas(pandas.DataFrame(), rate=25.0), Signal)
mirra.signals.from_mne(recording.to_mne("eeg"))
assert_type(mirra.signals.gaps(recording)[0].seconds, float)
values = recording.channel("left")
result = lagged(values, values, rate=25.0, windows=WindowSettings(window=30.0))
assert_type(result.summary(), Mapping[str, Any])
assert_type(result.to_pandas(), pandas.DataFrame)
assert_type(result.to_xarray(), xarray.Dataset)
assert_type(mirra.coupling.sample_effect([[1.0]]).to_pandas(), pandas.DataFrame)
assert_type(mirra.coupling.lagged(values, values, 25.0, mirra.coupling.WindowSettings(30.0, 10.0, 5.0)).rate, float)
assert_type(mirra.pairs.hands.MirrorMovements, type[mirra.pairs.hands.MirrorMovements])
assert_type(mirra.pairs.people.SMOOTHED, CorrelationSettings)
assert_type(mirra.study.__name__, str)

mirra.signals.read(3)  # arg-type
mirra.signals.from_pandas(pandas.DataFrame(), rate="25")  # arg-type
recording.to_mne(3)  # arg-type
mirra.signals.reed  # attr-defined
mirra.coupling.lagged(values)  # call-arg
mirra.coupling.sample_effect([[1.0]]).to_xarray()  # attr-defined
mirra.pairs.feet  # attr-defined
mirra.pears  # attr-defined
recording.rate = 5.0  # misc
"""


def test_names_reached_from_mirra_have_their_types(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", f"--cache-dir={tmp_path}", program.name],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    errors = dict(re.findall(r"^program\.py:(\d+): error: .*\[([a-z-]+)\]$", done.stdout, flags=re.MULTILINE))
    refused = {
        str(number): line.rpartition("  # ")[2]
        for number, line in enumerate(PROGRAM.splitlines(), start=1)
        if "  # " in line
    }
    assert errors == refused, done.stdout + done.stderr
