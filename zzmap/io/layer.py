"""What every reader returns and every writer takes: a layer, as its file gives it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from pandas import Series


@dataclass(frozen=True)
class Layer:
    """The features of one layer of a file, before anything is judged or transformed.

    Attributes
    ----------
    frame
        Features in the file's own coordinates, x east or longitude first; the index is the
        number of the feature in its file, from 1; the columns are the file's, in their
        order and of their types (whole numbers stay whole, blanks are None or NA).  `crs`
        is set only where the claim is a system pyproj knows.
    claim
        What the file says of its coordinates, in a form `zzmap.crs.resolve` takes; empty if
        it says nothing.
    notes
        What was assumed in reading: an encoding guessed, columns put in order, what was
        passed over; for the planner to see.
    form
        The format, as a planner calls it.
    name
        The layer's name; the file's stem where the format has none.
    ids
        The features' own ids (GeoJSON), one each, or empty.
    members
        What else the file says of all features (GeoJSON members), JSON values.
    swapped
        Whether the columns were found in the order north, east and put right.
    unit_open
        Whether nothing says what its numbers are in: as angles they may be decimal degrees, or
        degrees, minutes and seconds (113.4530 for 113°45′30″).
    unpacked
        Whether the file says that its numbers are such angles; the frame has them in degrees.

    Examples
    --------
    >>> import zzmap as zz
    >>> layer = zz.read("new.geojson")
    >>> layer.form, layer.claim, len(layer.frame)
    ('GeoJSON', 'EPSG:4326', 1)
    """

    frame: GeoDataFrame
    claim: str = ""
    notes: tuple[str, ...] = ()
    form: str = ""
    name: str = ""
    ids: tuple[object, ...] = ()
    members: Mapping[str, object] = field(default_factory=dict)
    swapped: bool = False
    unit_open: bool = False
    unpacked: bool = False

    def records(self) -> list[dict[str, Any]]:
        """Return each feature's attributes as plain Python values, blanks as None.

        Examples
        --------
        >>> import zzmap as zz
        >>> zz.read("new.geojson").records()
        [{'name': '乙园'}]
        """
        columns = self.frame.drop(columns=self.frame.geometry.name)
        names = list(columns)  # to go through a frame's columns for each row takes longer than all
        values = [_plain(columns[name]) for name in names]
        if not values:
            return [{} for _ in range(len(self.frame))]
        return [dict(zip(names, row, strict=True)) for row in zip(*values, strict=True)]


def _plain(column: Series) -> list[Any]:
    if column.dtype == "str":  # one by one they take ten times as long
        words: list[Any] = column.to_numpy(dtype=object, na_value=None).tolist()
        return words
    values: list[Any] = column.tolist()
    if column.dtype == object:
        return values
    return [None if lost else value for value, lost in zip(values, column.isna(), strict=True)]
