"""Tell whether what a build wrote is still what it would write."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path

from zzmap import __version__

STAMP = ".zzmap-build.json"


def fingerprint(inputs: Iterable[Path], options: dict[str, object]) -> str:
    """Hash the contents of all input files, the version and the options."""
    digest = hashlib.sha256(json.dumps([__version__, options], sort_keys=True).encode())
    for path in sorted(inputs):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def is_fresh(out: Path, mark: str) -> bool:
    """Tell whether `out` holds a whole build with this fingerprint."""
    try:
        stamp = json.loads((out / STAMP).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    if not isinstance(stamp, dict) or stamp.get("fingerprint") != mark:
        return False
    return all((out / name).is_file() for name in stamp.get("files", ["?"]))


def stamp_text(mark: str, files: Iterable[str]) -> str:
    """Return the text of the stamp."""
    return json.dumps({"fingerprint": mark, "files": sorted(files)}, indent=1) + "\n"
