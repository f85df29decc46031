"""`City`: what the plans say and what a planner brought in, as one thing to ask."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from zzmap.catalogue import Catalogue
from zzmap.errors import NotFoundError
from zzmap.messages import say
from zzmap.parks.paths import default_store
from zzmap.parks.sound import State, store_state
from zzmap.settings import geodata_folder
from zzmap.workspace.state import folder_state

if TYPE_CHECKING:
    from geopandas import GeoDataFrame
    from pandas import DataFrame
    from shapely.geometry.base import BaseGeometry

    from zzmap.check import Report
    from zzmap.geometry import Gazetteer, Share
    from zzmap.join.reader import Readers
    from zzmap.join.records import Joined, Settled
    from zzmap.layers import Layers
    from zzmap.locate.records import Locations
    from zzmap.model import Place
    from zzmap.parks.merge import CatalogueWithSomeParks
    from zzmap.parks.store import ParkStore
    from zzmap.query import Answers
    from zzmap.render.atlas import AtlasMap, Served
    from zzmap.report.document import Document
    from zzmap.site.records import Site
    from zzmap.whereabouts import Whereabouts
    from zzmap.workspace.analysis import Analysis
    from zzmap.workspace.facts import Facts
    from zzmap.workspace.parks import Parks
    from zzmap.workspace.records import Exported
    from zzmap.workspace.zones import Zones

_REPORT_STEPS = 3


def open_city(geodata: str | Path | None = None, store: str | Path | None = None) -> City:
    """Open a city's geodata and a planner's parks, bound together.

    Parameters
    ----------
    geodata
        Folder of tables and layers; None takes ``ZZMAP_GEODATA``, else the data that came
        with zzmap.
    store
        GeoPackage that holds the parks; None takes the working one (``ZZMAP_STORE``, else
        ``parks.gpkg`` beside the geodata or here).  One that doesn't exist reads as empty
        and is made by the first change.

    Returns
    -------
    City
        Nothing is read yet but where the folder is.

    Raises
    ------
    GeodataError
        If there is no such folder, or it holds no geodata.

    Examples
    --------
    >>> import zzmap as zz
    >>> city = zz.open()
    >>> city.query("盾构装备")[0].place
    '郑州经开区'
    """
    return City(geodata, store)


class City:
    """A city's plans, places, layers and maps, with a planner's parks among them.

    A city follows its files: what another program has changed since the last question, in
    the geodata or in the park store, is read anew by the next.

    Parameters
    ----------
    geodata
        Folder of tables and layers, as for `zzmap.open`.
    store
        Park store, as for `zzmap.open`.

    Attributes
    ----------
    folder
        Folder of the geodata.

    Raises
    ------
    GeodataError
        If there is no such folder, or it holds no geodata.

    Examples
    --------
    >>> import zzmap as zz
    >>> zz.open(store="my.gpkg")
    City('geodata', store='my.gpkg')
    >>> zz.open().layers
    ['city', 'districts', 'elements', 'ground', 'leaders', 'neighbours', 'parks', 'placements', 'places', 'projects', 'sites', 'zones']
    """  # noqa: E501 - a doctest's answer is one line

    def __init__(self, geodata: str | Path | None = None, store: str | Path | None = None) -> None:
        # Absolute at once: a notebook may change its folder, and the parks stay where they are.
        self.folder = geodata_folder(geodata).absolute()
        self._named = str(store) if store else ""
        self._store_path = (Path(store) if store else default_store(self.folder)).absolute()
        self._bound: tuple[State, _Bound] | None = None

    def __repr__(self) -> str:
        """Return which city this is and where its parks are."""
        return f"City({self.folder.name!r}, store={self._named or str(self._store_path)!r})"

    @property
    def store(self) -> ParkStore:
        """The park store, whether it is there yet or not.

        Examples
        --------
        >>> import zzmap as zz
        >>> zz.open(store="my.gpkg").store.path.name
        'my.gpkg'
        """
        from zzmap.parks.store import ParkStore
        from zzmap.words import unsplit_names

        return ParkStore(
            self._store_path,
            lambda: self.plans.city.metric,
            lambda: unsplit_names(self.plans.industries.values()),
        )

    @property
    def catalogue(self) -> Catalogue:
        """All tables as records, the live parks among the places and placements.

        Examples
        --------
        >>> import zzmap as zz
        >>> zz.open(store="my.gpkg").catalogue.places["park-user-0001"].name
        '甲园'
        """
        return self._now.catalogue

    @property
    def plans(self) -> Catalogue:
        """All tables as the plans have them, without any park or fact of a planner.

        Examples
        --------
        >>> import zzmap as zz
        >>> "park-user-0001" in zz.open(store="my.gpkg").plans.places
        False
        """
        return self._now.plans

    @property
    def stated(self) -> Catalogue:
        """All tables as the plans have them, with the planner's facts, without any park.

        Examples
        --------
        >>> import zzmap as zz
        >>> city = zz.open(store="my.gpkg")
        >>> _ = city.facts.add_alias("郑州高新区", "西北新城")
        >>> city.stated.own_aliases
        {'zone-gaoxin': ('西北新城',)}
        """
        return self._now.stated

    @property
    def without_parks(self) -> CatalogueWithSomeParks:
        """All tables without any park, official boundaries in place: what served pages have.

        Examples
        --------
        >>> import zzmap as zz
        >>> "park-user-0001" in zz.open(store="my.gpkg").without_parks.places
        False
        """
        return self._now.without_parks

    @property
    def gazetteer(self) -> Gazetteer:
        """Where each place lies (WGS-84), official boundaries and parks in place.

        Examples
        --------
        >>> import zzmap as zz
        >>> city = zz.open(store="my.gpkg")
        >>> city.gazetteer.locate(city.catalogue.places["park-user-0001"]).basis
        'surveyed'
        """
        return self._now.gazetteer

    # -- answers -------------------------------------------------------------------

    def query(self, text: str) -> Answers:
        """Answer a question, best rows first.

        Parameters
        ----------
        text
            Industries, places, projects and enterprises, in any order or in a sentence:
            ``荥阳 生物医药``, ``哪个区适合做氢能``; names, aliases, pinyin, initials, English
            words, with one slip at most.

        Returns
        -------
        Answers
            A list of rows, each with its place, relation, document and locator, that also has
            what was `understood` and how many rows were `left_out`; see `zzmap.query.query`.

        Raises
        ------
        NotFoundError
            If words of it name nothing, or the plans say nothing of what it asks.

        Examples
        --------
        >>> import zzmap as zz
        >>> city = zz.open()
        >>> city.query("哪个区适合做氢能").understood
        '产业=氢能与新型储能'
        >>> best = city.query("智能传感器")[0]
        >>> best.place, best.relation, best.document
        ('郑州高新区', 'zone_focus', '郑政〔2022〕10号')
        """
        from zzmap.query import query

        return query(self.catalogue, text)

    def place(self, name: str) -> dict[str, Any]:
        """Tell all that is known of a place: what it hosts, its area, where and how sure.

        Parameters
        ----------
        name
            Name, alias, pinyin or part of a name, of a place or of an element of a structure.

        Returns
        -------
        dict
            JSON-ready values: areas in km², accuracy in metres, `lon` and `lat` of a point in
            the place (WGS-84), `districts` with their shares, `placements`, `projects`,
            `structures`, `elements` it is itself and `sites`; see `zzmap.place_sheet.place_sheet`.

        Raises
        ------
        NotFoundError
            If nothing matches, or several places do and none is meant more than another.

        Examples
        --------
        >>> import zzmap as zz
        >>> sheet = zz.open().place("高新区")
        >>> sheet["name"], sheet["basis"], sheet["districts"][0]["name"]
        ('郑州高新区', 'digitised', '中原区')
        """
        from zzmap.model import Element
        from zzmap.place_sheet import element_sheet, find_subject, place_sheet

        now = self._now
        subject = find_subject(now.catalogue, name)
        if isinstance(subject, Element):
            return element_sheet(now.catalogue, now.gazetteer, subject)
        return place_sheet(now.catalogue, now.whereabouts(subject), subject)

    def district_shares(self, geometry: BaseGeometry) -> list[Share]:
        """Split a geometry among the city's districts, largest share first.

        Parameters
        ----------
        geometry
            Point or polygon in WGS-84 degrees.

        Returns
        -------
        list of Share
            Shares of the area, 0 to 1; they add up to less than 1 where a part lies outside.

        Examples
        --------
        >>> import zzmap as zz
        >>> from shapely import Point
        >>> [share.name for share in zz.open().district_shares(Point(113.55, 34.81))]
        ['中原区']
        """
        return self.gazetteer.district_shares(geometry)

    # -- tables and layers ---------------------------------------------------------

    @property
    def tables(self) -> list[str]:
        """Names of the tables `rows` and `table` take.

        Examples
        --------
        >>> import zzmap as zz
        >>> zz.open().tables[:3]
        ['documents', 'indicators', 'industries']
        """
        from zzmap.listing import LISTINGS

        return sorted(LISTINGS)

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Return a table for people, ids joined to names; raises `NotFoundError`.

        Examples
        --------
        >>> import zzmap as zz
        >>> sorted(row["letter"] for row in zz.open().rows("documents"))
        ['D', 'S', 'V']
        """
        from zzmap.listing import LISTINGS

        if table not in LISTINGS:
            raise NotFoundError(say("there is no table “{table}”", table=table), tuple(self.tables))
        return LISTINGS[table](self.catalogue)

    def table(self, name: str) -> DataFrame:
        """Return a table for people as a DataFrame, one row a record; raises `NotFoundError`.

        Examples
        --------
        >>> import zzmap as zz
        >>> zz.open().table("structures").shape[0] > 0
        True
        """
        import pandas as pd

        return pd.DataFrame(self.rows(name))

    @property
    def placements(self) -> DataFrame:
        """Every placement (industry × place), located or not, user parks last.

        Columns are those of ``zzmap list placements``: industry, place, relation, document
        and locator, with their ids.

        Examples
        --------
        >>> import zzmap as zz
        >>> placements = zz.open().placements
        >>> bool((placements["relation"] == "zone_focus").any())
        True
        """
        return self.table("placements")

    @property
    def layers(self) -> list[str]:
        """Names of the layers, as `layer` and `export` take them.

        Examples
        --------
        >>> import zzmap as zz
        >>> "zones" in zz.open().layers
        True
        """
        return self._now.layers.names()

    def layer(self, name: str) -> GeoDataFrame:
        """Return a layer as a GeoDataFrame in WGS-84.

        Parameters
        ----------
        name
            One of `layers`.

        Returns
        -------
        GeoDataFrame
            Columns id, name, name_en, kind, basis, accuracy_m (metres) and source, then the
            layer's own (areas in km²), sorted by id; EPSG:4326.  It is yours to change.

        Raises
        ------
        NotFoundError
            If there is no such layer; it names those there are.

        Examples
        --------
        >>> import zzmap as zz
        >>> zones = zz.open().layer("zones")
        >>> zones.crs.to_epsg(), zones.loc[zones["name"] == "郑州高新区", "area_km2"].item()
        (4326, 96.59)
        """
        return self._now.layers.frame(name)

    # -- maps and files ------------------------------------------------------------

    def map(
        self,
        theme: str | None = None,
        *,
        served: Served | None = None,
        titles: Mapping[str, str] = MappingProxyType({}),
    ) -> AtlasMap:
        """Return the map of one theme.

        Parameters
        ----------
        theme
            File stem or title of a theme; None takes the first.
        served
            What it has more as one of the pages of a program that serves all themes; such a
            page is made without parks, which it asks the program for (`without_parks`).
        titles
            As for `build`.

        Returns
        -------
        AtlasMap
            A `folium.Map`: `save()` writes the page that opens without a network, and a
            notebook shows it below the cell.  Other folium layers can be added to it.

        Raises
        ------
        NotFoundError
            If there is no such theme; it names those there are.

        Examples
        --------
        >>> import zzmap as zz
        >>> import folium
        >>> board = zz.open().map("services")
        >>> isinstance(board, folium.Map), board.title
        (True, '郑州市现代服务业空间布局')
        """
        from zzmap.render.atlas import AtlasMap
        from zzmap.render.payload import build_shared, tabs_payload, theme_payload

        now = self._now
        titled = now.plans.city.titled(titles)
        file = now.plans.city.theme(theme).file
        chosen = next(row for row in titled.themes if row.file == file)
        own: dict[str, Any] = {"theme": theme_payload(chosen), "basemaps": {}}
        if served is not None:
            own["theme"]["file"] = chosen.file
            own["tabs"] = tabs_payload(titled.themes)
        layers = now.layers if served is None else now.layers_without_parks
        return AtlasMap(build_shared(layers) | own, chosen.title, served=served)

    def build(
        self,
        out: str | Path,
        *,
        basemaps: tuple[str, ...] = (),
        tianditu_key: str | None = None,
        force: bool = False,
        titles: Mapping[str, str] = MappingProxyType({}),
        progress: Callable[[str], object] = lambda message: None,
    ) -> list[Path]:
        """Write the map pages, their index and the tables into a folder.

        Parameters
        ----------
        out
            Folder to write to; made if it is not there.
        basemaps, tianditu_key, force, progress
            As for `zzmap.render.build.build`.
        titles
            Your own titles of maps, by theme: its file, its stem or its title.

        Returns
        -------
        list of Path
            The files, index first.

        Raises
        ------
        OutputError
            If the folder cannot be written to, or 天地图 is asked for without a key.
        NotFoundError
            If a title is given to a theme that is none.

        Examples
        --------
        >>> import zzmap as zz
        >>> zz.open().build("maps")[0].as_posix()
        'maps/index.html'
        """
        from zzmap.render.build import build

        now = self._now
        return build(
            now.catalogue,
            Path(out),
            basemaps=basemaps,
            tianditu_key=tianditu_key,
            force=force,
            progress=progress,
            layers=lambda: now.layers,
            store_mark=self.store.mark(),
            titles=titles,
        )

    def export(
        self,
        names: str | Sequence[str],
        path: str | Path,
        *,
        overwrite: bool = False,
        progress: Callable[[int, int], object] = lambda done, total: None,
    ) -> Exported:
        """Write a layer, or several, to a file in WGS-84; its suffix chooses the format.

        Parameters
        ----------
        names
            One of `layers`, or several, which a GeoPackage holds.
        path
            File to write; an older copy of it is replaced when the new one is whole.
        overwrite
            Whether a GeoPackage that holds other exports of zzmap may be replaced.
        progress
            Told how many steps are done, and of how many: each layer, then the file.

        Returns
        -------
        Exported
            The file, features by layer, and what is not in it as it is in the layers.

        Raises
        ------
        NotFoundError
            If there is no such layer.
        FormatError, OutputError
            If the format cannot hold them, or the file cannot be written there.

        Examples
        --------
        >>> import zzmap as zz
        >>> done = zz.open().export(["city", "districts"], "layers.gpkg")
        >>> done.path.name, done.features
        ('layers.gpkg', {'city': 1, 'districts': 12})
        """
        from zzmap.io import write_layers
        from zzmap.layers import unlocated_told
        from zzmap.workspace.records import Exported

        wanted = [names] if isinstance(names, str) else list(names)
        frames: dict[str, GeoDataFrame] = {}
        for name in wanted:
            progress(len(frames), len(wanted) + 1)
            frames[name] = self.layer(name)
        progress(len(wanted), len(wanted) + 1)
        done = write_layers(frames, path, overwrite=overwrite)
        progress(len(wanted) + 1, len(wanted) + 1)
        counts = {name: len(frame) for name, frame in frames.items()}
        left = ((name, self._now.layers.unlocated(name)) for name in frames)
        told = [
            say("{count} {name} have no position and are not in it", count=count, name=name)
            for name, count in left
            if count
        ]
        told += [f"{name}: {note}" for name in frames for note in unlocated_told(frames[name])]
        return Exported(done.path, counts, (*told, *done.notes))

    def join(  # noqa: PLR0913 - each is a word a planner may say of a table
        self,
        table: str | Path | DataFrame,
        out: str | Path | None = None,
        *,
        columns: Mapping[str, str] | None = None,
        crs: str = "",
        sheet: str | None = None,
        encoding: str | None = None,
        settled: Mapping[int, Settled] | str | Path | None = None,
        overwrite: bool = False,
        progress: Callable[[int, int], object] = lambda done, total: None,
    ) -> Joined:
        """Join a planner's own table with the plans: industry, place and position of each row.

        Parameters
        ----------
        table
            A CSV or XLSX file, as bureaus keep them, or a DataFrame.
        out
            File to write: ``.xlsx`` with a sheet ``review``, ``.csv`` with its review beside it,
            or ``.gpkg``; None gives frames instead.
        columns
            Column by role (``name``, ``main``, ``scope``, ``industry``, ``gbt``, ``address``,
            ``district``, ``zone``, ``lon``, ``lat``, ``point``, ``x``, ``y``, ``crs``, ``code``)
            where it is not to be recognised; '' for none.
        crs
            Reference system of the coordinates, such as ``gcj02``; '' takes what the table says.
        sheet, encoding
            Sheet of a workbook, encoding of a CSV; None finds them.
        settled
            What you say of rows that were to be reviewed, by `file_row`, or a JSON file of it
            (`zzmap.join.settled.settled_of`).
        overwrite
            As for `export`.
        progress
            Told how many rows are done, and of how many.

        Returns
        -------
        Joined
            Counts, columns recognised, notes; `frame` and `review` where no `out` was given.
            Rows are in their order, with all their columns; what is added is
            `zzmap.join.records.ADDED`.

        Raises
        ------
        FormatError
            If the table cannot be read, or a column or role is not there.
        OutputError
            If `out` may not be replaced, or cannot be written.

        Examples
        --------
        >>> import pandas as pd
        >>> import zzmap as zz
        >>> rows = pd.DataFrame({"企业名称": ["甲公司"], "主营业务": ["盾构机制造"], "地址": ["经开区经北三路"]})
        >>> done = zz.open().join(rows)
        >>> done.frame[["industry", "place", "in_plan"]].iloc[0].tolist()
        ['盾构装备', '郑州经开区', 'focus']
        """  # noqa: E501 - a line of an example
        from zzmap.crs import resolve
        from zzmap.join.settled import read_settled
        from zzmap.join.table import Options, join_file, join_frame

        readers = self._now.readers
        if isinstance(settled, (str, Path)):
            settled = read_settled(settled)
        options = Options(columns, resolve(crs).key if crs else "", sheet, encoding, settled)
        target = None if out is None else Path(out)
        if isinstance(table, (str, Path)):
            return join_file(
                readers, Path(table), target, options, overwrite=overwrite, progress=progress
            )
        return join_frame(readers, table, target, options, overwrite=overwrite, progress=progress)

    def locate(  # noqa: PLR0913 - each is a word a planner may say of a table
        self,
        points: str | Path | DataFrame,
        out: str | Path | None = None,
        *,
        crs: str = "",
        zones: str | Path | None = None,
        zones_crs: str | None = None,
        columns: Mapping[str, str] | None = None,
        sheet: str | None = None,
        layer: str | None = None,
        encoding: str | None = None,
        workers: int = 0,
        scheduler: str = "",
        progress: Callable[[int, int | None], object] = lambda done, total: None,
    ) -> Locations | DataFrame:
        """Say for each of many points which district, zone, element and park it lies in.

        Parameters
        ----------
        points
            A table (CSV, XLSX, Parquet, GeoParquet, GeoPackage, GeoJSON or a line each), a folder
            of Parquet files, or a DataFrame.
        out
            File to write, by its suffix, or a folder (no suffix) of parts in Parquet, which goes
            on where a killed run has ended; needed for a file of points.
        crs
            System of the positions; '' takes what the file says, and is refused where it says
            nothing.
        zones, zones_crs
            File of polygons to look into instead of the city's, and their system where the file
            does not say it.
        columns
            Column by role: ``lon`` and ``lat``, or ``x`` (east) and ``y`` (north), ``geometry``;
            ``crs`` where each row says its own system.
        sheet, layer, encoding
            Sheet of a workbook, layer of a GeoPackage, encoding of a CSV; None finds them.
        workers
            Threads; 0 is one for each core.
        scheduler
            Address of a Dask scheduler, on whose workers a folder of Parquet files is located;
            `points` and `out` are then any that fsspec reads and all workers reach.
        progress
            Told how many rows are done, and of how many where that is known.

        Returns
        -------
        Locations or DataFrame
            What became of a file; or the frame with the columns added, in WGS-84 degrees.

        Raises
        ------
        FormatError
            If the table cannot be read or has no positions, or pyarrow is not installed.
        CrsError
            If nobody says which system the positions are in.
        OutputError
            If `out` may not be replaced, or cannot be written.

        Examples
        --------
        >>> import pandas as pd
        >>> import zzmap as zz
        >>> rows = pd.DataFrame({"lon": [113.565, 110.0], "lat": [34.816, 30.0]})
        >>> zz.open().locate(rows, crs="wgs84")[["district", "zone", "located"]].values.tolist()
        [['中原区', '中心城区|郑州高新区', 'inside'], ['', '', 'outside']]
        """
        from zzmap.locate.records import Options
        from zzmap.workspace.locate import locate

        options = Options(columns or {}, crs, sheet, layer, encoding, workers, scheduler)
        return locate(self, points, out, options, zones, zones_crs, progress)

    @property
    def analysis(self) -> Analysis:
        """Measures of the layout, as DataFrames; see `Analysis`.

        Examples
        --------
        >>> import zzmap as zz
        >>> zz.open().analysis.candidates("智能传感器")["place"].iloc[0]
        '郑州高新区'
        """
        from zzmap.workspace.analysis import Analysis

        return Analysis(self)

    def site(  # noqa: PLR0913 - each is a word a planner may say of a site
        self,
        source: str | Path | BaseGeometry | GeoDataFrame,
        out: str | Path | None = None,
        *,
        name: str = "",
        constraints: Iterable[str | Path] | Mapping[str, str | Path] = (),
        near_m: float = 5_000,
        accuracy_m: float | None = None,
        crs: str | None = None,
        trust_crs: bool = False,
        layer: str | None = None,
        fix: bool = False,
        accept: bool = False,
        english: bool = False,
    ) -> Site:
        """Tell all that the plans and the ground say of a site.

        Parameters
        ----------
        source
            A file of polygons (any that `zzmap.read` takes, one drawn on the map too), or a
            polygon in WGS-84 degrees, or a GeoDataFrame; several parcels are one site.
        out
            Sheet to write: ``.html`` (it prints on A4), ``.pdf``, ``.docx``, ``.xlsx`` or
            ``.json``; None for none.
        name
            What to call the site instead of what the file says.
        constraints
            Files of polygons to hold it against (城镇开发边界, 永久基本农田 …), as a list, in which
            ``NAME=FILE`` names one, or as a mapping of names to files.
        near_m
            How far around the site the plans are told, in metres.
        accuracy_m
            How well the outline is known; None takes 5 m, or half the step its
            coordinates are rounded to.
        crs, trust_crs, layer, fix
            As for `Parks.check`; `fix` mends the rings of constraints too.
        accept
            Go on where the datum may be another than it says.
        english
            Whether the sheet's words are English.

        Returns
        -------
        Site
            Typed records; `frame` and `constraint_frame` have what can be drawn.

        Raises
        ------
        FormatError
            If a file cannot be read, holds faulty outlines, lies outside the city or fits its
            place only in another datum.
        CrsError
            If a reference system is not certain, or the coordinates contradict it.
        OutputError
            If the sheet cannot be written there.

        Examples
        --------
        >>> import zzmap as zz
        >>> from shapely.geometry import box
        >>> site = zz.open().site(box(113.55, 34.80, 113.56, 34.81))
        >>> site.of("zone")[0].name, site.of("zone")[0].share, round(site.area_km2, 3)
        ('郑州高新区', 1.0, 1.015)
        >>> site.constraints[0].name, site.constraints[0].answer
        ('城镇开发边界', 'unknown')
        """
        from zzmap.workspace.sites import check_sheet, site_of, write_sheet

        path = None if out is None else Path(out)
        if path is not None:
            check_sheet(path, source)
        found = site_of(
            self,
            source,
            name=name,
            constraints=constraints,
            near_m=near_m,
            accuracy_m=accuracy_m,
            crs=crs,
            trust_crs=trust_crs,
            layer=layer,
            fix=fix,
            accept=accept,
        )
        if path is None:
            return found
        return write_sheet(found, self.gazetteer, path, english=english)

    def site_document(self, site: Site, *, english: bool = False) -> Document:
        """Return a site's sheet in words, without its map: sections of facts, tables and notes.

        Examples
        --------
        >>> import zzmap as zz
        >>> from shapely.geometry import box
        >>> city = zz.open()
        >>> site = city.site(box(113.55, 34.80, 113.56, 34.81), name="甲地块")
        >>> city.site_document(site).title
        '甲地块 地块分析表'
        """
        from zzmap.report.site import site_document

        return site_document(site, None, self.plans.city, english=english)

    def report(  # noqa: PLR0913 - each is a word a planner may say of a report
        self,
        out: str | Path | None = None,
        *,
        place: str = "",
        industry: str = "",
        table: str | Path | DataFrame | None = None,
        columns: Mapping[str, str] | None = None,
        crs: str = "",
        english: bool = False,
        font: str | Path | None = None,
        progress: Callable[[int, int], object] = lambda done, total: None,
    ) -> Document:
        """Report on the city, a place, an industry or a table: facts, map, tables, figures.

        Parameters
        ----------
        out
            File to write: ``.pdf``, ``.docx``, ``.xlsx`` or ``.html``; None for none.
        place, industry
            What the report is of, by name, alias or pinyin; none, and no table, is the city.
        table
            A planner's table, joined before (`join`) or joined on the way: what the plans want,
            what fits, what is missing.
        columns, crs
            As for `join`, for a table that is joined on the way.
        english
            Whether its words are English.
        font
            Font file that a PDF, and pictures in a workbook or Word file, are set in; None
            takes the one that the extra ``report`` brings.
        progress
            Told how many steps are done, and of how many: the shapes are read, what is to be
            said is known, it is written.

        Returns
        -------
        Document
            What was written: sections of facts, tables, notes and figures.

        Raises
        ------
        NotFoundError
            If a name matches nothing, or several can be meant.
        FormatError
            If the suffix is another, packages or a font are missing, or the table cannot be
            read.
        OutputError
            If it cannot be written there.

        Examples
        --------
        >>> import zzmap as zz
        >>> document = zz.open().report("高新区.html", place="高新区")
        >>> document.title, document.sections[0].title
        ('郑州高新区产业布局', '一、概况')
        """
        from zzmap.workspace.reports import About, check_report, report_of

        about = About(place, industry, table, columns, crs)
        if out is not None:
            check_report(Path(out), font, about.source)
        progress(0, _REPORT_STEPS)
        _ = self.gazetteer
        progress(1, _REPORT_STEPS)
        document = report_of(self, about, english=english)
        progress(2, _REPORT_STEPS)
        if out is not None:
            from zzmap.report.write import write_document

            write_document(document, Path(out), font)
        progress(_REPORT_STEPS, _REPORT_STEPS)
        return document

    def check(self) -> Report:
        """Validate every table and layer of the geodata.

        Returns
        -------
        Report
            `findings`, none if all is sound, and `counts` of rows by table.

        Examples
        --------
        >>> import zzmap as zz
        >>> zz.open().check().findings
        []
        """
        from zzmap.check import check_geodata

        return check_geodata(self.folder)

    # -- a planner's own -----------------------------------------------------------

    @property
    def parks(self) -> Parks:
        """The planner's parks: bring in, list, change, undo, export; see `Parks`.

        Examples
        --------
        >>> import zzmap as zz
        >>> [park.name for park in zz.open(store="my.gpkg").parks.list()]
        ['甲园']
        """
        from zzmap.workspace.parks import Parks

        return Parks(self)

    @property
    def facts(self) -> Facts:
        """The planner's own facts: add, edit, list, undo, export; see `Facts`.

        Examples
        --------
        >>> import zzmap as zz
        >>> zz.open(store="my.gpkg").facts.list()
        []
        """
        from zzmap.workspace.facts import Facts

        return Facts(self)

    @property
    def zones(self) -> Zones:
        """Official boundaries in place of shipped ones; see `Zones`.

        Examples
        --------
        >>> import zzmap as zz
        >>> zz.open(store="my.gpkg").zones.list()
        []
        """
        from zzmap.workspace.zones import Zones

        return Zones(self)

    # -- binding -------------------------------------------------------------------

    @property
    def _now(self) -> _Bound:
        """Return what is derived from the files as they are now, derived once."""
        mark = (folder_state(self.folder), store_state(self._store_path))
        if self._bound is None or self._bound[0] != mark:
            self._bound = (mark, self._bind())
        return self._bound[1]

    def _bind(self) -> _Bound:
        plans = Catalogue(self.folder)
        if not self._store_path.exists():
            # Who has no parks does not pay for them: this is half of what a query loads.
            return _Bound(plans, plans, plans, lambda: self.store)
        from zzmap.facts.merge import CatalogueWithFacts
        from zzmap.facts.store import FactStore
        from zzmap.parks.merge import with_parks

        stated = CatalogueWithFacts(plans, FactStore(self.store))
        return _Bound(plans, stated, with_parks(stated, self.store), lambda: self.store)


