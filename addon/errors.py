"""What can go wrong between askfirst, the mailbox and the platform. Messages never quote a mail, an address or a token.

AddonError
├── SettingsError     the service is not configured
├── Denied            a request does not come from who it has to come from
├── BadEvent          a request body that is not an event
├── StoreDown         the database does not answer
└── MailboxError      Gmail did not do what it was asked (`Trouble` says why)
"""

from enum import StrEnum


class AddonError(Exception):
    """Base of the errors of the add-on."""


class SettingsError(AddonError):
    """A setting is missing or wrong; the message names it."""


class Denied(AddonError):  # noqa: N818 - reads as what it is
    """Not Google's request, or not this user's token."""


class BadEvent(AddonError):  # noqa: N818
    """Not an event of the platform."""


class StoreDown(AddonError):  # noqa: N818
    """The ledger cannot be reached."""


class Trouble(StrEnum):
    """Why the mailbox did not do it."""

    SIGN_IN = "sign_in"  # 401: the token has run out or was taken back
    SCOPE = "scope"  # 403: the person has not allowed this
    REFUSED = "refused"  # 403: the organisation or the project does not allow it
    MISSING = "missing"  # 404: it is not there any more
    CONFLICT = "conflict"  # 409: somebody else changed it
    BUSY = "busy"  # 403 with a rate reason, 429, 5xx: later
    SLOW = "slow"  # no answer in time
    GARBLED = "garbled"  # half an answer, or none we can read
    WRONG = "wrong"  # 400: we asked for something impossible


class MailboxError(AddonError):
    """Gmail did not do what it was asked to; `maybe_done` tells that it may have done it all the same.

    `after` is the number of seconds that Gmail asks to wait before trying again.
    """

    def __init__(self, trouble: Trouble, maybe_done: bool = False, after: float = 0.0) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble
        self.maybe_done = maybe_done
        self.after = after
