"""`python -m linter` is the command `askfirst`."""

import sys

from linter.cli import main

sys.exit(main())
