"""The application of production, from the environment: `gunicorn -c python:addon.gunicorn_conf addon.wsgi:app`."""

from __future__ import annotations

import os
from collections.abc import Mapping

from flask import Flask

from addon import create_app
from addon.auth import GoogleVerifier, Verifier
from addon.clock import Budget, Clock
from addon.gmail import Gmail, Mailbox, Tokens
from addon.keys import Keys
from addon.settings import Settings, from_environment
from addon.store import open_store
from addon.warm import warm


def production(environment: Mapping[str, str]) -> Flask:
    """The application. Raises SettingsError, StoreDown or ModelError: a server that cannot work shall not start."""
    settings = from_environment(environment)
    return assembled(settings, database_of(environment), GoogleVerifier(settings.service_account, settings.oauth_client))


def database_of(environment: Mapping[str, str]) -> str:
    """The address of the ledger."""
    return environment.get("ASKFIRST_DATABASE", "sqlite:///askfirst.db")


def assembled(settings: Settings, database: str, verifier: Verifier) -> Flask:
    """The application that a server forks its workers from. Raises as `production` does."""
    store = open_store(database, Keys(settings.hash_key, settings.name_keys))
    warm()  # before the first request, and once for all workers

    def mailbox(tokens: Tokens, budget: Budget) -> Mailbox:
        return Gmail(settings.gmail_endpoint, tokens, budget, settings.call_seconds, app.extensions["askfirst-metrics"].call)

    app = create_app(settings, mailbox, store, Clock(), verifier)
    store.close()  # workers are forked after this, and must not share a connection
    return app


def __getattr__(name: str) -> Flask:
    """`app`, built when it is asked for: importing this module shall not need an environment."""
    if name != "app":
        raise AttributeError(name)
    globals()["app"] = made = production(os.environ)
    return made
