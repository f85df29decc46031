"""From a plan's file to its draft: read in the child, outlined, drafted by the rules."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from zzmap.catalogue import Catalogue
from zzmap.extract.draft import Draft
from zzmap.extract.drafted import drafted
from zzmap.extract.known_names import gazetteer
from zzmap.extract.merge_base import is_of
from zzmap.extract.merged import Precisions
from zzmap.extract.outline import outlined
from zzmap.extract.regions import city_of
from zzmap.io.documents.reading import read_document
from zzmap.messages import say


def draft_plan(
    path: str | Path,
    catalogue: Catalogue,
    *,
    cold: bool = False,
    version: str = "",
    progress: Callable[[int, int], None] | None = None,
    precisions: Precisions | None = None,
) -> Draft:
    r"""Return the draft of a plan's document.

    Parameters
    ----------
    path
        ``.txt``, ``.docx`` or ``.pdf`` with a text layer.
    catalogue
        What geodata knows: its names, and documents whose letters are kept.
    cold
        Whether only the names of its districts are to be known.
    version
        Of zzmap.
    progress
        Told how many pages are read, and of how many, where the document tells its pages.
    precisions
        How often the rules are right; None for what was measured.

    Raises
    ------
    FormatError
        If the document cannot be read.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "plan.txt"
    ...     _ = file.write_text("郑州市工业规划\n一、布局\n支持郑州高新区发展传感器。\n", "utf-8")
    ...     draft = draft_plan(file, Catalogue())
    >>> [(row.industry, row.place, row.locator) for row in draft.placements]
    [('传感器', '郑州高新区', 'A·一')]
    """
    raw = read_document(path, progress)
    known = () if cold else catalogue.documents.values()
    draft = drafted(
        outlined(raw, known), gazetteer(catalogue, cold=cold),
        source=raw.source, sha256=raw.sha256, version=version, precisions=precisions,
    )  # fmt: skip
    draft.notes[:0] = raw.notes
    told = city_of(row.title for row in draft.documents)
    if told and not cold and not is_of(told, catalogue):
        draft.notes.append(
            say(
                "the title says {told} and this geodata is of {city}: read it with --geodata and "
                "the folder of {told}",
                told=told,
                city=catalogue.city.name,
            )
        )
    return draft
