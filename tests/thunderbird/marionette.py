"""The little of Gecko's Marionette protocol that the tests need. (PyPI's client leaks sockets and brings a dozen packages along.)

A message is its length, a colon and JSON: [0, id, command, parameters] goes out, [1, id, error, result] comes back.
"""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable
from typing import Any


class MarionetteError(AssertionError):
    """What Gecko complains of."""


class Marionette:
    """A session in the chrome context, which the program has to allow (`-remote-allow-system-access`)."""

    def __init__(self, port: int, alive: Callable[[], bool], seconds: float) -> None:
        self._socket = _connected(port, alive, seconds)
        self._socket.settimeout(seconds)
        self._stream = self._socket.makefile("rb")
        self._id = 0
        self._read()  # the greeting
        self.call("WebDriver:NewSession", {"capabilities": {}})
        self.call("Marionette:SetContext", {"value": "chrome"})

    def call(self, command: str, parameters: dict[str, Any]) -> Any:
        """Run a command; its result. Raises MarionetteError."""
        self._id += 1
        data = json.dumps([0, self._id, command, parameters]).encode()
        self._socket.sendall(b"%d:%s" % (len(data), data))
        _, number, error, result = self._read()
        assert number == self._id
        if error:
            raise MarionetteError(f"{error['error']}: {error['message']}")
        return result

    def install(self, file: str) -> None:
        """Install an extension until the program ends."""
        self.call("Addon:Install", {"path": file, "temporary": True})

    def run(self, script: str, arguments: list[Any], seconds: float) -> Any:
        """Run a script that calls its last argument with its value."""
        self.call("WebDriver:SetTimeouts", {"script": int(seconds * 1000)})
        about = {"script": script, "args": arguments, "sandbox": "system", "newSandbox": True}
        return self.call("WebDriver:ExecuteAsyncScript", about)["value"]

    def close(self) -> None:
        """Hang up."""
        self._stream.close()
        self._socket.close()

    def _read(self) -> Any:
        digits = b""
        while (byte := self._stream.read(1)) != b":":
            assert byte, "the program has gone"
            digits += byte
        return json.loads(self._stream.read(int(digits)))


def _connected(port: int, alive: Callable[[], bool], seconds: float) -> socket.socket:
    end = time.monotonic() + seconds
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=5)
        except OSError:
            assert alive(), "the program has ended"
            assert time.monotonic() < end, "the program does not listen"
            time.sleep(0.2)
