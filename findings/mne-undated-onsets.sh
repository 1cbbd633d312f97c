#!/usr/bin/env bash
# MNE counts the onsets of a recording without a date from before its first sample, and keeps them so when it is cut.
#
# Package: mne 1.13.2, numpy 2.2.6.
# Input:   an undated recording of 10 s at 100 Hz whose first sample has the number 500, as FIF files of parts have.
# Guess:   without a date there is nothing to count from but the first sample: an onset given as 1.0 s reads 1.0 s, and
#          0.5 s after half a second was cut off in front. That is how raw.times runs, which begins at 0.
# Seen:    the onset reads 6.0 s, before and after the cut: it includes raw.first_time (5.0 s, then 5.5 s), although
#          annotations.orig_time is None. A program that writes raw.annotations.onset beside raw.times is 5 s late.
# What to do: subtract raw.first_time from every onset, dated or not.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/python" -m pip install --quiet mne==1.13.2 numpy==2.2.6
cat > "$folder/look.py" <<'PY'
import mne
import numpy as np

mne.set_log_level("ERROR")
raw = mne.io.RawArray(np.zeros((1, 1000)), mne.create_info(["Cz"], 100.0, "eeg"), first_samp=500)
raw.set_annotations(mne.Annotations([1.0], [0.5], ["flash"]))
for what in ("as given", "half a second cut off"):
    onset = float(raw.annotations.onset[0])
    print(f"{what}: times from {raw.times[0]:.1f} s, onset {onset:.1f} s, origin {raw.annotations.orig_time}")
    print(f"onset less first_time: {onset - raw.first_time:.1f} s")
    raw.crop(0.5)
PY
seen=$("$folder/env/bin/python" "$folder/look.py")
echo "$seen"
expected="as given: times from 0.0 s, onset 6.0 s, origin None
onset less first_time: 1.0 s
half a second cut off: times from 0.0 s, onset 6.0 s, origin None
onset less first_time: 0.5 s"
[ "$seen" = "$expected" ] || { echo "This is no longer so. Before it was:"; echo "$expected"; exit 1; }
