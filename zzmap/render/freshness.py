"""Tell whether what a build wrote is still what it would write."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from zzmap import __version__
from zzmap.errors import OutputError
from zzmap.messages import say

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


def check_built(out: Path, texts: Mapping[str, str]) -> None:
    """Refuse to replace files that no build has written by new `texts`, by name.

    Raises
    ------
    OutputError
        That names the first such file.
    """
    known = _listed(out)
    for name, text in texts.items():
        path = out / name
        if not path.exists():
            continue
        if path.is_file() and (name in known or _looks_built(path, text)):
            continue
        raise OutputError(
            say("a file of this name is here that zzmap did not write; nothing was written"),
            where=str(path),
            hint=say("Choose another folder with --out, or move the file away."),
        )


def _listed(out: Path) -> set[str]:
    """Return the files the last build there says it wrote."""
    try:
        return set(json.loads((out / STAMP).read_text("utf-8"))["files"])
    except (OSError, ValueError, TypeError, KeyError):
        return set()


def _looks_built(path: Path, text: str) -> bool:
    """Tell a file of a build whose stamp is lost: pages name zzmap, tables begin as ours do."""
    raw = path.read_bytes()
    if path.name == STAMP:
        return b'"fingerprint"' in raw
    if path.suffix == ".html":
        return b"<html" in raw[:200].lower() and b"zzmap" in raw
    return not raw or raw.splitlines()[:1] == text.encode().splitlines()[:1]


def stamp_text(mark: str, files: Iterable[str]) -> str:
    """Return the text of the stamp."""
    return json.dumps({"fingerprint": mark, "files": sorted(files)}, indent=1) + "\n"
