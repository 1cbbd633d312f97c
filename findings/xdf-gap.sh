#!/usr/bin/env bash
# pyxdf moves the samples on both sides of a gap of three seconds, and reports no gap.
#
# Package: pyxdf 1.17.5 (reads XDF, the files of the Lab Streaming Layer), numpy 2.2.6.
# Input:   a valid stream of 100 Hz with samples at 1000.00-1004.99 s and 1008.00-1012.99 s, each with its own stamp.
# Guess:   the gap is kept, since "jitter_break_threshold_seconds" is 1 by default: samples fall into two pieces.
# Seen:    a break needs both thresholds, one second and 500 sample intervals (5 s at 100 Hz). So one straight line is
#          fitted through both pieces: the first sample comes 0.75 s early, the rate reads 68.97 Hz, no break is given.
# What to do: read with jitter_break_threshold_samples small, or with dejitter_timestamps=False.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/python" -m pip install --quiet pyxdf==1.17.5 numpy==2.2.6
cat > "$folder/look.py" <<'PY'
import struct
import sys

import numpy as np
import pyxdf

stamps = np.concatenate([1000 + np.arange(500) / 100, 1008 + np.arange(500) / 100])


def chunk(tag, content):
    body = struct.pack("<H", tag) + content
    return b"\x04" + struct.pack("<I", len(body)) + body


header = (
    "<?xml version='1.0'?><info><name>made</name><type>EDA</type><channel_count>1</channel_count>"
    "<nominal_srate>100</nominal_srate><channel_format>double64</channel_format></info>"
)
samples = b"".join(b"\x08" + struct.pack("<d", t) + struct.pack("<d", float(k)) for k, t in enumerate(stamps))
stream = struct.pack("<I", 1)
with open(sys.argv[1], "wb") as file:
    file.write(b"XDF:" + chunk(1, b"<?xml version='1.0'?><info><version>1.0</version></info>"))
    file.write(chunk(2, stream + header.encode()))
    file.write(chunk(3, stream + b"\x04" + struct.pack("<I", len(stamps)) + samples))
    file.write(chunk(6, stream + b"<?xml version='1.0'?><info><sample_count>1000</sample_count></info>"))

(read,), _ = pyxdf.load_xdf(sys.argv[1])
(kept,), _ = pyxdf.load_xdf(sys.argv[1], jitter_break_threshold_samples=1)
print(f"first stamp {read['time_stamps'][0]:.2f}, written 1000.00")
print(f"rate {read['info']['effective_srate']:.2f} Hz, pieces {len(read['info'].get('segments', [0]))}")
print(f"largest step {np.diff(read['time_stamps']).max():.4f} s, written {np.diff(stamps).max():.2f} s")
print(f"with a threshold of 1 sample: largest step {np.diff(kept['time_stamps']).max():.2f} s")
PY
seen=$("$folder/env/bin/python" "$folder/look.py" "$folder/gap.xdf")
echo "$seen"
expected="first stamp 999.25, written 1000.00
rate 68.97 Hz, pieces 1
largest step 0.0145 s, written 3.01 s
with a threshold of 1 sample: largest step 3.01 s"
[ "$seen" = "$expected" ] || { echo "This is no longer so. Before it was:"; echo "$expected"; exit 1; }
