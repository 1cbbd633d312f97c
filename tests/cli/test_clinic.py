"""The command line, as somebody at a terminal meets it."""

from __future__ import annotations

import hashlib
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import httpx
import pytest

from mirra.clinic.examples import EXAMPLES
from tests.clinic.running import ROOT
from tests.clinic.world import static


def mirra(*words: str, data: Path, entered: str = "") -> subprocess.CompletedProcess[str]:
    """A command that ends by itself."""
    command = [sys.executable, "-m", "mirra.cli", *words]
    environment = os.environ | {"MIRRA_DATA": str(data), "MIRRA_STATIC": str(static(data / "static"))}
    return subprocess.run(
        command,
        cwd=ROOT,
        env=environment,
        input=entered,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


ALL_LINKS = (
    rf"{max(example.name for example in EXAMPLES)}:.*\n.*enrol/\S+\n"  # what a demonstration says last
)


class Server:
    """A command that serves, and what it has said so far."""

    def __init__(self, words: Sequence[str], data: Path, until: str) -> None:
        command = [sys.executable, "-m", "mirra.cli", *words, "--no-browser", "--port", "0"]
        extra = {"MIRRA_DATA": str(data), "MIRRA_STATIC": str(static(data / "static")), "TMPDIR": str(data)}
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=os.environ | extra,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        self.said = ""
        while not re.search(until, self.said):
            line = self.process.stdout.readline()
            assert line, f"it ended: {self.said}"
            self.said += line
        self.address = re.search(r"https?://[^\s/]+", self.said)[0]  # type: ignore[index]

    def end(self, how: signal.Signals = signal.SIGINT) -> tuple[int, str]:
        """End it; gives its exit status and what it said on standard error."""
        self.process.send_signal(how)
        _, complaints = self.process.communicate(timeout=30)
        return self.process.returncode, complaints


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Server]:
    """A demonstration under way."""
    server = Server(["demo"], tmp_path, until=ALL_LINKS)
    yield server
    if server.process.poll() is None:
        server.end(signal.SIGKILL)


def test_a_demonstration_from_start_to_end(demo: Server, tmp_path: Path) -> None:
    login, password = re.search(r"login (\S+), password (\S+)", demo.said).groups()  # type: ignore[union-attr]
    codes = re.findall(r"#/enrol/(\S+)", demo.said)
    assert len(codes) == len(EXAMPLES)
    with httpx.Client(base_url=demo.address, timeout=30) as browser:
        answer = browser.post("/api/sign-in", json={"login": login, "password": password})
        assert answer.status_code == 200, answer.text
        assert browser.get("/api/me").json()["demonstration"]
        people = browser.post("/api/caseload", json={"sort": "name"}).json()["people"]
        assert len({one["condition"] for one in people}) == 3
        assert all(one["simulated"] and one["sessions"] for one in people)
        assert any(one["interrupted"] for one in people)
        assert any(one["adverse"] for one in people)
        states = set()
        for one in people:
            for session in browser.get(f"/api/people/{one['id']}").json()["sessions"]:
                assert session["result"]["simulated"], "a made-up session is not marked as such"
                states.add(session["result"]["state"])
        assert {"completed", "stopped", "interrupted"} <= states
    for code in codes:
        with httpx.Client(base_url=demo.address, timeout=30) as device:
            assert device.post("/api/enrol", json={"code": code}).status_code == 200
            plan = device.get("/api/today").json()["plan"]
            assert plan["steps"]
    status, complaints = demo.end()
    assert status == 0, complaints
    assert "Traceback" not in complaints
    assert not list(tmp_path.glob("mirra-demo-*")), "the demonstration left its database behind"
    assert password not in complaints


