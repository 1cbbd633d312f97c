"""Makes the hand-tracking model file from the two models inside one pinned wheel; nothing is fetched at run time.

The bundle is a stored zip of the palm detector and the hand landmark model (Apache-2.0), as the tracker expects it.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

WHEEL = "mediapipe==0.10.21"
WHEEL_SHA256 = "05dc4a9e593655a79558d05d6227d31018c2537a4bd3362b51e230cf22aecfe3"
MODEL_SHA256 = "ef3f184fa8d5e6905ea4770282627d6937975119af763054312d05985c059bda"
PARTS = {
    "hand_detector.tflite": "mediapipe/modules/palm_detection/palm_detection_full.tflite",
    "hand_landmarks_detector.tflite": "mediapipe/modules/hand_landmark/hand_landmark_full.tflite",
}


def sha256(path: Path) -> str:
    """The SHA-256 of a file, as hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def fetch_wheel(folder: Path) -> Path:
    """Download the pinned wheel into ``folder`` with pip; raises ``RuntimeError`` saying what to do if it cannot."""
    pins = folder / "pins.txt"
    pins.write_text(f"{WHEEL} --hash=sha256:{WHEEL_SHA256}\n", encoding="utf-8")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
    command += ["--platform", "manylinux_2_28_x86_64", "--python-version", "3.11", "--implementation", "cp"]
    command += ["--require-hashes", "--dest", str(folder), "-r", str(pins)]
    index = os.environ.get("UV_DEFAULT_INDEX") or os.environ.get("UV_INDEX_URL")
    if index:
        command += ["--index-url", index]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(
            f"The hand-tracking model could not be made: {WHEEL} could not be downloaded.\n"
            f"Check that a Python package index can be reached, then try again.\n{done.stderr.strip()[-800:]}"
        )
    return next(folder.glob("*.whl"))


def make_model(*targets: Path) -> None:
    """Write the model to each of ``targets`` that lacks it, made once or taken from one that has it.

    Raises ``RuntimeError`` when its hash is not the pinned one.
    """
    lacking = [target for target in targets if not (target.exists() and sha256(target) == MODEL_SHA256)]
    if not lacking:
        return
    present = [target for target in targets if target not in lacking]
    model = present[0].read_bytes() if present else _made()
    for target in lacking:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(model)


def _made() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "model"
        with (
            zipfile.ZipFile(fetch_wheel(Path(folder))) as wheel,
            zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as bundle,
        ):
            for name, source in PARTS.items():
                bundle.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), wheel.read(source))
        found = sha256(made)
        if found != MODEL_SHA256:
            raise RuntimeError(
                f"The hand-tracking model has sha256 {found}; {MODEL_SHA256} was pinned. Nothing was kept."
            )
        return made.read_bytes()
