"""`diff`: what changed between two editions of the plans, or two documents, as tables and a map."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zzmap.catalogue import Catalogue
from zzmap.edition.compare import CHANGES, SUBJECTS, THRESHOLD, Change, Edition, compare, counts
from zzmap.errors import FormatError, NotFoundError, OutputError
from zzmap.messages import say

if TYPE_CHECKING:
    from pandas import DataFrame

    from zzmap.edition.new_city import NewCity
    from zzmap.render.change_map import ChangeMap

OUTPUTS = (".xlsx", ".csv", ".json", ".html")
"""Suffixes `Difference.write` writes."""

_COUNTED = ("subject", "change", "count")


class Difference:
    """What changed between two editions.

    Attributes
    ----------
    old, new
        The editions.
    changes
        Every change; see `zzmap.edition.compare.Change`.

    Examples
    --------
    >>> import zzmap as zz
    >>> found = zz.diff("D", "S")
    >>> len(found.changes) == sum(found.counts.values()) > 0
    True
    """

    def __init__(self, old: Edition, new: Edition, changes: list[Change]) -> None:
        self.old, self.new, self.changes = old, new, changes

    @property
    def counts(self) -> dict[tuple[str, str], int]:
        """How many changes there are of each subject and kind.

        Examples
        --------
        >>> import zzmap as zz
        >>> zz.diff("D", "S").counts["place", "added"] > 0
        True
        """
        return counts(self.changes)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The changes as JSON-ready values.

        Examples
        --------
        >>> import zzmap as zz
        >>> zz.diff("D", "S").rows[0]["subject"]
        'industry'
        """
        return [row._asdict() for row in self.changes]

    @property
    def frame(self) -> DataFrame:
        """The changes as a DataFrame, one row a change.

        Examples
        --------
        >>> import zzmap as zz
        >>> zz.diff("D", "S").frame.columns.tolist()[:4]
        ['subject', 'change', 'old', 'new']
        """
        import pandas as pd

        return pd.DataFrame(self.changes, columns=list(Change._fields))

    def map(self) -> ChangeMap:
        """Return a `folium.Map` that colours each place by its changes.

        Examples
        --------
        >>> import zzmap as zz
        >>> zz.diff("D", "S").map().save("changes.html")
        """
        from zzmap.render.change_map import ChangeMap

        return ChangeMap(self.old, self.new, self.changes)

    def write(self, path: str | Path) -> Path:
        """Write the changes; the suffix, one of `OUTPUTS`, chooses the form.

        Raises
        ------
        FormatError
            If the suffix is none of them.
        OutputError
            If the file cannot be written there, or is not one zzmap wrote.

        Examples
        --------
        >>> import zzmap as zz
        >>> zz.diff("D", "S").write("changes.csv").name
        'changes.csv'
        """
        check_output(path)
        target = Path(path)
        write = {
            ".xlsx": self._xlsx, ".csv": self._csv, ".json": self._json, ".html": self._html,
        }[target.suffix.lower()]  # fmt: skip
        write(target)
        return target

    def _cells(self) -> list[list[Any]]:
        return [[_cell(value) for value in row] for row in self.changes]

    def _xlsx(self, target: Path) -> None:
        from zzmap.io.write_table import writing_pair

        with writing_pair(target, (Change._fields, _COUNTED), ("changes", "counts")) as book:
            book.rows(self._cells())
            book.review([subject, change, n] for (subject, change), n in self.counts.items())

    def _csv(self, target: Path) -> None:
        from zzmap.io.staging import write_text
        from zzmap.io.target import check_table
        from zzmap.words import csv_text

        check_table(target, Change._fields)
        rows = [["" if cell is None else str(cell) for cell in row] for row in self._cells()]
        write_text(target, "\ufeff" + csv_text([Change._fields, *rows]))

    def _json(self, target: Path) -> None:
        from zzmap.io.staging import write_text

        document = {
            "zzmap": "diff", "old": self.old.label, "new": self.new.label,
            "changes": self.rows,
        }  # fmt: skip
        if target.exists() and not _is_ours(target):
            raise OutputError(
                say("what is here was not made by zzmap"), str(target), say("Name another file.")
            )
        write_text(target, json.dumps(document, ensure_ascii=False, indent=1) + "\n")

    def _html(self, target: Path) -> None:
        from zzmap.io.staging import write_text
        from zzmap.render.freshness import check_built

        page = self.map().page()
        check_built(target.parent, {target.name: page})
        write_text(target, page)


def check_output(path: str | Path) -> None:
    """Refuse a file that changes are not written to.

    Raises
    ------
    FormatError
        If its suffix is none of `OUTPUTS`.

    Examples
    --------
    >>> from zzmap.workspace.editions import check_output
    >>> check_output("changes.xlsx")
    """
    target = Path(path)
    if target.suffix.lower() not in OUTPUTS:
        raise FormatError(
            say("changes are not written as “{suffix}”", suffix=target.suffix), target.name,
            say("Name a file that ends in {outputs}.", outputs=', '.join(OUTPUTS)),
        )  # fmt: skip