def test_a_kept_demonstration_gets_a_new_password_and_nobody_twice(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/kept.sqlite"
    said = []
    for _ in range(2):
        server = Server(["demo", "--database", url], tmp_path, until=ALL_LINKS)
        with httpx.Client(base_url=server.address, timeout=30) as browser:
            password = re.search(r"password (\S+)", server.said)[1]  # type: ignore[index]
            assert (
                browser.post("/api/sign-in", json={"login": "therapist", "password": password}).status_code
                == 200
            )
            assert browser.post("/api/caseload", json={}).json()["total"] == len(EXAMPLES)
        said.append(server.said)
        assert server.end(signal.SIGTERM)[0] == 0
    assert len({re.search(r"password (\S+)", one)[1] for one in said}) == 2  # type: ignore[index]


def test_the_demonstration_stays_on_this_machine_and_plain_unless_asked(demo: Server) -> None:
    assert demo.address.startswith("http://127.0.0.1:")
    assert "certificate" not in demo.said


def test_a_demonstration_that_phones_can_reach_is_encrypted_and_says_how_to_know_it(tmp_path: Path) -> None:
    server = Server(["demo", "--host", "127.0.0.2"], tmp_path, until=ALL_LINKS)
    try:
        assert server.address.startswith("https://127.0.0.2:")
        (made,) = tmp_path.glob("mirra-demo-*/demonstration.crt")
        trusting = ssl.create_default_context(cafile=str(made))
        with httpx.Client(base_url=server.address, timeout=30, verify=trusting) as phone:
            code = re.findall(r"#/enrol/(\S+)", server.said)[0]
            answer = phone.post("/api/enrol", json={"code": code})
            assert answer.status_code == 200, answer.text
            assert all("Secure" in one for one in answer.headers.get_list("set-cookie"))
            assert phone.get("/api/today").json()["plan"]["steps"]
        with pytest.raises(httpx.ConnectError, match="certificate"):
            httpx.get(server.address, timeout=30)
        shown = ssl.PEM_cert_to_DER_cert(made.read_text())
        print_of_it = hashlib.sha256(shown).digest().hex(":").upper()
        assert f"SHA-256 {print_of_it}" in server.said
        assert made.with_suffix(".key").stat().st_mode & 0o777 == 0o600
        status, complaints = server.end()
    finally:
        server.process.kill()
    assert (status, "Traceback" in complaints) == (0, False), complaints
    assert not list(tmp_path.glob("mirra-demo-*")), "the key was left behind"


def test_the_demonstration_does_not_move_into_a_real_clinic(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/mirra.sqlite"
    words = ("account", "add", "thea", "--role", "therapist", "--name", "Thea", "--random-password")
    assert mirra(*words, data=tmp_path).returncode == 0
    done = mirra("demo", "--no-browser", "--port", "0", "--database", url, data=tmp_path)
    assert done.returncode == 1
    assert "no demonstration" in done.stderr


def test_serving_with_nobody_says_how_to_begin(tmp_path: Path) -> None:
    server = Server(["serve"], tmp_path, until=r"account add")
    assert httpx.get(f"{server.address}/api/health").json() == {"ok": True}
    assert server.end()[0] == 0
    assert (tmp_path / "mirra.sqlite").exists()


def test_accounts_are_made_and_listed(tmp_path: Path) -> None:
    words = ("account", "add", "Thea", "--role", "therapist", "--name", "Thea T")
    typed = "a violet harbour\na violet harbour\n"
    assert mirra(*words, data=tmp_path, entered=typed).returncode == 0
    made = mirra(
        "account", "add", "ada", "--role", "admin", "--name", "Ada", "--random-password", data=tmp_path
    )
    assert re.search(r"Password: \S{15,}", made.stdout)
    listed = mirra("account", "list", data=tmp_path).stdout
    assert [line.split()[:2] for line in listed.splitlines()] == [["ada", "admin"], ["thea", "therapist"]]
    assert "harbour" not in listed
    anew = mirra("account", "password", "thea", "--random-password", data=tmp_path)
    assert re.search(r"Password: \S{15,}", anew.stdout)
    assert mirra("account", "password", "nobody", "--random-password", data=tmp_path).returncode == 1


@pytest.mark.parametrize(
    ("words", "entered", "told"),
    [
        (("account", "add", "x", "--role", "therapist", "--name", "X"), "short\nshort\n", "12"),
        (
            ("account", "add", "x", "--role", "therapist", "--name", "X"),
            "passwordpassword\n" * 2,
            "commonest",
        ),
        (("serve", "--database", "mysql://x/y"), "", "database"),
        (("serve", "--database", ""), "", "--database: This option is empty"),
        (("demo", "--database", " "), "", "--database: This option is empty"),
        (("account", "list", "--database", ""), "", "--database: This option is empty"),
        (("doctor", "--database", ""), "", "--database: This option is empty"),
        (("serve", "--host", ""), "", "--host: This option is empty"),
        (("serve", "--database", "sqlite:////no/such/folder/x"), "", "cannot be opened"),
        (("serve", "--catalogue", "/no/such/folder"), "", "not a folder"),
        (("serve", "--host", "203.0.113.7"), "", "cannot listen"),
    ],
)
def test_a_refusal_is_one_line_and_no_traceback(
    tmp_path: Path, words: tuple[str, ...], entered: str, told: str
) -> None:
    done = mirra(*words, data=tmp_path, entered=entered)
    assert done.returncode == 1, done.stdout
    refusal = [line for line in done.stderr.splitlines() if line.startswith("mirra: ")]
    assert len(refusal) == 1, done.stderr
    assert told in refusal[0]
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "words", [("list",), ("password", "thea", "--random-password")], ids=["list", "password"]
)
def test_a_mistyped_path_makes_no_database(tmp_path: Path, words: tuple[str, ...]) -> None:
    wrong = tmp_path / "mistyped.sqlite"
    for more in ((), ("--database", f"sqlite:///{wrong}")):
        done = mirra("account", *words, *more, data=tmp_path / "data")
        assert done.returncode == 1, done.stdout
        assert "no database here" in done.stderr
        assert "Traceback" not in done.stderr
    assert not wrong.exists()
    assert not list((tmp_path / "data").glob("mirra.sqlite*"))


def test_an_account_added_where_there_is_no_database_makes_one_and_says_so(tmp_path: Path) -> None:
    words = ("account", "add", "thea", "--role", "therapist", "--name", "Thea", "--random-password")
    at = f"sqlite:///{tmp_path}/new.sqlite"
    first = mirra(*words, "--database", at, data=tmp_path)
    assert first.returncode == 0, first.stderr
    assert f"There was no database at {at}; a new one was made." in first.stdout
    second = mirra(*words[:2], "otto", *words[3:], "--database", at, data=tmp_path)
    assert "new one" not in second.stdout
    listed = mirra("account", "list", "--database", at, data=tmp_path).stdout
    assert [line.split()[0] for line in listed.splitlines()] == ["otto", "thea"]


def test_serving_from_a_folder_that_others_can_look_into_is_warned_of(tmp_path: Path) -> None:
    for mode, warned in ((0o755, True), (0o700, False)):
        folder = tmp_path / f"{mode:o}"
        folder.mkdir()
        folder.chmod(mode)
        words = ["serve", "--database", f"sqlite:///{folder}/mirra.sqlite"]
        server = Server(words, tmp_path, until=r"account add")
        _, complaints = server.end()
        assert ("chmod 700" in complaints) is warned, complaints


def test_a_taken_port_is_said_so_with_what_to_do(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        done = mirra("serve", "--no-browser", "--port", str(taken.getsockname()[1]), data=tmp_path)
    assert done.returncode == 1
    assert "taken" in done.stderr
    assert "--port 0" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "mirra.sqlite").exists(), "a database was made by a server that could not start"


def test_reflecting_what_is_no_video_is_one_line(tmp_path: Path) -> None:
    pytest.importorskip("mirra.mirror.reflect")
    (tmp_path / "in.mp4").write_text("this is no video")
    done = mirra(
        "reflect", str(tmp_path / "in.mp4"), str(tmp_path / "out.mp4"), "--intact", "left", data=tmp_path
    )
    assert done.returncode == 1
    assert "in.mp4" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


def test_help_names_every_command(tmp_path: Path) -> None:
    told = mirra("--help", data=tmp_path).stdout
    for command in ("demo", "serve", "reflect", "account"):
        assert command in told
