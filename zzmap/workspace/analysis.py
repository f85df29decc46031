"""`Analysis`: what counts and rules say of a city's layout, as DataFrames."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zzmap.analysis import indicators, layout, measures, register, tally
from zzmap.analysis.files import read_rows, write_analysis
from zzmap.errors import FormatError, NotFoundError
from zzmap.messages import say
from zzmap.names import INDUSTRY, Names
from zzmap.place_sheet import find_place

if TYPE_CHECKING:
    from pandas import DataFrame

    from zzmap.workspace.city import City


@dataclass(frozen=True)
class Counting:
    """What is counted, and for what.

    Attributes
    ----------
    by
        ``zone``, ``district`` or ``place``.
    level
        ``industry``, ``subindustry``, ``segment``, ``pillar`` or ``own``.
    count
        ``places`` or ``statements`` of the plans; with a joined table ``enterprises`` or
        ``investment``.  '' takes places, or enterprises where there is a table.
    table
        A joined table: a file, or the frame of `City.join`.
    investment
        Its column of investment.

    Examples
    --------
    >>> import zzmap as zz
    >>> counted = zz.open().analysis.counts(by="district", level="pillar")
    >>> counted.columns.tolist()
    ['place_id', 'place', 'industry_id', 'industry', 'count', 'of']
    """

    by: str = tally.ZONE
    level: str = "industry"
    count: str = ""
    table: str | Path | DataFrame | None = None
    investment: str = ""


_WAYS = frozenset(row.name for row in fields(Counting))


class Analysis:
    """Measures of a city's layout; each is a DataFrame whose ``attrs["notes"]`` say what is not
    in it.

    Measures of counts take the fields of `Counting` as keywords.

    Parameters
    ----------
    city
        The city.

    Examples
    --------
    >>> import zzmap as zz
    >>> zz.open().analysis.similarity(by="district").columns.tolist()
    ['place_a', 'place_b', 'similarity']
    """  # noqa: D205 - the first sentence needs two lines

    def __init__(self, city: City) -> None:
        self._city = city

    def counts(self, **counting: Any) -> DataFrame:
        """Count places, statements, enterprises or 万元 by place and industry.

        Raises
        ------
        FormatError
            If a unit, level, count or column is not there.

        Examples
        --------
        >>> import zzmap as zz
        >>> found = zz.open().analysis.counts(by="zone", count="statements")
        >>> found.columns.tolist()
        ['place_id', 'place', 'industry_id', 'industry', 'count', 'of']
        """
        return self._each(self._tally(counting), "count", lambda x: x)

    def location_quotient(self, **counting: Any) -> DataFrame:
        """Return the location quotient; see `zzmap.analysis.measures.location_quotient`.

        Examples
        --------
        >>> import zzmap as zz
        >>> bool((zz.open().analysis.location_quotient()["lq"] > 1).any())
        True
        """
        return self._each(self._tally(counting), "lq", measures.location_quotient)

    def specialisation(self, **counting: Any) -> DataFrame:
        """Return Krugman's index against the rest, and Herfindahl's, of each place.

        Examples
        --------
        >>> import zzmap as zz
        >>> zz.open().analysis.specialisation().columns.tolist()
        ['place_id', 'place', 'krugman', 'herfindahl', 'industries', 'count', 'of']
        """
        found = self._tally(counting)
        x = found.matrix()
        rows = []
        if x:
            values = zip(found.places, measures.krugman(x), measures.herfindahl(x), x, strict=True)
            rows = [
                (
                    place, self._place(place), float(k), float(h), sum(cell > 0 for cell in row),
                    sum(row), found.unit,
                )
                for place, k, h, row in values
            ]  # fmt: skip
        columns = ["place_id", "place", "krugman", "herfindahl", "industries", "count", "of"]
        return _frame(rows, columns, found.notes)

    def similarity(self, **counting: Any) -> DataFrame:
        """Return the coefficient of industrial similarity (产业同构系数) of each two places.

        Examples
        --------
        >>> import zzmap as zz
        >>> found = zz.open().analysis.similarity()
        >>> bool(found["similarity"].between(0, 1 + 1e-12).all())
        True
        """
        found = self._tally(counting)
        x = found.matrix()
        values = measures.similarity(x or [[]])
        rows = [
            (self._place(a), self._place(b), float(values[i][j]))
            for i, a in enumerate(found.places)
            for j, b in enumerate(found.places)
            if i < j
        ]
        rows.sort(key=lambda row: -row[2] if row[2] == row[2] else 1)
        return _frame(rows, ["place_a", "place_b", "similarity"], found.notes)

    def sole_hosts(self, **counting: Any) -> DataFrame:
        """Return the industries that one place alone hosts.

        Examples
        --------
        >>> import zzmap as zz
        >>> set(zz.open().analysis.sole_hosts()["hosts"])
        {1}
        """
        found = self._tally(counting)
        rows = layout.sole_hosts(self._city.catalogue, found)
        return _frame(rows, layout.Hosts._fields, found.notes)

    def shared_focus(self, least: int = 3, **counting: Any) -> DataFrame:
        """Return the industries that at least so many places host (同质化).

        Examples
        --------
        >>> import zzmap as zz
        >>> zz.open().analysis.shared_focus()["industry"].iloc[0]
        '高端装备制造产业'
        """
        found = self._tally(counting)
        rows = layout.shared_focus(self._city.catalogue, found, least)
        return _frame(rows, layout.Hosts._fields, found.notes)

    def gaps(self, level: str = "industry") -> DataFrame:
        """Return industries with projects and no key park, and the reverse.

        Examples
        --------
        >>> import zzmap as zz
        >>> zz.open().analysis.gaps().columns.tolist()
        ['industry_id', 'industry', 'projects', 'key_parks', 'what']
        """
        note = say("projects are counted by name, key parks as places that a box names")
        return _frame(layout.gaps(self._city.catalogue, level), layout.Gap._fields, (note,))

    def agreement(
        self, place: str = "", by: str = tally.ZONE, level: str = "industry"
    ) -> DataFrame:
        """Return which of the plans that speak of a place agree on each industry there.

        Examples
        --------
        >>> import zzmap as zz
        >>> found = zz.open().analysis.agreement("郑州高新区")
        >>> found.loc[found["industry"] == "新一代信息技术产业", ["plans", "of"]].values.tolist()
        [[3, 3]]
        """
        catalogue = self._city.catalogue
        place_id = find_place(catalogue, place).id if place else ""
        rows = layout.agreement(catalogue, place_id, by, level)
        return _frame(rows, layout.Agreement._fields, (say("statements on a place are counted"),))

    def neighbours(self, industry: str) -> DataFrame:
        """Return what the plans put beside an industry; see `zzmap.analysis.layout.neighbours`.

        Examples
        --------
        >>> import zzmap as zz
        >>> zz.open().analysis.neighbours("智能传感器")["how"].iloc[0]
        'above'
        """
        rows = layout.neighbours(self._city.catalogue, self._industry(industry))
        note = say(
            "rests on the plans' taxonomy and on what one paragraph places together; no flows"
        )
        return _frame(rows, layout.Neighbour._fields, (note,))

    def candidates(self, industry: str, by: str = tally.ZONE) -> DataFrame:
        """Rank places for an industry, each with its reasons; `zzmap.analysis.layout.candidates`.

        Examples
        --------
        >>> import zzmap as zz
        >>> zz.open().analysis.candidates("智能传感器")["place"].iloc[0]
        '郑州高新区'
        """
        rows = layout.candidates(self._city.catalogue, self._industry(industry), by)
        note = say("points are a rule of zzmap (docs/analysis.md), no plan gives them")
        return _frame(rows, layout.Candidate._fields, (note,))

    def indicators(self, actual: str | Path | DataFrame | None = None) -> DataFrame:
        """Return targets by year and, with actual values, progress against a straight line.

        Parameters
        ----------
        actual
            Table with id or name, year, value, unit.

        Raises
        ------
        FormatError
            If a row names no indicator or has another unit.

        Examples
        --------
        >>> import pandas as pd
        >>> import zzmap as zz
        >>> row = {"id": "in-s-1", "year": 2022, "value": 12000, "unit": "亿元"}
        >>> found = zz.open().analysis.indicators(pd.DataFrame([row]))
        >>> found.loc[found["id"] == "in-s-1", ["on_line", "standing"]].values.tolist()
        [[12753.333333333334, 'short of the line']]
        """
        given = () if actual is None else _rows(actual)
        rows = indicators.progress(self._city.catalogue.indicators, given)
        note = say(
            "the line between two values of a plan is straight: an assumption, no plan says it"
        )
        return _frame(rows, indicators.Progress._fields, (note,))

    def register(self, own: str | Path | DataFrame | None = None) -> DataFrame:
        """Set the register of development zones beside what the plans place there.

        Parameters
        ----------
        own
            A bureau's register, with columns as ``zone_register.csv`` has or 名称, 代码, 级别,
            核准面积（公顷）, 主导产业, 来源; its cells stand in the place of the shipped ones.

        Raises
        ------
        FormatError
            If a row names no one zone, or its level or area cannot be read.

        Examples
        --------
        >>> import zzmap as zz
        >>> found = zz.open().analysis.register()
        >>> row = found[(found["place"] == "郑州经开区") & (found["about"] == "industry")].iloc[0]
        >>> row["what"], row["register"].split(" ")[0]
        ('agreement', '新能源汽车及零部件')
        """
        catalogue, gazetteer = self._city.catalogue, self._city.gazetteer
        given = register.read_register(catalogue, () if own is None else _rows(own))
        rows = register.compare(catalogue, gazetteer.area_km2, given.entries)
        note = say("a register says what is official, the plans what is meant: a gap is no mistake")
        return _frame(rows, register.Compared._fields, (note, *given.notes))

    def write(self, frame: DataFrame, path: str | Path) -> None:
        """Write a result with its notes: ``.csv``, ``.xlsx`` or ``.json``.

        Raises
        ------
        FormatError, OutputError
            If the suffix is another, or the file may not be replaced.

        Examples
        --------
        >>> import zzmap as zz
        >>> analysis = zz.open().analysis
        >>> analysis.write(analysis.gaps(), "gaps.csv")
        """
        write_analysis(records(frame), frame.attrs.get("notes", ()), list(frame), Path(path))

    def _tally(self, counting: Mapping[str, Any]) -> tally.Tally:
        unknown = counting.keys() - _WAYS
        if unknown:
            raise FormatError(
                say("{unknown} is no way of counting", unknown=", ".join(sorted(unknown))),
                hint=say("Say {ways}.", ways=", ".join(sorted(_WAYS))),
            )
        how = Counting(**counting)
        rolling = tally.Rolling(self._city.catalogue, how.by, how.level)
        if how.table is None:
            return tally.tally_plans(rolling, how.count or tally.PLACES)
        count = how.count or tally.ENTERPRISES
        return tally.tally_table(rolling, _rows(how.table), count, how.investment)

    def _each(self, found: tally.Tally, name: str, measure: Callable[[Any], Any]) -> DataFrame:
        values = measure(found.matrix()) if found.values else []
        catalogue = self._city.catalogue
        rows = [
            (
                place, self._place(place), industry, catalogue.industries[industry].name,
                float(values[i][j]), found.unit,
            )
            for i, place in enumerate(found.places)
            for j, industry in enumerate(found.industries)
            if (place, industry) in found.values
        ]  # fmt: skip
        columns = ["place_id", "place", "industry_id", "industry", name, "of"]
        return _frame(rows, columns, found.notes)

    def _place(self, place_id: str) -> str:
        return self._city.catalogue.places[place_id].name

    def _industry(self, name: str) -> str:
        if not name:
            raise NotFoundError(say("no industry is named"), hint=say("Name it with --industry."))
        return Names.of(self._city.catalogue).one(name, (INDUSTRY,)).id


def records(frame: DataFrame) -> list[dict[str, Any]]:
    """Return a frame as records of plain values, None for what there is none of."""
    return [
        {key: _plain(value) for key, value in zip(frame.columns, row, strict=True)}
        for row in frame.itertuples(index=False, name=None)
    ]


def _plain(value: Any) -> Any:
    from pandas import NA, NaT

    # A whole number that is blank is NA, which is neither empty nor false.
    value = value.item() if hasattr(value, "item") else value
    blank = value is NA or value is NaT or (isinstance(value, float) and math.isnan(value))
    return None if blank else value


def _rows(table: str | Path | DataFrame) -> Iterable[Mapping[str, Any]]:
    return read_rows(Path(table)) if isinstance(table, (str, Path)) else records(table)


def _frame(rows: Sequence[Any], columns: Sequence[str], notes: Sequence[str]) -> DataFrame:
    import pandas as pd

    frame = pd.DataFrame(list(rows), columns=list(columns))
    frame.attrs["notes"] = list(notes)
    return frame
