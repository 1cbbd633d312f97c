"""Reference numbers of HyPyP; run by a Python that has hypyp 0.6.2: ``python make.py RECORDINGS FOLDER``.

RECORDINGS holds ``preproc_S1.fif``, ``preproc_S2.fif`` and ``fcs01_hbo.npz``; FOLDER gets the tables that README.md
names, with 17 digits.
"""

from __future__ import annotations

import sys
from pathlib import Path

import mne
import numpy as np
from hypyp import analyses
from hypyp.wavelet.implementations.pywavelets_wavelet import ComplexMorletWavelet
from hypyp.wavelet.pair_signals import PairSignals

BANDS = {
    "Theta": [4, 7],
    "Alpha-Low": [7.5, 11],
    "Alpha-High": [11.5, 13],
    "Beta": [13.5, 29.5],
    "Gamma": [30, 48],
}
MEASURES = ("coh", "plv", "ccorr", "wpli")


def phases(recordings: Path, folder: Path) -> None:
    """Four measures of two people's epochs, (bands, channels, channels), the second's channels after the first's."""
    epochs = [mne.read_epochs(recordings / f"preproc_S{k}.fif", preload=True) for k in (1, 2)]
    data = np.array([one.get_data(copy=True) for one in epochs])
    for measure in MEASURES:
        found = analyses.pair_connectivity(data, epochs[0].info["sfreq"], BANDS, measure)
        np.save(folder / f"hypyp_{measure}.npy", found)


def coherence(recordings: Path, folder: Path) -> None:
    """Mean of the whole coherence map, edges included, of every channel of the one with every one of the other."""
    kept = np.load(recordings / "fcs01_hbo.npz")
    wavelet = ComplexMorletWavelet()
    times = np.arange(kept["A"].shape[1]) / float(kept["fs"])
    means = np.empty((len(kept["A"]), len(kept["B"])))
    for i, j in np.ndindex(means.shape):
        names = {"label_ch1": f"a{i}", "label_ch2": f"b{j}", "label_s1": "a", "label_s2": "b"}
        pair = PairSignals(times, kept["A"][i], kept["B"][j], label_dyad="d", label_task="t", **names)
        found = wavelet.wtc(pair)
        means[i, j] = found.W.mean()
    np.savetxt(folder / "hypyp_wtc_fcs01_mean.csv", means, delimiter=",", fmt="%.18e")
    np.savetxt(folder / "hypyp_wtc_fcs01_periods.csv", found.periods, fmt="%.18e")


if __name__ == "__main__":
    source, target = map(Path, sys.argv[1:])
    phases(source, target)
    coherence(source, target)
