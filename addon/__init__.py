"""What mail clients talk to: the Gmail add-on's backend, and a JSON API for others. Start with `create_app`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from addon.auth import Verifier
    from addon.clock import Clock
    from addon.gmail import MailboxFactory
    from addon.settings import Settings
    from addon.store import Store

__all__ = ["create_app"]


def create_app(settings: Settings, mailbox_factory: MailboxFactory, store: Store, clock: Clock, verifier: Verifier) -> Flask:
    """The backend as a WSGI application. Everything it touches is passed in; `addon.wsgi` builds the one of production."""
    from addon.app import build

    return build(settings, mailbox_factory, store, clock, verifier)