class _Bound:
    """All that is derived from one state of geodata and store, each part when first asked for."""

    def __init__(
        self,
        plans: Catalogue,
        stated: Catalogue,
        catalogue: Catalogue,
        store: Callable[[], ParkStore],
    ) -> None:
        self.plans, self.stated, self.catalogue, self._store = plans, stated, catalogue, store

    @cached_property
    def without_parks(self) -> CatalogueWithSomeParks:
        from zzmap.parks.merge import CatalogueWithSomeParks

        return CatalogueWithSomeParks(self.stated, self._store())

    @cached_property
    def layers_without_parks(self) -> Layers:
        from zzmap.layers import Layers

        return Layers(self.without_parks)

    @cached_property
    def gazetteer(self) -> Gazetteer:
        from zzmap.geometry import Gazetteer

        return Gazetteer(self.catalogue)

    @cached_property
    def _kept(self) -> Mapping[str, Whereabouts]:
        from zzmap.whereabouts import kept

        # What a store adds or moves is in no file of the geodata folder.
        return kept(self.plans.folder) if self.catalogue is self.plans else {}

    def whereabouts(self, place: Place) -> Whereabouts:
        """Return where a place lies, measured unless the folder keeps it."""
        from zzmap.whereabouts import measure

        found = self._kept.get(place.id)
        return measure(self.gazetteer, place) if found is None else found

    @cached_property
    def layers(self) -> Layers:
        from zzmap.layers import Layers

        return Layers(self.catalogue, self.gazetteer)

    @cached_property
    def readers(self) -> Readers:
        from zzmap.join.reader import Readers

        return Readers.of(self.catalogue, self.gazetteer)
