"""`askfirst sendmail` between real mail programs, a real mailer and a real SMTP server."""

from __future__ import annotations

import io
import os
import pty
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from hypothesis import given, settings
from hypothesis import strategies as st

from addon.sendmail_command import pass_on
from linter.bounds import MAX_MESSAGE

pytestmark = [pytest.mark.slow, pytest.mark.mailclient]
ASKFIRST = str(Path(sys.executable).with_name("askfirst"))
PLAIN = b"""From: Clara Voss <clara@voss.example>\r
To: Mike Hale <mike@hale.example>\r
Cc: Anna Roth <anna@roth.example>\r
Subject: Friday\r
Date: Fri, 27 Nov 2026 09:00:00 +0000\r
Message-ID: <1@voss.example>\r
\r
The meeting is at ten. I have booked the small room.\r
"""
AMBUSH = PLAIN.replace(
    b"The meeting is at ten. I have booked the small room.",
    b"Hi Mike,\r\n\r\nplease meet Anna, who knows all about heat pumps. You two should talk!\r\n\r\nClara",
)
SIGNED = b"""From: Clara Voss <clara@voss.example>\r
To: Mike Hale <mike@hale.example>\r
Subject: Friday\r
Date: Fri, 27 Nov 2026 09:00:00 +0000\r
Message-ID: <2@voss.example>\r
MIME-Version: 1.0\r
Content-Type: multipart/signed; micalg=pgp-sha256;\r
\tprotocol="application/pgp-signature";  boundary="x y"\r
\r
This part  has trailing blanks   \r
\r
--x y\r
Content-Type: text/plain; charset=utf-8\r
Content-Transfer-Encoding: 8bit\r
\r
Gr\xc3\xbc\xc3\x9fe,  the meeting is at ten.  \r
.\r
.. From here on\tdots.\r
-- \r
Clara\r
\r
--x y\r
Content-Type: application/pgp-signature\r
\r
-----BEGIN PGP SIGNATURE-----\r
\r
iQEzBAEBCAAdFiEE\r
-----END PGP SIGNATURE-----\r
--x y--\r
"""


@dataclass
class Sink:
    """An SMTP server that keeps what it is given."""

    port: int
    mails: list[tuple[list[str], bytes]] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.mails.append((envelope.rcpt_tos, envelope.original_content))
        return "250 OK"


@pytest.fixture
def sink() -> Iterator[Sink]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        sink = Sink(probe.getsockname()[1])
    controller = Controller(sink, "127.0.0.1", sink.port)
    controller.start()
    yield sink
    controller.stop()


@pytest.fixture
def msmtp(sink: Sink, tmp_path: Path) -> list[str]:
    """The real mailer, told of the server."""
    assert shutil.which("msmtp"), "install it: apt-get install msmtp"
    config = tmp_path / "msmtprc"
    config.write_text(f"account default\nhost 127.0.0.1\nport {sink.port}\nfrom clara@voss.example\nauth off\ntls off\n", "utf-8")
    config.chmod(0o600)
    return ["msmtp", f"--file={config}"]


def environment(home: Path) -> dict[str, str]:
    """Nothing of the user's own settings."""
    return {"PATH": f"{Path(ASKFIRST).parent}:{os.environ['PATH']}", "HOME": str(home), "LC_ALL": "C.UTF-8"}


def send(message: bytes, *command: str, home: Path) -> subprocess.CompletedProcess[bytes]:
    """Run it without a terminal."""
    arguments = [ASKFIRST, "sendmail", *command]
    return subprocess.run(
        arguments, input=message, capture_output=True, start_new_session=True, env=environment(home), cwd=home, check=False
    )


def send_with_terminal(message: bytes, answer: bytes, *command: str, home: Path) -> tuple[int, str]:
    """Run it with a terminal, on which somebody types the answer. The exit code, and what stood there."""
    (home / "message").write_bytes(message)
    ours, theirs = pty.openpty()
    line = ["setsid", "--ctty", "--wait", "sh", "-c", 'exec "$@" < message', "sh", ASKFIRST, "sendmail", *command]
    with subprocess.Popen(line, stdin=theirs, stdout=theirs, stderr=theirs, env=environment(home), cwd=home) as process:
        os.close(theirs)
        os.write(ours, answer)
        shown = b""
        while True:
            try:
                piece = os.read(ours, 4096)
            except OSError:  # the last one on the other side has gone
                break
            shown += piece
            if not piece:
                break
        code = process.wait(60)
    os.close(ours)
    return code, shown.decode()


