"""Make the reference numbers again: NeuroKit2's R peaks and heart rate variability of one resting person.

python validation/neurokit/make.py bio_resting_8min_100hz.csv FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path

import neurokit2 as nk
import pandas as pd

RATE = 100


def make(source: Path, folder: Path) -> None:
    """Write the three tables that the tests read."""
    _, info = nk.ecg_process(pd.read_csv(source)["ECG"], sampling_rate=RATE)
    peaks = info["ECG_R_Peaks"]
    exactly = {"index": False, "float_format": "%.17g"}
    pd.DataFrame({"rpeaks": peaks}).to_csv(folder / "neurokit_rpeaks_resting8_100hz.csv", **exactly)
    nk.hrv_time(peaks, sampling_rate=RATE).to_csv(folder / "neurokit_hrv_time_resting8.csv", **exactly)
    nk.hrv_frequency(peaks, sampling_rate=RATE).to_csv(folder / "neurokit_hrv_freq_resting8.csv", **exactly)


if __name__ == "__main__":
    make(Path(sys.argv[1]), Path(sys.argv[2]))
