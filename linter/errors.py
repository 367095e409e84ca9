"""The errors a caller may meet.

AskfirstError
├── InputError          a mail that cannot be read; the other mails are still done
│   └── LimitError      … because it is larger or deeper than we are willing to read
├── ConfigError         a configuration file that does not say what we understand
├── ModelError          the trained pipeline is missing or damaged
└── RewriteError        the draft is no unannounced introduction, nobody is left to ask, or an ask would give contact details away
"""


class AskfirstError(Exception):
    """Base of all errors raised on purpose; the message says what to do."""


class InputError(AskfirstError):
    """A message could not be read."""


class LimitError(InputError):
    """A message is larger or deeper than the limits in `linter.draft`."""


class ConfigError(AskfirstError):
    """A configuration file is wrong."""


class ModelError(AskfirstError):
    """The trained pipeline could not be loaded."""


class RewriteError(AskfirstError):
    """There is nothing to rewrite, or it could not be done without giving something away."""
