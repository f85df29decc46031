"""A draft's way into geodata: its review page, the merge of what was accepted, and its undo."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from zzmap.catalogue import Catalogue
from zzmap.settings import geodata_folder

if TYPE_CHECKING:
    from collections.abc import Callable

    from zzmap.extract.apply import Applied
    from zzmap.extract.draft import Draft


def extract(
    file: str | Path,
    out: str | Path,
    geodata: str | Path | None = None,
    *,
    cold: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Draft:
    """Draft what a plan's document says, as rows of geodata to be reviewed.

    Parameters
    ----------
    file
        The plan: ``.txt``, ``.docx``, or ``.pdf`` with a text layer.
    out
        New folder for the draft.
    geodata
        What is known before; None takes the one `zzmap.open` takes.
    cold
        Whether only the names of its districts are to be known.
    progress
        Told how many pages are read, and of how many.

    Raises
    ------
    FormatError
        If the document cannot be read.
    OutputError
        If the folder is there already, or cannot be written.
    """
    from zzmap import __version__
    from zzmap.extract.draft import write_draft
    from zzmap.extract.plan import draft_plan

    folder = _new(out)
    draft = draft_plan(
        file, Catalogue(geodata), cold=cold, version=__version__, progress=progress
    )  # fmt: skip
    write_draft(draft, folder)
    return draft


def _new(out: str | Path) -> Path:
    from zzmap.errors import OutputError

    folder = Path(out)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputError("this folder is there already", str(folder), "Name another with -o.")
    return folder


def review(draft: str | Path, out: str | Path, geodata: str | Path | None = None) -> Path:
    """Write the page on which a draft is reviewed.

    Parameters
    ----------
    draft
        Draft folder.
    out
        Page to write.
    geodata
        The geodata the draft was made with; None takes the one `zzmap.open` takes.

    Raises
    ------
    FormatError
        If the folder is no draft.
    OutputError
        If the page cannot be written there.
    """
    from zzmap.extract.draft import read_draft
    from zzmap.io.staging import write_text
    from zzmap.render.freshness import check_built
    from zzmap.render.review_page import review_map

    target = Path(out)
    page = review_map(read_draft(Path(draft)), Catalogue(geodata)).page()
    check_built(target.parent, {target.name: page})
    write_text(target, page)
    return target


def blank(
    text: str | Path, out: str | Path, document: dict[str, str] | None = None,
    geodata: str | Path | None = None,
) -> Path:  # fmt: skip
    """Make a draft without rows of a text; see `zzmap.extract.blank.blank_draft`.

    Raises
    ------
    OutputError
        If the folder is there already.
    """
    from zzmap import __version__
    from zzmap.extract.blank import blank_draft
    from zzmap.extract.draft import write_draft

    folder = _new(out)
    city = Catalogue(geodata).city.name
    write_draft(blank_draft(Path(text), document or {}, city, __version__), folder)
    return folder


def apply(
    draft: str | Path,
    decisions: str | Path,
    geodata: str | Path | None = None,
    out: str | Path | None = None,
    *,
    in_place: bool = False,
) -> Applied:
    """Merge what a review accepted into a geodata folder; see `zzmap.extract.apply.apply`."""
    from zzmap.extract.apply import apply
    from zzmap.extract.decisions import read_decisions
    from zzmap.extract.draft import read_draft

    read = read_draft(Path(draft))
    return apply(
        read,
        read_decisions(Path(decisions), read),
        geodata_folder(geodata),
        None if out is None else Path(out),
        in_place=in_place,
    )


def undo(geodata: str | Path | None = None) -> tuple[Path, list[str]]:
    """Take back the last merge into a folder; see `zzmap.extract.apply.undo`."""
    from zzmap.extract.apply import undo

    return undo(geodata_folder(geodata))