def test_an_ordinary_mail_arrives_as_it_was(sink: Sink, msmtp: list[str], tmp_path: Path) -> None:
    done = send(PLAIN, "--", *msmtp, "mike@hale.example", "anna@roth.example", home=tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert sink.mails == [(["mike@hale.example", "anna@roth.example"], PLAIN)]


def test_a_signed_mail_arrives_byte_for_byte(sink: Sink, msmtp: list[str], tmp_path: Path) -> None:
    assert send(SIGNED, "--", *msmtp, "mike@hale.example", home=tmp_path).returncode == 0
    assert [content for _, content in sink.mails] == [SIGNED]


def test_without_a_terminal_a_warning_stops_the_mail(sink: Sink, msmtp: list[str], tmp_path: Path) -> None:
    done = send(AMBUSH, "--", *msmtp, "mike@hale.example", "anna@roth.example", home=tmp_path)
    assert done.returncode == 1
    assert b"AF101" in done.stderr
    assert b"please meet Anna" in done.stderr
    assert b"not sent" in done.stderr
    assert sink.mails == []


@pytest.mark.parametrize(("answer", "code", "arrives"), [(b"y\n", 0, True), (b"n\n", 1, False), (b"\n", 1, False)])
def test_on_a_terminal_the_person_decides(answer: bytes, code: int, arrives: bool, sink: Sink, msmtp: list[str], tmp_path: Path) -> None:
    status, shown = send_with_terminal(AMBUSH, answer, "--", *msmtp, "mike@hale.example", home=tmp_path)
    assert status == code
    assert "AF101" in shown
    assert "Send it all the same?" in shown
    assert [content for _, content in sink.mails] == ([AMBUSH] if arrives else [])


def test_nobody_is_asked_about_an_ordinary_mail(sink: Sink, msmtp: list[str], tmp_path: Path) -> None:
    status, shown = send_with_terminal(PLAIN, b"", "--", *msmtp, "mike@hale.example", home=tmp_path)
    assert (status, shown) == (0, "")
    assert len(sink.mails) == 1


def test_a_dismissed_warning_is_not_shown_again(sink: Sink, msmtp: list[str], tmp_path: Path) -> None:
    check = [ASKFIRST, "check", "--dismiss", "draft", "-"]
    subprocess.run(check, input=AMBUSH, env=environment(tmp_path), cwd=tmp_path, capture_output=True, check=False)
    assert send(AMBUSH, "--", *msmtp, "mike@hale.example", home=tmp_path).returncode == 0
    assert len(sink.mails) == 1


def test_a_mail_that_cannot_be_judged_is_sent(sink: Sink, msmtp: list[str], tmp_path: Path) -> None:
    (tmp_path / "askfirst.toml").write_text("severity = 5\n")
    done = send(AMBUSH, "--", *msmtp, "mike@hale.example", home=tmp_path)
    assert done.returncode == 0
    assert b"not checked" in done.stderr
    assert len(sink.mails) == 1


@pytest.mark.parametrize("lines", ["set use_envelope_from=yes\nset use_8bitmime=yes\n", ""])
def test_mutt(lines: str, sink: Sink, msmtp: list[str], tmp_path: Path) -> None:
    """Mutt puts recipients behind a `--` of its own, or behind ours, and shows what we say where sending fails."""
    assert shutil.which("mutt"), "install it: apt-get install mutt"
    between = "" if lines else "-- "
    settings = f'set sendmail="{ASKFIRST} sendmail {between}{" ".join(msmtp)}"\nset from="clara@voss.example"\nset copy=no\n{lines}'
    (tmp_path / "muttrc").write_text(settings, "utf-8")
    mutt = ["mutt", "-n", "-F", "muttrc", "-s", "Friday", "-c", "Anna Roth <anna@roth.example>"]

    def write(body: str) -> subprocess.CompletedProcess[str]:
        command = [*mutt, "--", "Mike Hale <mike@hale.example>"]
        return subprocess.run(command, input=body, env=environment(tmp_path), cwd=tmp_path, capture_output=True, text=True, check=False)

    assert write("The meeting is at ten. I have booked the small room.\n").returncode == 0
    assert [sorted(to) for to, _ in sink.mails] == [["anna@roth.example", "mike@hale.example"]]
    stopped = write("Hi Mike,\n\nplease meet Anna, who knows all about heat pumps. You two should talk!\n")
    assert stopped.returncode == 1
    assert "child exited 1" in stopped.stdout + stopped.stderr
    assert len(sink.mails) == 1


def test_git_send_email(sink: Sink, msmtp: list[str], tmp_path: Path) -> None:
    patch = tmp_path / "0001-fix.patch"
    patch.write_bytes(PLAIN.replace(b"\r\n", b"\n"))
    mailer = f"{ASKFIRST} sendmail -- {' '.join(msmtp)}"
    git = ["git", "send-email", f"--sendmail-cmd={mailer}", "--from=clara@voss.example", "--to=mike@hale.example", "--confirm=never"]
    done = subprocess.run([*git, str(patch)], env=environment(tmp_path), cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert len(sink.mails) == 1
    assert b"The meeting is at ten." in sink.mails[0][1]


def test_the_exit_code_is_the_mailers(tmp_path: Path) -> None:
    assert send(PLAIN, "--", "sh", "-c", "exit 75", home=tmp_path).returncode == 75
    assert send(PLAIN, "--", "sh", "-c", "kill -TERM $$", home=tmp_path).returncode == 128 + 15


@pytest.mark.parametrize("command", [(), ("--",), ("--", "no-such-mailer", "-i")])
def test_wrong_usage_is_told(command: tuple[str, ...], tmp_path: Path) -> None:
    done = send(PLAIN, *command, home=tmp_path)
    assert done.returncode == 2
    assert done.stderr.startswith(b"askfirst: ")


@given(st.binary(max_size=200_000))
@settings(max_examples=25, deadline=None)
def test_any_bytes_are_passed_on_unchanged(message: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        assert pass_on(["dd", "bs=64k", "status=none", f"of={out}"], message[:70_000], io.BytesIO(message[70_000:])) == 0
        assert out.read_bytes() == message


def test_a_mail_over_the_limit_is_passed_on_whole(tmp_path: Path) -> None:
    message = PLAIN + b"x" * MAX_MESSAGE + b"the end"
    done = send(message, "--", "dd", "bs=64k", "status=none", "of=out", home=tmp_path)
    assert done.returncode == 0
    assert b"not checked" in done.stderr
    assert (tmp_path / "out").read_bytes() == message
