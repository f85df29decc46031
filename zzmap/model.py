"""The catalogue's rows: what a document, industry, place, structure, placement … is.

Each class mirrors one table of ``geodata/``, column for column and in the same
order; ``geodata/datapackage.json`` is their data dictionary.  Named tuples, because
a query has to read a thousand of them in a few milliseconds.
"""

from __future__ import annotations

from typing import NamedTuple


class Document(NamedTuple):
    """A plan (规划文件) the catalogue was read from."""

    id: str
    letter: str
    number: str
    date: str
    title: str
    title_en: str
    issuer: str
    gazette: str


class Industry(NamedTuple):
    """A node (产业) of a plan's taxonomy: pillar > industry > subindustry > segment.

    `same_as` is the node of another plan that is the same thing; it stands first.
    """

    id: str
    parent_id: str
    same_as: str
    level: str
    name: str
    name_en: str
    aliases: tuple[str, ...]
    document_id: str
    locator: str


class Place(NamedTuple):
    """A carrier (空间载体): a zone, park, district, town, site, venue or hub.

    ``lon``/``lat`` are WGS-84 degrees, both None where the position is not known: the place is
    then `UNLOCATED`, `WITHIN` the next zone or district above it that has a polygon, or
    `DERIVED` as the element of a structure that it is;
    ``accuracy_m`` is the standard positional error in metres.  A polygon, where one
    exists, is in a layer under the same id and brings its own basis and accuracy.
    """

    id: str
    name: str
    name_en: str
    aliases: tuple[str, ...]
    kind: str
    parent_id: str
    district_ids: tuple[str, ...]
    lon: float | None
    lat: float | None
    area_km2: float | None
    area_basis: str
    basis: str
    accuracy_m: int | None
    source: str


class Structure(NamedTuple):
    """A named spatial layout (空间结构), such as 一核两带五区多点."""

    id: str
    name: str
    name_en: str
    theme: str
    document_id: str
    locator: str


class Element(NamedTuple):
    """One element of a structure: a core, belt, zone, pole, centre, area or point group.

    `place_id` is the place that it is itself, under which statements on it are kept.
    """

    id: str
    structure_id: str
    place_id: str
    rank: int
    kind: str
    name: str
    name_en: str
    functions: tuple[str, ...]
    axis: str
    locator: str


class Member(NamedTuple):
    """A place that belongs to a structure's element, in the plan's order.

    `derived` says from what, where the text does not name it as a member.
    """

    element_id: str
    rank: int
    place_id: str
    derived: str


class Placement(NamedTuple):
    """A statement (产业布局) that puts an industry at a place, with its locator (出处)."""

    id: str
    industry_id: str
    place_id: str
    relation: str
    document_id: str
    locator: str


class Derived(NamedTuple):
    """A placement of an element as a member has it: derived, no row of a table."""

    placement: Placement
    element_id: str
    place_id: str


class Project(NamedTuple):
    """A named key project (重点项目).

    `place_basis` says how the places are known: ``stated`` by a sentence, ``in_name`` of
    the project, or ``inferred: from what``.
    """

    id: str
    name: str
    industry_id: str
    enterprise: str
    enterprise_aliases: tuple[str, ...]
    place_ids: tuple[str, ...]
    place_basis: str
    document_id: str
    box: str
    locator: str
    note: str


class Site(NamedTuple):
    """A core heritage site (核心遗址) or attraction (代表性文旅景点) of the culture plan."""

    id: str
    element_id: str
    role: str
    rank: int
    place_id: str
    document_id: str
    locator: str


class Figure(NamedTuple):
    """What an indicator is, or is to be, in a year."""

    year: int
    value: float
    comparator: str

    def __str__(self) -> str:
        """Say it as 2030 ≥50."""
        sign = {">=": "≥", "<=": "≤"}.get(self.comparator, self.comparator)
        return f"{self.year} {sign}{self.value:g}"


