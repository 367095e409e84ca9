"""The errors a caller may meet.

AskfirstError
├── InputError          a mail that cannot be read; the other mails are still done
│   └── LimitError      … because it is larger or deeper than we are willing to read
├── ConfigError         a configuration file that does not say what we understand
└── ModelError          the trained pipeline is missing or damaged
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
