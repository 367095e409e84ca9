"""The Thunderbird extension as a file: its own files, the shared ones, and the words of the catalogues."""

from __future__ import annotations

import io
import json
from importlib import metadata
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from addon.messages import about, script
from addon.words import languages

_HERE = Path(__file__).parent
_OWN = _HERE / "thunderbird"
_SHARED = _HERE / "shared"
_KINDS = frozenset({".js", ".html", ".css", ".json", ".svg"})


def files() -> dict[str, bytes]:
    """Every file of the extension by its path in it."""
    own = {path.name: path for path in sorted(_OWN.iterdir()) if path.suffix in _KINDS}
    shared = {f"shared/{path.name}": path for path in sorted(_SHARED.iterdir()) if path.suffix in _KINDS}
    found = {name: path.read_bytes() for name, path in (own | shared).items()}
    said = [path for path in (own | shared).values() if path.suffix == ".js"]
    found["shared/tables.js"] = script(said).encode()
    found["manifest.json"] = _json(json.loads(found["manifest.json"]) | {"version": metadata.version("askfirst")})
    for language in languages():
        name, description = about(language)
        found[f"_locales/{language}/messages.json"] = _json({"name": {"message": name}, "description": {"message": description}})
    return found


def pack() -> bytes:
    """The .xpi; the same bytes for the same files."""
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, data in sorted(files().items()):
            entry = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, data)
    return packed.getvalue()


def _json(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()
