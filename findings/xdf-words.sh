#!/usr/bin/env bash
# pyxdf moves the times of words (markers, key presses) in a stream that states a sampling rate.
#
# Package: pyxdf 1.17.5 (reads XDF, the files of the Lab Streaming Layer), numpy 2.2.6.
# Input:   a valid stream of strings that states 10 Hz, with three words at 5.0, 5.3 and 7.0 s.
# Guess:   words are events, so their own times are kept: only samples of numbers are evened out.
# Seen:    the words' times are replaced by a straight line through them, up to 0.47 s away.
# What to do: read such streams with dejitter_timestamps=False.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/python" -m pip install --quiet pyxdf==1.17.5 numpy==2.2.6
cat > "$folder/look.py" <<'PY'
import struct
import sys

import pyxdf

words = {5.0: b"look", 5.3: b"move", 7.0: b"rest"}


def chunk(tag, content):
    body = struct.pack("<H", tag) + content
    return b"\x04" + struct.pack("<I", len(body)) + body


header = (
    "<?xml version='1.0'?><info><name>keys</name><type>Markers</type><channel_count>1</channel_count>"
    "<nominal_srate>10</nominal_srate><channel_format>string</channel_format></info>"
)
samples = b"".join(b"\x08" + struct.pack("<d", t) + b"\x01" + bytes([len(w)]) + w for t, w in words.items())
stream = struct.pack("<I", 1)
with open(sys.argv[1], "wb") as file:
    file.write(b"XDF:" + chunk(1, b"<?xml version='1.0'?><info><version>1.0</version></info>"))
    file.write(chunk(2, stream + header.encode()))
    file.write(chunk(3, stream + b"\x01" + bytes([len(words)]) + samples))
    file.write(chunk(6, stream + b"<?xml version='1.0'?><info><sample_count>3</sample_count></info>"))

for name, settings in (("as it reads by default", {}), ("dejitter_timestamps=False", {"dejitter_timestamps": False})):
    (read,), _ = pyxdf.load_xdf(sys.argv[1], **settings)
    print(f"{name}: {' '.join(f'{at:.2f}' for at in read['time_stamps'])}")
PY
seen=$("$folder/env/bin/python" "$folder/look.py" "$folder/words.xdf" 2>/dev/null)
echo "$seen"
expected="as it reads by default: 4.77 5.77 6.77
dejitter_timestamps=False: 5.00 5.30 7.00"
[ "$seen" = "$expected" ] || { echo "This is no longer so. Before it was:"; echo "$expected"; exit 1; }
