"""The guide for running a clinic: every command in it is run, in its order, on a machine that is thrown away."""

from __future__ import annotations

import re
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from mirra.clinic.shapes.devices import Enrolment
from tests.clinic.world import caseload, lines_of, send_all, today
from tests.deploy.machine import ROOT, Machine, free_port

GUIDE = (ROOT / "docs" / "running-a-clinic.md").read_text()
BLOCKS = dict(re.findall(r"<!-- run: (\w+) -->\n```sh\n(.*?)```", GUIDE, re.DOTALL))
ORDER = ["install", "name", "start", "check", "backup", "drill", "audit", "erase", "update", "loss"]
SESSION = "a" * 32


def test_every_block_of_commands_is_marked_and_run() -> None:
    assert GUIDE.count("```sh") == len(BLOCKS)
    assert set(BLOCKS) == {*ORDER, "containers"}


@pytest.fixture(scope="module")
def machine() -> Iterator[Machine]:
    """The machine of these tests."""
    made = Machine()
    yield made
    made.remove()


@pytest.mark.timeout(1200)
def test_the_guide_from_its_first_command_to_its_last(machine: Machine, tmp_path: Path) -> None:
    server, https = free_port(), free_port()
    host = f"localhost:{https}"
    quiet = "skip_install_trust\\n\\tauto_https disable_redirects\\n\\tadmin off"
    machine.run(  # ports of this test's own
        f"cd /srv/mirra/deploy; sed -i 's/8000/{server}/' mirra.env Caddyfile; "
        f"sed -i 's/skip_install_trust/{quiet}/' Caddyfile"
    )
    words = {"HOST-NAME": host, "LOGIN": "ada", "FULL NAME": "Ada A", "ANOTHER-FOLDER": "/var/backups/mirra"}

    def follow(name: str, **more: str) -> str:
        commands = BLOCKS[name]
        for word, mine in (words | {key.replace("_", "-"): value for key, value in more.items()}).items():
            commands = commands.replace(word, mine)
        assert not re.search(r"\b[A-Z]{2,}-[A-Z]{2,}\b", commands.replace("--", "")), commands
        return machine.run(commands)

    follow("install")
    follow("name")
    assert re.search(r"Password: \S{15,}", follow("start"))
    checked = follow("check")
    assert '"ok":true' in checked.replace(" ", "")
    assert "WRONG No backup has been made" in checked
    assert checked.count("WRONG") == 1, checked

    with Clinic(machine, host) as clinic:
        person = clinic.practise()
        follow("backup")
        assert "good  The last backup was made 0 days ago" in machine.run("mirra-clinic doctor")
        assert "audit is as it was written" in follow("drill")
        kept = machine.run("mirra-clinic audit verify").split()[-1]
        assert "The expected hash is among them." in follow("audit", HASH=kept)
        follow("update")
        assert clinic.people() == ["Pia", "Quin"]
        follow("erase", PERSON_ID=person)
        assert clinic.people() == ["Quin"]
        assert "1 people were erased after this backup" in follow("loss")
        assert clinic.people() == ["Quin"], "a person who was erased came back with a backup"
    assert "WRONG" not in machine.run("mirra-clinic doctor || true").replace("WRONG No backup", "")


class Clinic:
    """Browsers that reach the clinic through Caddy, over HTTPS, under its host name."""

    def __init__(self, machine: Machine, host: str) -> None:
        self.machine, self.host = machine, host
        self.trust = ssl.create_default_context(cafile=str(machine.authority))
        self.open: list[httpx.Client] = []

    def __enter__(self) -> Clinic:
        password = "typed by nobody else"
        self.machine.run(
            f"printf '%s\\n%s\\n' '{password}' '{password}' | "
            "mirra-clinic account add thea --role therapist --name Thea"
        )
        self.therapist = self.browser()
        answer = self.therapist.post("/api/sign-in", json={"login": "thea", "password": password})
        assert answer.status_code == 200, answer.text
        given = answer.headers.get_list("set-cookie")
        assert given
        assert all("__Host-" in one and "Secure" in one for one in given), "HTTPS was not seen through Caddy"
        return self

    def __exit__(self, *_: object) -> None:
        for one in self.open:
            one.close()

    def browser(self) -> httpx.Client:
        made = httpx.Client(base_url=f"https://{self.host}", verify=self.trust, timeout=60)
        self.open.append(made)
        return made

    def practise(self) -> str:
        """Two people, one of whom practises; gives that one's id."""
        tickets = []
        for name in ("Pia", "Quin"):
            new = {"name": name, "condition": "stroke", "affected": "left", "limb": "hand"}
            answer = self.therapist.post("/api/people", json=new)
            assert answer.status_code == 201, answer.text
            tickets.append(Enrolment.model_validate_json(answer.content))
        assert tickets[0].link.startswith(f"https://{self.host}/")
        device = self.browser()
        assert device.post("/api/enrol", json={"code": tickets[0].code}).status_code == 200
        send_all(device, SESSION, lines_of(today(device).plan, SESSION))
        return tickets[0].person

    def people(self) -> list[str]:
        """The names on the therapist's list."""
        return sorted(one.name for one in caseload(self.therapist).people)


def test_a_container_engine_follows_the_guide(tmp_path: Path) -> None:
    found = subprocess.run(["docker", "compose", "ls"], capture_output=True, text=True, check=False)
    if found.returncode:
        pytest.skip(
            "no container engine runs here; the same steps are run by test_compose.py as plain processes"
        )
    words = {
        "HOST-NAME": "localhost",
        "LONG-PASSWORD": "of-this-test-alone",
        "LOGIN": "ada",
        "FULL NAME": "Ada",
    }
    commands = BLOCKS["containers"]
    for word, mine in words.items():
        commands = commands.replace(word, mine)
    try:
        done = subprocess.run(["bash", "-e", "-c", commands], cwd=ROOT / "deploy", check=False)
        assert done.returncode == 0
    finally:
        subprocess.run(["docker", "compose", "down", "--volumes"], cwd=ROOT / "deploy", check=False)
        (ROOT / "deploy" / ".env").unlink(missing_ok=True)
