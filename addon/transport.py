"""googleapiclient's transport on requests.

googleapiclient brings httplib2, which sends a POST again by itself when a connection breaks, and so could create a draft
twice. Here one call is one request; who repeats what is decided in `gmail.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httplib2
import requests

from addon.clock import Budget
from addon.errors import MailboxError, Trouble

MAX_ANSWER = 48_000_000  # bytes; Gmail's largest message, in base64, with what is around it
_CHUNK = 65_536


class Transport:
    """One user's way to the Gmail API, for the length of one request. Has the one method of httplib2.Http that is used."""

    def __init__(self, headers: Mapping[str, str], budget: Budget, call_seconds: float) -> None:
        self._headers = dict(headers)
        self._budget = budget
        self._call_seconds = call_seconds
        self._session = requests.Session()
        self._session.trust_env = False  # no proxy, no .netrc: the token goes to the configured address and nowhere else

    def request(
        self, uri: str, method: str = "GET", body: str | bytes | None = None, headers: Mapping[str, str] | None = None, **_: Any
    ) -> tuple[httplib2.Response, bytes]:
        """Status with headers, and body. Raises MailboxError (slow, garbled); `maybe_done` where the request may have arrived."""
        seconds = min(self._call_seconds, self._budget.left)
        if seconds <= 0:
            raise MailboxError(Trouble.SLOW)
        end = self._budget.clock.monotonic() + seconds
        writes = method != "GET"
        try:
            with self._session.request(
                method, uri, data=body, headers={**(headers or {}), **self._headers}, timeout=seconds, stream=True, allow_redirects=False
            ) as answer:
                content = self._read(answer, end, writes)
                return httplib2.Response({**answer.headers, "status": str(answer.status_code)}), content
        except requests.exceptions.ConnectTimeout:
            raise MailboxError(Trouble.SLOW) from None
        except requests.exceptions.Timeout:
            raise MailboxError(Trouble.SLOW, maybe_done=writes) from None
        except requests.exceptions.RequestException:  # broken, half a body, no answer at all
            raise MailboxError(Trouble.GARBLED, maybe_done=writes) from None

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def _read(self, answer: requests.Response, end: float, writes: bool) -> bytes:
        """The body; a server that drips it is not waited for."""
        content = bytearray()
        for chunk in answer.iter_content(_CHUNK):
            content += chunk
            if len(content) > MAX_ANSWER:
                raise MailboxError(Trouble.GARBLED, maybe_done=writes)
            if self._budget.clock.monotonic() > end:
                raise MailboxError(Trouble.SLOW, maybe_done=writes)
        return bytes(content)
