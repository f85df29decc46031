"""The exceptions zzmap raises: one sentence each that says what, where and how to mend it."""

from __future__ import annotations

from zzmap.messages import Language, Said, say, speaking


class ZzmapError(Exception):
    """Base of every error zzmap raises on purpose.

    Parameters
    ----------
    what
        What is wrong, as a clause without a final full stop.
    where
        File, row, vertex or feature the fault is at.
    hint
        What the reader can do about it.

    Examples
    --------
    >>> import zzmap as zz
    >>> try:
    ...     zz.read("none.geojson")
    ... except zz.ZzmapError as error:
    ...     print(error)
    none.geojson: there is no such file. Check the path.
    """

    def __init__(self, what: str, where: str = "", hint: str = "") -> None:
        self.what, self.where, self.hint = what, where, hint
        super().__init__(str(self))

    def __str__(self) -> str:
        """Return the sentence the command line prints."""
        if self.where:
            told = say("{where}: {what}.", where=self.where, what=self.what)
        else:
            told = say("{what}.", what=self.what)
        return str(say("{told} {hint}", told=told, hint=self.hint) if self.hint else told)

    def text(self, language: Language) -> str:
        """Return the sentence in a language, whichever it was raised in.

        Examples
        --------
        >>> import zzmap as zz
        >>> try:
        ...     zz.read("none.geojson")
        ... except zz.ZzmapError as error:
        ...     print(error.text("zh"))
        none.geojson：没有这个文件。请检查路径。
        """
        with speaking(language):
            return str(self)


class GeodataError(ZzmapError):
    """The geodata folder, one of its tables or one of its layers cannot be read.

    Examples
    --------
    >>> import zzmap as zz
    >>> try:
    ...     zz.open("no-folder")
    ... except zz.GeodataError as error:
    ...     print(error.what)
    no geodata here (documents.csv is missing)
    """


class NotFoundError(ZzmapError):
    """A name matches nothing; `near` holds names that come close.

    Examples
    --------
    >>> import zzmap as zz
    >>> try:
    ...     zz.open().place("龙湖西岸")
    ... except zz.NotFoundError as error:
    ...     print(error.near)
    ('龙湖北部',)
    """

    def __init__(self, what: str, near: tuple[str, ...] = (), hint: str = "") -> None:
        self.near = near
        close = say("Near names: {near}.", near=", ".join(near)) if near else ""
        both = say("{told} {hint}", told=close, hint=hint) if close and hint else close or hint
        super().__init__(what, hint=both)


class CrsError(ZzmapError):
    """A coordinate reference system is unknown, unfit or cannot be told from the data.

    `index` is the number, from 0, of the point at fault among all that were given; None
    where it is no single one.

    Examples
    --------
    >>> import zzmap as zz
    >>> try:
    ...     zz.to_crs([[113.6, 34.7]], "EPSG:999999")
    ... except zz.CrsError as error:
    ...     print(error.what)
    EPSG has no reference system 999999
    """

    def __init__(
        self, what: str, where: str = "", hint: str = "", index: int | None = None
    ) -> None:
        self.index = index
        super().__init__(what, where, hint)


class UnfitCrsError(CrsError):
    """A system is understood, and is none whose coordinates can be brought to WGS-84 here."""


class OldDatumError(UnfitCrsError):
    """Coordinates are in 西安80 or 北京54, which no name and no option makes CGCS2000."""

    @property
    def name(self) -> str:
        """The datum, as people call it."""
        return str(self.what.parts["name"]) if isinstance(self.what, Said) else self.what


class SeveralSystemsError(CrsError):
    """Words name systems that put coordinates in different places, such as CGCS2000 and GCJ-02."""


class FormatError(ZzmapError):
    """A file is not what its name says, or holds something zzmap cannot use.

    Examples
    --------
    >>> import zzmap as zz
    >>> from pathlib import Path
    >>> Path("plan.docx").write_bytes(b"PK")
    2
    >>> try:
    ...     zz.read("plan.docx")
    ... except zz.FormatError as error:
    ...     print(error.what)
    “.docx” is a text document, which zzmap does not read
    """


class OutputError(ZzmapError):
    """A result cannot be written where it was asked for.

    Examples
    --------
    >>> import zzmap as zz
    >>> try:  # a park store is a planner's work, and nothing is written over it
    ...     zz.open().export("zones", "my.gpkg")
    ... except zz.OutputError as error:
    ...     print(error.what)
    this is a park store, which no export takes the place of; nothing was written
    """
