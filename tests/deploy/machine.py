"""A machine of the test's own: this one's file system with a layer on top that is thrown away, and no systemd."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LAYERS = ("/etc", "/opt", "/srv", "/usr", "/var")
PREPARE = """
set -e
mount -t tmpfs tmpfs "$1"
for layer in etc opt srv usr var; do
    mkdir -p "$1/$layer/upper" "$1/$layer/work"
    mount -t overlay overlay -o "lowerdir=/$layer,upperdir=$1/$layer/upper,workdir=$1/$layer/work" "/$layer"
done
mkdir -p /srv/mirra "$1/source/upper" "$1/source/work"
mount -t overlay overlay -o "lowerdir=$2,upperdir=$1/source/upper,workdir=$1/source/work" /srv/mirra
install -m 755 "$2/tests/deploy/systemctl" /usr/local/bin/systemctl
echo ready
exec sleep 3600
"""


def free_port() -> int:
    """A port of loopback that nobody uses."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


class Machine:
    """Runs blocks of shell commands as root where nothing of the real machine's files is changed."""

    def __init__(self) -> None:
        missing = [one for one in ("unshare", "nsenter", "caddy", "runuser", "curl") if not shutil.which(one)]
        if os.geteuid() != 0 or missing:
            pytest.skip(f"this needs root and {', '.join(missing) or 'nothing else'}")
        self.folder = Path(tempfile.mkdtemp(prefix="mirra-machine-"))
        self.run_folder = Path(tempfile.mkdtemp(prefix="mirra-run-"))
        (self.run_folder / ".curlrc").write_text(f"cacert = {self.authority}\n")
        command = ["unshare", "--mount", "bash", "-c", PREPARE, "machine", str(self.folder), str(ROOT)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        if self.process.stdout.readline() != "ready\n":
            self.process.wait()
            assert self.process.stderr is not None
            pytest.skip(f"this machine lays no file systems on one another: {self.process.stderr.read()}")

    @property
    def authority(self) -> Path:
        """The certificate that Caddy signs its own with."""
        return self.run_folder / "caddy" / "caddy" / "pki" / "authorities" / "local" / "root.crt"

    def run(self, commands: str) -> str:
        """Run a block; every command of it has to end well. Gives what it printed."""
        command = ["nsenter", "--mount", f"--target={self.process.pid}", "bash", "-e", "-u", "-c", commands]
        environment = {
            "PATH": "/usr/local/bin:/usr/local/sbin:/usr/bin:/usr/sbin:/bin:/sbin",
            "HOME": str(self.run_folder),
            "STAND_IN_RUN": str(self.run_folder),
            "PIP_CACHE_DIR": str(Path.home() / ".cache" / "pip"),
            "UV_CACHE_DIR": str(Path.home() / ".cache" / "uv"),
            "UV_LINK_MODE": "copy",  # the cache lies on another file system
        }
        kept = {
            name: value for name, value in os.environ.items() if name.startswith(("PIP_", "UV_", "SSL_CERT_"))
        }
        done = subprocess.run(
            command,
            env=environment | kept,
            cwd="/",
            capture_output=True,
            text=True,
            timeout=900,
            check=False,
        )
        assert done.returncode == 0, f"{commands}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def remove(self) -> None:
        """End what runs on it, and throw its files away."""
        for file in self.run_folder.glob("*.pid"):
            try:
                os.killpg(int(file.read_text()), signal.SIGKILL)
            except ProcessLookupError:
                continue
        self.process.kill()
        self.process.communicate()
        shutil.rmtree(self.run_folder, ignore_errors=True)
        self.folder.rmdir()
