"""Tell which of a file's columns hold a parcel's name, code, industries, status and area."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any

from zzmap.errors import FormatError
from zzmap.io.columns import fold_column
from zzmap.messages import say
from zzmap.model import STATUSES
from zzmap.parks.parcel import Parcel
from zzmap.units import M2_PER_UNIT
from zzmap.words import join, split

FIELDS = ("name", "code", "industries", "status", "area")

GUESSES: dict[str, tuple[str, ...]] = {
    "name": (
        "name",
        "名称",
        "园区名称",
        "地块名称",
        "项目名称",
        "xmmc",
        "yqmc",
        "mc",
        "dkmc",
        "园区",
        "title",
        "宗地名称",
        "地块",
        "宗地",
        "文件夹",
        # As a Shapefile cuts them: ten bytes hold three letters of UTF-8.
        "园区名",
        "地块名",
        "项目名",
        "宗地名",
        "parcel",
        "parcel_name",
        "parcelname",
        "lot",
        "lot_name",
        "plot",
        "plot_name",
        "site",
        "site_name",
        "图斑",
        "片区",
        "片区名称",
        "区块",
        "区块名称",
    ),
    "code": (
        "code",
        "编号",
        "地块编号",
        "代码",
        "dkbh",
        "bh",
        "zddm",
        "bsm",
        "地块代码",
        "宗地号",
        "宗地编号",
        "宗地代码",
    ),
    "industries": ("industries", "industry", "产业", "主导产业", "行业", "产业类型", "zdcy", "cy"),
    "status": ("status", "状态", "建设状态", "zt", "jszt", "进度"),
    "area": (
        "area",
        "面积",
        "用地面积",
        "占地面积",
        "mj",
        "area_ha",
        "area_mu",
        "area_m2",
        "area_km2",
        "ydmj",
    ),
}
"""Column names in the order they are looked for, compared without case, unit and spaces."""

# A unit in letters is a word of its own: Shape_Area holds no "ha".
_UNIT = re.compile(
    "(万?)(?:("
    + "|".join(unit for unit in M2_PER_UNIT if not unit.isascii())
    + ")|(?<![a-z])("
    + "|".join(unit for unit in M2_PER_UNIT if unit.isascii())
    + ")s?(?![a-z0-9]))"
)

_NUMBER = re.compile(r"[-+]?\d[\d,]*\.?\d*(?:[eE][-+]?\d+)?")


def parse_mapping(text: str) -> dict[str, str]:
    """Read ``name=园区名称,industries=主导产业``.

    Raises
    ------
    FormatError
        If it is not of this form or names a field zzmap does not have.
    """
    mapping = {}
    for pair in filter(None, (part.strip() for part in text.split(","))):
        field, separator, column = (piece.strip() for piece in pair.partition("="))
        if not separator or field not in FIELDS or not column:
            raise FormatError(
                say("“{pair}” maps no column", pair=pair),
                where=say("--map"),
                hint=say("Write field=column; fields are {fields}.", fields=", ".join(FIELDS)),
            )
        mapping[field] = column
    return mapping


def check_mapping(parcels: Sequence[Parcel], mapping: Mapping[str, str]) -> None:
    """Refuse a mapping to a column that none of the parcels has.

    Raises
    ------
    FormatError
        That lists the columns there are.
    """
    columns = dict.fromkeys(str(key) for parcel in parcels for key in parcel.attributes)
    for field, column in mapping.items():
        if column not in columns:
            raise FormatError(
                say("there is no column “{column}” for {field}", column=column, field=field),
                where=say("--map"),
                hint=say("The file has {columns}.", columns=", ".join(columns) or say("none")),
            )


def mapped(
    parcel: Parcel, mapping: Mapping[str, str] | None = None, whole: Collection[str] = ()
) -> Parcel:
    """Return a parcel with its columns understood; a column it lacks is blank.

    Industries are split but for the names in `whole`; see `zzmap.words.split`.
    """
    columns = _guessed(tuple(map(str, parcel.attributes)))
    if mapping:
        columns = {**columns, **mapping}
    values = dict.fromkeys(FIELDS, "")
    for field, column in columns.items():
        if column:
            values[field] = _text(parcel.attributes.get(column))
    stated = parcel.stated_area_m2
    if stated is None and values["area"]:
        stated = area_m2(values["area"], columns["area"])
    return Parcel(  # not `replace`, which takes as long as all the rest
        parcel.number,
        parcel.geometry,
        parcel.attributes,
        stated,
        values["name"],
        values["code"],
        split(values["industries"], whole) if values["industries"] else (),
        _status(values["status"]) if values["status"] else "",
    )


def area_m2(text: str, column: str = "") -> float | None:
    """Read an area with its unit, from the cell or else from the column's name.

    Returns square metres; None where no unit is given, since a bare number can be any.
    """
    text = unicodedata.normalize("NFKC", text)
    number = _NUMBER.search(text)
    if number is None:
        return None
    for label in (text[number.end() :], column):
        unit = _UNIT.search(unicodedata.normalize("NFKC", label).lower())
        if unit is not None:
            factor = M2_PER_UNIT[unit[2] or unit[3]] * (10_000 if unit[1] else 1)
            return float(number[0].replace(",", "")) * factor
    return None


@lru_cache(maxsize=256)
def _guessed(columns: tuple[str, ...]) -> dict[str, str]:
    """Return the column of each field by its name; a file's parcels mostly have the same."""
    folded = {fold_column(column): column for column in reversed(columns)}
    return {
        field: next((folded[guess] for guess in GUESSES[field] if guess in folded), "")
        for field in FIELDS
    }


def _text(value: Any) -> str:
    if value is None or _is_nan(value):
        return ""
    if isinstance(value, list | tuple):
        return join(map(str, value))
    return str(value).strip()


def _status(text: str) -> str:
    lowered = text.lower()
    return next(
        (row.id for row in STATUSES.values() if any(word in lowered for word in row.written)), ""
    )


def _is_nan(value: Any) -> bool:
    return isinstance(value, float) and math.isnan(value)
