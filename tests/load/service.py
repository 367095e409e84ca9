"""The application of production for gunicorn, but for three things: who signs the tokens, where Gmail is, and patience.

ASKFIRST_TEST_KEY is a file with the key that signs tokens instead of Google's; ASKFIRST_TEST_GMAIL the address of the mailbox.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

from signing import Signer

from addon.auth import GoogleVerifier
from addon.settings import from_environment
from addon.wsgi import assembled, database_of

_answer = Signer.of(Path(os.environ["ASKFIRST_TEST_KEY"]).read_bytes())("")  # the certificate, made once as Google's is cached


def _certificates(*_: Any, **__: Any) -> Any:
    return _answer


_settings = replace(from_environment(os.environ), gmail_endpoint=os.environ["ASKFIRST_TEST_GMAIL"])
app = assembled(_settings, database_of(os.environ), GoogleVerifier(_settings.service_account, _settings.oauth_client, _certificates))
