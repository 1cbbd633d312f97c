"""The files for containers: pinned, without rights, and their steps run as plain processes where no engine runs."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from material.postgres import Postgres
from mirra.clinic import accounts
from mirra.clinic.store import Store
from tests.clinic.running import Running
from tests.clinic.world import PASSWORD, static
from tests.deploy.machine import ROOT, free_port

DEPLOY = ROOT / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
CONTAINERFILE = (DEPLOY / "Containerfile").read_text()
UNITS = ["mirra.service", "mirra-backup.service", "mirra-backup.timer"]


def test_every_image_is_pinned_to_a_version() -> None:
    images = re.findall(r"^FROM (\S+)", CONTAINERFILE, re.MULTILINE)
    images += [one["image"] for name, one in SERVICES.items() if name != "clinic"]
    assert len(images) == 4
    for image in images:
        assert re.search(r":\d+\.\d+(\.\d+)?(-\w+)*$", image), f"{image} may become another one"


def test_what_serves_runs_without_rights_and_cannot_write_its_own_files() -> None:
    assert "USER mirra" in CONTAINERFILE
    assert "HEALTHCHECK" in CONTAINERFILE
    for name in ("clinic", "caddy"):
        assert SERVICES[name]["read_only"]
        assert SERVICES[name]["cap_drop"] == ["ALL"]
    assert all("no-new-privileges:true" in one["security_opt"] for one in SERVICES.values())


def test_caddy_is_the_one_way_in_and_shares_miras_loopback() -> None:
    assert SERVICES["caddy"]["network_mode"] == "service:clinic"
    assert "--host" not in SERVICES["clinic"]["command"], "mirra has to listen on its own loopback only"
    assert "--behind-https" in SERVICES["clinic"]["command"]
    assert "ports" not in SERVICES["database"]
    assert COMPOSE["networks"]["inside"]["internal"]


def test_no_password_and_no_index_stands_in_the_files() -> None:
    for file in DEPLOY.iterdir():
        text = file.read_text()
        assert not re.search(r"PASSWORD\w*[=:] *[\"']?\w", text), file.name
        assert not re.search(r"index-url|find-links|pypi|registry\.npmjs", text), file.name


@pytest.mark.parametrize("unit", UNITS)
def test_the_units_are_what_systemd_takes(unit: str, tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not here: apt-get install systemd")
    for name in UNITS:  # the program itself is not installed here
        text = (DEPLOY / name).read_text().replace("/opt/mirra/bin/mirra", "/bin/true")
        (tmp_path / name).write_text(
            text.replace("User=mirra", "User=root").replace("Group=mirra", "Group=root")
        )
    command = ["systemd-analyze", "verify", "--recursive-errors=no", str(tmp_path / unit)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    told = [line for line in done.stderr.splitlines() if unit in line]
    assert (done.returncode, told) == (0, [])


def test_the_service_is_closed_in() -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not here: apt-get install systemd")
    # Out of 100; an ordinary service has over 90.
    command = [
        "systemd-analyze",
        "security",
        "--offline=true",
        "--threshold=15",
        str(DEPLOY / "mirra.service"),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


class Steps:
    """What the compose file starts, as processes of this machine: PostgreSQL, mirra, Caddy."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.https, server = folder, free_port(), free_port()
        if not shutil.which("caddy"):
            pytest.skip("caddy is not here: apt-get install caddy")
        self.database = Postgres()
        url = self.database.new_database()
        given = [
            word.replace("${CLINIC_NAME:?set it in .env}", "localhost")
            for word in SERVICES["clinic"]["command"]
        ]
        words = [word for word in given if word not in ("serve", "--no-browser")]
        at = words.index("--database")
        assert words[at + 1] == "postgresql://mirra@database/mirra"
        del words[at : at + 2]
        self.url, self.key = url, folder / "mirra.key"
        self.mirra = Running(
            url, static(folder / "static"), *words, "--port", str(server), "--key-file", str(self.key)
        )
        text = (DEPLOY / "Caddyfile").read_text().replace("127.0.0.1:8000", f"127.0.0.1:{server}")
        quiet = "skip_install_trust\n\tauto_https disable_redirects\n\tadmin off"
        (folder / "Caddyfile").write_text(text.replace("skip_install_trust", quiet))
        environment = os.environ | {
            "CLINIC_NAME": f"localhost:{self.https}",
            "XDG_DATA_HOME": str(folder),
            "HOME": str(folder),
        }
        command = ["caddy", "run", "--config", str(folder / "Caddyfile")]
        self.log = (folder / "caddy.log").open("wb")
        self.caddy = subprocess.Popen(command, env=environment, stdout=self.log, stderr=self.log)

    def browser(self) -> httpx.Client:
        """A browser that trusts this Caddy, once it serves."""
        authority = self.folder / "caddy" / "pki" / "authorities" / "local" / "root.crt"
        for _ in range(600):
            if authority.exists():
                trust = ssl.create_default_context(cafile=str(authority))
                made = httpx.Client(base_url=f"https://localhost:{self.https}", verify=trust, timeout=60)
                try:
                    made.get("/api/health")
                    return made
                except httpx.HTTPError:
                    made.close()
            time.sleep(0.1)
        raise AssertionError((self.folder / "caddy.log").read_text())

    def end(self) -> None:
        """End all three."""
        self.caddy.terminate()
        self.caddy.wait(timeout=30)
        self.log.close()
        if self.mirra.process.poll() is None:
            self.mirra.stop()
        self.database.remove()


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Steps]:
    """The clinic of the compose file, running."""
    made = Steps(tmp_path_factory.mktemp("compose"))
    yield made
    made.end()


def test_the_health_check_of_the_image_passes(steps: Steps) -> None:
    check = re.search(r'CMD \["python", "-c", \\\n\s+"(.*)"\]', CONTAINERFILE)
    assert check
    steps.browser().close()
    code = check[1].replace("http://127.0.0.1:8000", steps.mirra.address)
    done = subprocess.run(
        ["python3", *shlex.split(f'-c "{code}"')], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_behind_caddy_only_the_clinics_name_is_answered(steps: Steps) -> None:
    with closing(steps.browser()) as browser:
        assert browser.get("/api/me").json()["role"] is None
        other = browser.get("/api/me", headers={"host": "elsewhere.example"})
        assert "role" not in other.text, "another name than the clinic's was answered"


@pytest.mark.parametrize("told", [{}, {"x-forwarded-proto": "http", "x-forwarded-for": "203.0.113.9"}])
def test_behind_caddy_cookies_are_bound_to_the_host_whatever_a_browser_says(
    steps: Steps, told: dict[str, str]
) -> None:
    store = Store(steps.url, steps.key)
    if not accounts.everybody(store):
        accounts.add(store, "thea", "Thea", "therapist", PASSWORD)
    store.close()
    with closing(steps.browser()) as browser:
        browser.headers.update(told)
        answer = browser.post("/api/sign-in", json={"login": "thea", "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        given = answer.headers.get_list("set-cookie")
        assert given
        assert all("__Host-" in one and "Secure" in one for one in given)
