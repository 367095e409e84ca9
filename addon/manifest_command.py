"""`askfirst manifest`: prints the deployment file of the Gmail add-on."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from addon.manifest import manifest


def add(commands: Any) -> None:
    """Add the subcommand to the subparsers of the command."""
    command = commands.add_parser(
        "manifest",
        help="print the deployment file of the Gmail add-on",
        description="Print the Google Workspace add-on deployment as JSON, for gcloud workspace-add-ons deployments create.",
        allow_abbrev=False,
    )
    command.add_argument("--url", required=True, help="public https address of the backend")
    command.add_argument("--no-draft-access", action="store_true", help="do not ask for the restricted scope; texts are pasted instead")
    command.set_defaults(run=_run)


def _run(arguments: argparse.Namespace) -> int:
    try:
        data = manifest(arguments.url, read_drafts=not arguments.no_draft_access)
    except ValueError as error:
        print(f"askfirst: --url: {error} (see askfirst manifest --help)", file=sys.stderr)
        return 2
    print(json.dumps(data, indent=2))
    return 0
