"""The one door in: from a file to a `Layer`."""

from __future__ import annotations

from pathlib import Path

from zzmap.errors import FormatError
from zzmap.io import child
from zzmap.io.formats import NOT_READ, READABLE, format_of
from zzmap.io.guard import check_file
from zzmap.io.layer import Layer
from zzmap.io.wire import GarbledError, decode, decode_names
from zzmap.messages import say


def read(path: str | Path, layer: str | None = None, *, encoding: str | None = None) -> Layer:
    """Read a file that has one layer, or the one named.

    Parameters
    ----------
    path
        Any file of `zzmap.io.READABLE`, or a folder of files of one format.
    layer
        Layer of a file that has several, or file of a folder or an archive that holds several; a
        folder of a KML, which is else read whole.
    encoding
        Encoding of a Shapefile's attributes, or of a text; None tells it from them.

    Returns
    -------
    Layer
        Features of any geometry, or of none, in the file's own coordinates.

    Raises
    ------
    FormatError
        If the file cannot be read, or has several layers and none is named.

    Examples
    --------
    >>> import json, pathlib, tempfile
    >>> point = {"type": "Point", "coordinates": [113.54, 34.8]}
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder) / "标注.geojson"
    ...     _ = file.write_text(json.dumps(point), "utf-8")
    ...     layer = read(file)
    >>> layer.name, layer.claim, layer.frame.geometry.iloc[0].wkt
    ('标注', 'EPSG:4326', 'POINT (113.54 34.8)')
    """
    found = read_all(path, layer, encoding=encoding)
    if len(found) == 1:
        return found[0]
    if not found:
        raise FormatError(
            say("the file holds no layer of features"),
            where=Path(path).name,
            hint=say("Export it again with its features."),
        )
    raise FormatError(
        say("it has {count} layers", count=len(found)),
        where=Path(path).name,
        hint=say("Name one with --layer: {found}.", found=", ".join(row.name for row in found)),
    )


def read_all(
    path: str | Path, layer: str | None = None, *, encoding: str | None = None
) -> list[Layer]:
    """Read all layers of features of a file, or the one named.

    Parameters, and errors, are those of `read`; the order is the file's.
    """
    path = _checked(path)
    child.start()
    import geopandas  # noqa: F401  while the child loads its own libraries

    try:
        return decode(child.ask(path, layer=layer, encoding=encoding))
    except GarbledError:
        raise _cut_short(path) from None


def layer_names(path: str | Path) -> list[str]:
    """Return the names of a file's layers of features; of a KML those of its folders.

    Raises
    ------
    FormatError
        If the file cannot be read.
    """
    path = _checked(path)
    try:
        return decode_names(child.ask(path, names=True))
    except GarbledError:
        raise _cut_short(path) from None


def _checked(path: str | Path) -> Path:
    """Return a path that may be read: a file of a known format, or a folder."""
    path = Path(path)
    check_file(path)
    if path.is_dir():
        return path.resolve()
    if format_of(path) is not None and path.suffix.lower() not in NOT_READ:
        return path
    what, hint = NOT_READ.get(path.suffix.lower(), ("", ""))
    told = (
        say("{what}, which zzmap does not read", what=what)
        if what
        else say("no format zzmap reads")
    )
    raise FormatError(
        say("“{suffix}” is {told}", suffix=path.suffix.lower() or path.name, told=told),
        where=path.name,
        hint=hint or say("It reads {readable}.", readable=", ".join(READABLE)),
    )


def _cut_short(path: Path) -> FormatError:
    return FormatError(
        say("this file breaks the program that reads it"),
        where=path.name,
        hint=say("It is damaged, or made to do harm: export it again."),
    )
