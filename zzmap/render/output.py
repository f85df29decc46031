"""Write pages and tables, whole or not at all."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from zzmap.errors import OutputError


def write_all(out: Path, texts: dict[str, str]) -> None:
    """Write texts by file name into a folder, all beside first, then all renamed.

    A reader never sees half a file, nor half of a build that failed.

    Raises
    ------
    OutputError
        If a file cannot be written there.
    """
    staged: list[tuple[Path, Path]] = []
    try:
        for name, text in texts.items():
            target = out / name
            target.parent.mkdir(parents=True, exist_ok=True)
            part = target.with_name(f".{target.name}.part")
            staged.append((part, target))
            part.write_text(text, "utf-8")
        for part, target in staged:
            part.replace(target)
    except OSError as error:
        for part, _ in staged:
            # The folder itself may be what is missing or forbidden.
            with suppress(OSError):
                part.unlink()
        raise OutputError(
            f"cannot write here ({error.strerror or error})",
            where=str(out),
            hint="Choose a folder you may write to with --out.",
        ) from None