def _cell(value: Any) -> Any:
    from zzmap.words import join

    return join(value) if isinstance(value, tuple) else value


def _is_ours(target: Path) -> bool:
    try:
        return bool(json.loads(target.read_text("utf-8"))["zzmap"] == "diff")
    except (OSError, ValueError, TypeError, LookupError):
        return False


def diff(
    old: str | Path,
    new: str | Path,
    *,
    geodata: str | Path | None = None,
    threshold: float = THRESHOLD,
    same: Mapping[str, str] | None = None,
) -> Difference:
    """Tell what changed between two editions.

    Parameters
    ----------
    old, new
        Each a geodata folder, a draft folder (unreviewed, and told so), or the id, letter,
        number or title of a document of `geodata`.
    geodata
        Folder the documents are in, and that drafts were made with; None takes the one
        `zzmap.open` takes.
    threshold
        Sameness (0 to 1) from which two names are told as a possible renaming.
    same
        New name by old name, of what you know to be the same thing.

    Returns
    -------
    Difference
        Its `changes`, `counts`, `frame`, `map()` and `write(path)`.

    Raises
    ------
    GeodataError
        If a folder holds no geodata.
    NotFoundError
        If `old` or `new` is neither a folder nor a document, or may be either.

    Examples
    --------
    >>> import zzmap as zz
    >>> found = zz.diff("D", "S")
    >>> found.counts["project", "dropped"] > 0
    True
    """
    if not 0 < threshold <= 1:
        raise FormatError(
            say("{threshold} is no sameness", threshold=threshold),
            hint=say("Give one above 0, and at most 1."),
        )
    before, after = _edition(old, geodata), _edition(new, geodata)
    return Difference(before, after, compare(before, after, threshold=threshold, same=same))


def _edition(name: str | Path, geodata: str | Path | None) -> Edition:
    folder = Path(name)
    found: list[str] = []
    catalogue = None
    if not isinstance(name, Path) and not ("/" in name or "\\" in name):
        catalogue = Catalogue(geodata)
        found = [
            row.id
            for row in catalogue.documents.values()
            if name in (row.id, row.letter, row.number, row.title)
        ]
    if folder.is_dir() and found:
        raise NotFoundError(
            say("“{name}” is a folder here and a document of the geodata", name=name),
            hint=say(
                "Write ./{name} for the folder, or the document's id {found}.",
                name=name,
                found=found[0],
            ),
        )
    if (folder / "draft.json").is_file():
        from zzmap.extract.as_catalogue import DraftCatalogue
        from zzmap.extract.draft import read_draft
        from zzmap.extract.merge_base import check_city

        draft, base = read_draft(folder), Catalogue(geodata)
        check_city(draft, base)
        return Edition(DraftCatalogue(draft, base), label=f"{draft.source} (draft)", named=True)
    if folder.is_dir():
        return Edition(Catalogue(folder), label=folder.resolve().name)
    if catalogue is None or len(found) != 1:
        near = tuple(row.id for row in catalogue.documents.values()) if catalogue else ()
        raise NotFoundError(
            say("“{name}” is no folder and no document of the geodata", name=name)
            if not found
            else say(
                "“{name}” is {count} documents ({found})",
                name=name,
                count=len(found),
                found=", ".join(found),
            ),
            near,
            say("Name a geodata folder, or a document by its id, letter or number."),
        )
    document = catalogue.documents[found[0]]
    return Edition(catalogue, document.id, document.number or document.title)


def new(city: str, out: str | Path | None = None) -> NewCity:
    """Make a geodata folder for another city of China; needs the extra `new`.

    Parameters
    ----------
    city
        Name of a prefecture-level city, prefecture, league or municipality, or its six digits.
    out
        Folder to make; None takes ``geodata-`` and the city's pinyin, here.

    Returns
    -------
    NewCity
        The folder, and how far each of its boundaries may be off, in metres.

    Raises
    ------
    NotFoundError
        If the name is no such city's, or more than one unit's.
    GeodataError
        If the boundary packages are not installed, or the city cannot be measured in one zone.
    OutputError
        If the folder exists and is not empty, or cannot be written.

    Examples
    --------
    >>> from zzmap.workspace.editions import new
    >>> made = new("洛阳市", "geodata-luoyang")
    >>> made.name, len(made.districts)
    ('洛阳市', 14)
    """
    from zzmap.edition.new_city import new_city

    return new_city(city, None if out is None else Path(out))


__all__ = [
    "CHANGES",
    "OUTPUTS",
    "SUBJECTS",
    "THRESHOLD",
    "Difference",
    "check_output",
    "diff",
    "new",
]
