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
    from zzmap.io.target import new_folder

    folder = new_folder(out)
    draft = draft_plan(
        file, Catalogue(geodata), cold=cold, version=__version__, progress=progress
    )  # fmt: skip
    write_draft(draft, folder)
    return draft


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
        If the folder is no draft, or one of another city.
    OutputError
        If the page cannot be written there.

    Examples
    --------
    >>> from pathlib import Path
    >>> from zzmap.workspace import drafts
    >>> Path("plan.txt").write_text("低空经济行动方案（虚构）", "utf-8")
    12
    >>> drafts.review(drafts.blank("plan.txt", "draft"), "review.html").name
    'review.html'
    """
    from zzmap.extract.draft import read_draft
    from zzmap.extract.merge_base import check_city
    from zzmap.io.staging import write_text
    from zzmap.render.freshness import check_built
    from zzmap.render.review_page import review_map

    target = Path(out)
    read, catalogue = read_draft(Path(draft)), Catalogue(geodata)
    check_city(read, catalogue)
    page = review_map(read, catalogue).page()
    check_built(target.parent, {target.name: page})
    write_text(target, page)
    return target


def blank(
    text: str | Path, out: str | Path, document: dict[str, str] | None = None,
    geodata: str | Path | None = None,
) -> Path:  # fmt: skip
    """Make a draft without rows of a text: all of them are taken from it on the review page.

    Parameters
    ----------
    text
        The plan, plain text in UTF-8.
    out
        Draft folder to make.
    document
        Cells of documents.csv; what is not given can be filled in on the page.
    geodata
        The geodata it is to be added to; None takes the one `zzmap.open` takes.

    Raises
    ------
    FormatError
        If it is no text in UTF-8, holds nothing, or is too long.
    OutputError
        If the folder is there already.

    Examples
    --------
    >>> from pathlib import Path
    >>> from zzmap.workspace import drafts
    >>> Path("plan.txt").write_text("低空经济行动方案（虚构）", "utf-8")
    12
    >>> drafts.blank("plan.txt", "draft", {"number": "虚构〔2026〕1号"}).name
    'draft'
    """
    from zzmap import __version__
    from zzmap.extract.blank import blank_draft
    from zzmap.extract.draft import write_draft
    from zzmap.io.target import new_folder

    folder = new_folder(out)
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
    """Merge what a review accepted into a geodata folder.

    Parameters
    ----------
    draft
        Draft folder.
    decisions
        What its review page saved.
    geodata
        The geodata that is added to; None takes the one `zzmap.open` takes.
    out
        New folder to write the whole to; None writes into `geodata`, which `in_place` must say.
    in_place
        Whether `geodata` itself may be changed; never the folder that came with zzmap.

    Returns
    -------
    Applied
        The folder, the rows each table gained, and notes.

    Raises
    ------
    FormatError
        If nothing is accepted, an accepted row rests on one that is not, or the decisions are
        of another draft.
    GeodataError
        If the result would not pass the check; nothing is written.
    OutputError
        If the folder may not be written to.

    Examples
    --------
    >>> import json
    >>> from pathlib import Path
    >>> from zzmap.workspace import drafts
    >>> Path("plan.txt").write_text("低空经济行动方案（虚构）", "utf-8")
    12
    >>> told = {"number": "虚构〔2026〕1号", "date": "2026-01-01"}
    >>> drafts.blank("plan.txt", "draft", {**told, "issuer": "虚构", "gazette": "虚构"}).name
    'draft'
    >>> from zzmap.extract.decisions import MARK, text_hash
    >>> from zzmap.extract.draft import read_draft
    >>> accepted = {"table": "documents", "key": "doc-plan", "decision": "accept"}
    >>> mark = text_hash(read_draft(Path("draft")))
    >>> saved = {"kind": MARK, "draft": mark, "decisions": [accepted]}
    >>> Path("decisions.json").write_text(json.dumps(saved), "utf-8") > 0
    True
    >>> drafts.apply("draft", "decisions.json", out="geodata-new").added
    {'documents': 1}
    """
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
    """Take back the last merge into a folder.

    Parameters
    ----------
    geodata
        The folder; None takes the one `zzmap.open` takes.

    Returns
    -------
    tuple of Path and list of str
        The record of the merge, and the tables put back.

    Raises
    ------
    OutputError
        If there is none, or a table has been changed since.

    Examples
    --------
    >>> from zzmap.errors import OutputError
    >>> from zzmap.workspace import drafts
    >>> try:
    ...     drafts.undo()
    ... except OutputError as error:
    ...     print(error.what)
    no merge is left to undo here
    """
    from zzmap.extract.apply import undo

    return undo(geodata_folder(geodata))