class Indicator(NamedTuple):
    """A target value by year; a comparator such as ``>=`` belongs to the 2025 value.

    A plan with other years has all of its years in `years` and `values`, side by side, and
    `comparator` belongs to the last; those that have a column stand there too.
    """

    id: str
    name: str
    name_en: str
    unit: str
    value_2020: float | None
    value_2023: float | None
    value_2025: float | None
    comparator_2025: str
    kind: str
    note: str
    document_id: str
    locator: str
    years: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    comparator: str = ""

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Its values in the order of their years."""
        if self.years:
            last = len(self.years) - 1
            return tuple(
                Figure(int(year), float(value), self.comparator if at == last else "")
                for at, (year, value) in enumerate(zip(self.years, self.values, strict=True))
            )
        cells = ((2020, self.value_2020), (2023, self.value_2023), (2025, self.value_2025))
        return tuple(
            Figure(year, value, self.comparator_2025 if year == 2025 else "")
            for year, value in cells if value is not None
        )  # fmt: skip


class Renamed(NamedTuple):
    """An id that is gone: what stands for it now, '' for nothing, and why."""

    old_id: str
    new_id: str
    why: str


class Pinyin(NamedTuple):
    """The pinyin of a name or alias, one syllable a character, for typed search."""

    term: str
    pinyin: str


class GbtClass(NamedTuple):
    """A section, division, group or class of GB/T 4754-2017 (国民经济行业分类).

    `tables` counts the public tables, of two, that have the row like this.
    """

    code: str
    name: str
    level: str
    tables: int


class Crossing(NamedTuple):
    """An industry of the plans and a class of GB/T 4754-2017.

    `fit` is ``whole`` where what is of the code is of the industry, ``part`` where the code
    holds the industry among others.
    """

    industry_id: str
    code: str
    fit: str
    reason: str


class BusinessWord(NamedTuple):
    """A word of registered or everyday business; `industry_id` is '' where no plan names it."""

    word: str
    industry_id: str
    reason: str


class Street(NamedTuple):
    """A street office or town: its district, and the zone that manages it, '' for none."""

    name: str
    district_id: str
    zone_id: str
    source: str


class RegisteredZone(NamedTuple):
    """What is official of a development zone (开发区): name, code, level, area, 主导产业.

    Each has its source; what is not known is empty.  `area_of` says what the area is of:
    approved or planned, and the year; `leading` are words of the source.
    """

    place_id: str
    official_name: str
    name_source: str
    code: str
    code_source: str
    level: str
    level_source: str
    area_km2: float | None
    area_of: str
    area_source: str
    leading: tuple[str, ...]
    leading_source: str


Row = (
    Document
    | Industry
    | Place
    | Structure
    | Element
    | Member
    | Placement
    | Project
    | Site
    | Indicator
    | Renamed
    | Pinyin
    | GbtClass
    | Crossing
    | BusinessWord
    | Street
    | RegisteredZone
)

TABLES: dict[str, type] = {
    "documents": Document,
    "industries": Industry,
    "places": Place,
    "structures": Structure,
    "elements": Element,
    "members": Member,
    "placements": Placement,
    "projects": Project,
    "sites": Site,
    "indicators": Indicator,
    "renamed": Renamed,
    "pinyin": Pinyin,
    "gbt4754": GbtClass,
    "crosswalk": Crossing,
    "business_words": BusinessWord,
    "streets": Street,
    "zone_register": RegisteredZone,
}

ZONE_KIND = "development_zone"
"""The kind of a place that is a development zone."""

LEVELS = ("pillar", "industry", "subindustry", "segment")
"""Levels of the taxonomy, highest first."""

WITHIN = "within"
"""A place known to lie in a zone or district, position not known: its geometry is that one's."""

DERIVED = "derived"
"""A place that is an element of a structure: its geometry is the element's."""

UNLOCATED = "unlocated"
"""A place of which no more is known than that a plan names it."""

USER = "user"
"""Who says a row that no plan says, and the basis of a position a planner has told."""

PLAN = "plan"
"""Who says a row of the reviewed tables."""

NOT_ONE_PLACE = ("belt", "group", "region")
"""Kinds of places that stand for more than one, so that they have no position to be missing."""

NO_POSITION = (WITHIN, DERIVED, UNLOCATED)
"""What is said of a place that has no position of its own."""

USER_DOCUMENT = Document("doc-user", "U", "用户数据", "", "用户数据", "User data", "", "")
"""Stands where a plan does for what a planner brought in."""

USER_PARK = "user_park"
"""What a user's own park is: the kind of its place, and the relation of its placements."""


KEY_PARK = "key_park"
"""The relation of a place that a box names as 重点园区."""

ZONE_FOCUS, RELIES_ON, SUPPORTING = "zone_focus", "relies_on", "supporting"
"""The relations of a place whose focus an industry is, and of one that it relies on."""


class Relation(NamedTuple):
    """How an industry is tied to a place, with its words.

    `strong` are the relations that make a place a focus of the industry: what it hosts
    in one line.  `plan` is False where nothing is planned: what is there already.
    """

    id: str
    name: str
    name_en: str
    strong: bool
    plan: bool = True


RELATION: dict[str, Relation] = {
    row.id: row
    for row in (
        Relation(ZONE_FOCUS, "布局重点", "focus", strong=True),
        Relation(KEY_PARK, "重点园区", "key park", strong=True),
        Relation(RELIES_ON, "依托", "relies on", strong=False),
        Relation(SUPPORTING, "支持", "supporting", strong=False),
        Relation(USER_PARK, "用户园区", "user park", strong=False),
        Relation("existing", "已有基础", "existing", strong=False, plan=False),
    )
}
"""Relations by id, strongest first: four by the plans, a user's own, what is there already."""

RELATIONS = tuple(RELATION)
"""Ids of the relations.  A map's address names them by their place here: new ones go last."""


class Status(NamedTuple):
    """How far a park is, with its words; `written` are those people write in a file."""

    id: str
    name: str
    name_en: str
    written: tuple[str, ...]


STATUSES: dict[str, Status] = {
    row.id: row
    for row in (
        Status("planned", "规划", "planned", ("规划", "拟建", "planned", "谋划")),
        Status("building", "在建", "building", ("在建", "建设", "building")),
        Status("active", "建成", "active", ("建成", "运营", "投产", "已建", "active")),
    )
}
"""Statuses by id; '' where nobody said."""
