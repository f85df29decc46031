"""Titles that a planner has given to maps, kept beside the store."""

from __future__ import annotations

import json
from pathlib import Path

from zzmap.io.staging import make_folder, write_text

_FILE = "titles.json"


class Titles:
    """Titles by the file of their map.

    Parameters
    ----------
    folder
        Holds them; made when the first is given.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / _FILE

    def given(self) -> dict[str, str]:
        """Return the titles; none where somebody has damaged the file."""
        try:
            said = json.loads(self._path.read_text("utf-8"))
        except (OSError, ValueError, RecursionError):
            return {}
        rows = said.items() if isinstance(said, dict) else ()
        return {file: title for file, title in rows if isinstance(title, str) and title}

    def give(self, file: str, title: str) -> None:
        """Call a map so, or with an empty title as it is called by itself."""
        titles = {**self.given(), file: title}
        make_folder(self._path.parent)
        kept = {name: text for name, text in sorted(titles.items()) if text}
        write_text(self._path, json.dumps(kept, ensure_ascii=False))
