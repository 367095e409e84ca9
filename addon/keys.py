"""Keyed hashes and encryption: how people stand in the ledger. Without the keys of the environment its rows say nothing."""

from __future__ import annotations

import hmac
import unicodedata
from collections.abc import Iterable, Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from addon.errors import SettingsError
from linter.draft import Person


class Keys:
    """`hash_key` makes the hashes; `name_keys` (Fernet, the newest first) encrypt names. Raises SettingsError on a key that is none."""

    def __init__(self, hash_key: bytes, name_keys: Sequence[str]) -> None:
        self.hash_key = hash_key
        try:
            self._names = MultiFernet([Fernet(key.strip()) for key in name_keys])
        except ValueError:
            raise SettingsError("ASKFIRST_NAME_KEYS: not Fernet keys (docs/deploy.md says how to make one)") from None

    def user(self, subject: str) -> str:
        """The hash of a user: of the subject of the identity token, never of an address."""
        return self._hash("user", subject)

    def client(self, name: str) -> str:
        """The hash of an API client."""
        return self._hash("client", name)

    def person(self, user: str, person: Person) -> str:
        """The hash of somebody a user writes to. Differs between users, so that nobody can be followed across them."""
        return self._hash("person", user, _plain(person.address or person.name))

    def side(self, people: Iterable[str]) -> str:
        """The hash of a side, from the hashes of its people in any order."""
        return self._hash("side", *sorted(people))

    def draft(self, user: str, *parts: str) -> str:
        """The hash of what a draft is known by: its id, or the pasted text and its recipients."""
        return self._hash("draft", user, *parts)

    def content(self, *parts: str) -> str:
        """The hash of what a draft says."""
        return self._hash("content", *parts)

    def message(self, user: str, identifier: str) -> str:
        """The hash of the id of a message."""
        return self._hash("message", user, identifier)

    def seal(self, name: str) -> str:
        """A display name, encrypted."""
        return self._names.encrypt(name.encode("utf-8", "replace")).decode("ascii")

    def open(self, sealed: str) -> str:
        """A display name; "" where its key is gone."""
        try:
            return self._names.decrypt(sealed).decode("utf-8")
        except InvalidToken:
            return ""

    def _hash(self, purpose: str, *parts: str) -> str:
        # each part with its length, so that two different lists never look the same
        data = "".join(f"{len(part)}:{part}" for part in (purpose, *parts)).encode("utf-8", "surrogatepass")
        return hmac.digest(self.hash_key, data, "sha256")[:20].hex()


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
