"""What changed between two editions of the plans, or two documents.

Rows are the same that have the same id (followed through ``renamed.csv``), or the same name or
alias; nothing else is.  An id that is but a number (``prj-s-0021``), or the sound of both names,
tells nothing by itself: two folders may have made theirs apart.  Of what is left on both sides,
pairs whose names are alike are told as `MAYBE_RENAMED` with their sameness: a reader decides, by
naming them in `same`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from zzmap.catalogue import Catalogue
from zzmap.errors import NotFoundError
from zzmap.messages import say
from zzmap.model import RELATION, Indicator, Project
from zzmap.names import normalise, sameness
from zzmap.readings import syllables
from zzmap.words import join

ADDED, DROPPED, MOVED, CHANGED = "added", "dropped", "moved", "changed"
RENAMED, MAYBE_RENAMED = "renamed", "maybe_renamed"

CHANGES: dict[str, str] = {
    ADDED: "新增", DROPPED: "取消", MOVED: "转移", RENAMED: "更名", MAYBE_RENAMED: "疑似更名",
    CHANGED: "变更",
}  # fmt: skip
"""Kinds of change with their Chinese words, in the order they are told."""

SUBJECTS: dict[str, str] = {
    "industry": "产业", "place": "载体", "placement": "布局", "project": "项目",
    "indicator": "指标",
}  # fmt: skip
"""What can change, with its Chinese word."""

THRESHOLD = 0.6
"""Sameness from which two names are told as one thing that may have been renamed."""


class Change(NamedTuple):
    """One change.

    Attributes
    ----------
    subject, change
        One of `SUBJECTS` and one of `CHANGES`.
    old, new
        What the old edition has and what the new one has, in words; '' where it has none.
    sameness, threshold
        Of a renaming: how alike the names are (0 to 1); of one that only may be, from where it is
        told.
    old_id, new_id
        Ids of the rows.
    old_places, new_places
        Ids of the places it is about, each of its own edition.
    old_locator, new_locator
        Where the plans say it.

    Examples
    --------
    >>> import zzmap as zz
    >>> row = next(row for row in zz.diff("D", "S").changes if row.change == "changed")
    >>> row.old, row.new
    ('超级计算 → 国家超级计算郑州中心 (依托)', '超级计算 → 国家超级计算郑州中心 (已有基础)')
    """

    subject: str
    change: str
    old: str
    new: str
    sameness: float | None = None
    threshold: float | None = None
    old_id: str = ""
    new_id: str = ""
    old_places: tuple[str, ...] = ()
    new_places: tuple[str, ...] = ()
    old_locator: str = ""
    new_locator: str = ""


class Edition:
    """One side of a comparison: a catalogue, or what one document of it says.

    Parameters
    ----------
    catalogue
        What the plans say.
    document
        Id of a document; '' takes all.
    label
        What people call the edition.
    named
        Whether only places that placements or projects name count; of one document they do.
    """

    def __init__(
        self, catalogue: Catalogue, document: str = "", label: str = "", *, named: bool = False
    ) -> None:
        self.catalogue, self.document = catalogue, document
        self.label = label or catalogue.folder.name
        self.industries = [row for row in catalogue.industries.values() if self._has(row)]
        self.placements = [row for row in catalogue.placements if self._has(row)]
        self.projects = [row for row in catalogue.projects if self._has(row)]
        self.indicators = [row for row in catalogue.indicators if self._has(row)]
        places = catalogue.places
        told = {row.place_id for row in self.placements}
        told |= {place for row in self.projects for place in row.place_ids}
        self.places = [row for row in places.values() if row.id in told or not (document or named)]

    def _has(self, row: Any) -> bool:
        return not self.document or row.document_id == self.document

    def at(self, ids: Iterable[str]) -> str:
        """Return the names of places in one cell."""
        return join(self.catalogue.places[row].name for row in ids)


_COUNTED = re.compile(r"\d$")


class _Pairs(NamedTuple):
    """Rows of two editions beside each other."""

    pairs: list[tuple[Any, Any]]
    gone: list[Any]
    come: list[Any]

    def ids(self) -> dict[str, str]:
        """Return the old id by the new one."""
        return {new.id: old.id for old, new in self.pairs}


def compare(
    old: Edition,
    new: Edition,
    *,
    threshold: float = THRESHOLD,
    same: Mapping[str, str] | None = None,
) -> list[Change]:
    """Return what changed, in the order of `SUBJECTS`, then of `CHANGES`.

    Parameters
    ----------
    old, new
        The two editions.
    threshold
        Sameness from which a pair of names is told as a possible renaming.
    same
        New name by old name, of what a reader knows to be the same thing.

    Raises
    ------
    NotFoundError
        If a name in `same` is in no row that is left to be paired.

    Examples
    --------
    >>> from zzmap.catalogue import Catalogue
    >>> plans = Edition(Catalogue())
    >>> compare(plans, plans)
    []
    """
    told = dict(same or {})
    renamed = new.catalogue.renamed
    industries = _paired(old.industries, new.industries, told, renamed)
    places = _paired(old.places, new.places, told, renamed)
    projects = _paired(old.projects, new.projects, told, renamed)
    indicators = _paired(old.indicators, new.indicators, told, renamed)
    _check_told(told, (industries, places, projects, indicators))
    changes = [
        *_named("industry", industries, threshold),
        *_moved_industries(old, new, industries),
        *_named("place", places, threshold),
        *_placements(old, new, industries.ids(), places.ids()),
        *_named("project", projects, threshold),
        *_moved_projects(old, new, projects, places.ids()),
        *_named("indicator", indicators, threshold),
        *_values(indicators),
    ]
    order = {name: number for number, name in enumerate((*SUBJECTS, *CHANGES))}
    return sorted(changes, key=lambda row: (order[row.subject], order[row.change]))


def counts(changes: Sequence[Change]) -> dict[tuple[str, str], int]:
    """Return how many changes there are of each subject and kind, in their order."""
    return dict(Counter((row.subject, row.change) for row in changes))


# -- pairing -------------------------------------------------------------------------------


def _paired(
    old: Sequence[Any], new: Sequence[Any], told: Mapping[str, str], renamed: Mapping[str, str]
) -> _Pairs:
    """Pair by id, then by a name that only one row of each side has."""
    left = {row.id: row for row in new}
    pairs, waiting = [], []
    for row in old:
        other = left.get(renamed.get(row.id, row.id))
        if other is None or not _is_same(row, other):
            waiting.append(row)
        else:
            pairs.append((row, left.pop(other.id)))
    by_name: dict[str, list[Any]] = defaultdict(list)
    for row in left.values():
        for key in _keys(row):
            by_name[key].append(row)
    ours = Counter(key for row in waiting for key in _keys(row))
    gone = []
    for row in waiting:
        keys = [normalise(told[row.name])] if row.name in told else _keys(row)
        found = {hit.id for key in keys if ours[key] <= 1 for hit in by_name[key] if hit.id in left}
        if len(found) == 1:
            pairs.append((row, left.pop(found.pop())))
        else:
            gone.append(row)
    return _Pairs(pairs, gone, list(left.values()))


def _is_same(row: Any, other: Any) -> bool:
    """Tell whether rows that one id leads to are one thing.

    An id that is but a number, or the sound of a name, tells nothing by itself: 新源园 and
    鑫源园 are both park-xinyuanyuan where two folders, or two drafts, have made their ids apart.
    """
    if {*_keys(row)} & {*_keys(other)}:
        return True
    return not _COUNTED.search(row.id) and syllables(row.name) != syllables(other.name)


def _keys(row: Any) -> list[str]:
    return list(dict.fromkeys(map(normalise, (row.name, *getattr(row, "aliases", ())))))


def _check_told(told: Mapping[str, str], groups: Collection[_Pairs]) -> None:
    made = {(old.name, key) for group in groups for old, new in group.pairs for key in _keys(new)}
    for old, new in told.items():
        if (old, normalise(new)) not in made:
            raise NotFoundError(
                say(
                    "“{old}” and “{new}” cannot be taken as the same: no single row of the old "
                    "edition and of the new one have these names",
                    old=old,
                    new=new,
                ),
                hint=say("Write both names as the tables have them."),
            )


def _named(subject: str, rows: _Pairs, threshold: float) -> Iterator[Change]:
    """Yield what came, went, and was or may have been renamed."""
    for before, after in rows.pairs:
        if before.name != after.name:
            yield _change(subject, RENAMED, before, after)._replace(
                sameness=round(sameness(before.name, after.name), 2)
            )
    alike = _alike(rows.gone, rows.come, threshold)
    paired = {id(row) for before, after, _ in alike for row in (before, after)}
    for before, after, score in alike:
        yield _change(subject, MAYBE_RENAMED, before, after)._replace(
            sameness=round(score, 2), threshold=threshold
        )
    for row in rows.gone:
        if id(row) not in paired:
            yield _change(subject, DROPPED, row, None)
    for row in rows.come:
        if id(row) not in paired:
            yield _change(subject, ADDED, None, row)


def _alike(gone: Sequence[Any], come: Sequence[Any], least: float) -> list[tuple[Any, Any, float]]:
    """Return pairs each of which is the other's best, the likest first, no row twice."""
    scored = [
        (score, a, b)
        for a, before in enumerate(gone)
        for b, after in enumerate(come)
        if (score := sameness(before.name, after.name)) >= least
    ]
    used: set[tuple[str, int]] = set()
    found = []
    for score, a, b in sorted(scored, key=lambda row: (-row[0], row[1], row[2])):
        if ("old", a) not in used and ("new", b) not in used:
            used |= {("old", a), ("new", b)}
            found.append((gone[a], come[b], score))
    return found


def _change(subject: str, change: str, old: Any, new: Any) -> Change:
    return Change(
        subject,
        change,
        old.name if old else "",
        new.name if new else "",
        old_id=old.id if old else "",
        new_id=new.id if new else "",
        old_places=_places_of(subject, old),
        new_places=_places_of(subject, new),
        old_locator=getattr(old, "locator", ""),
        new_locator=getattr(new, "locator", ""),
    )


def _places_of(subject: str, row: Any) -> tuple[str, ...]:
    if row is None:
        return ()
    return (row.id,) if subject == "place" else getattr(row, "place_ids", ())


# -- what is beside each other and differs -------------------------------------------------


def _moved_industries(old: Edition, new: Edition, rows: _Pairs) -> Iterator[Change]:
    """Yield industries that stand below another one than before."""
    ids = rows.ids()
    for before, after in rows.pairs:
        if before.parent_id != ids.get(after.parent_id, after.parent_id):
            words = [
                f"{row.name} ({side.catalogue.industries[row.parent_id].name})"
                if row.parent_id
                else row.name
                for side, row in ((old, before), (new, after))
            ]
            yield _change("industry", MOVED, before, after)._replace(old=words[0], new=words[1])


def _placements(
    old: Edition, new: Edition, industries: Mapping[str, str], places: Mapping[str, str]
) -> Iterator[Change]:
    """Yield placements that came, went, or changed their place or relation.

    An industry that left one place and came to one other has moved; of more, which one became
    which is not said, so they are dropped and added.
    """
    own, others = new.catalogue, old.catalogue
    before = _strongest((row.industry_id, row.place_id, row) for row in old.placements)
    after = _strongest(
        (_old_id(row.industry_id, industries, own.industries, others.industries),
         _old_id(row.place_id, places, own.places, others.places), row)
        for row in new.placements
    )  # fmt: skip
    gone, come = defaultdict(list), defaultdict(list)
    for key, row in before.items():
        if key not in after:
            gone[key[0]].append(row)
        elif row.relation != after[key].relation:
            yield _placement(old, new, CHANGED, row, after[key], relation=True)
    for key, row in after.items():
        if key not in before:
            come[key[0]].append(row)
    for industry in dict.fromkeys((*gone, *come)):
        left, arrived = gone[industry], come[industry]
        if len(left) == len(arrived) == 1:
            yield _placement(old, new, MOVED, left[0], arrived[0])
            continue
        yield from (_placement(old, new, DROPPED, row, None) for row in left)
        yield from (_placement(old, new, ADDED, None, row) for row in arrived)


def _old_id(
    row_id: str, paired: Mapping[str, str], new: Mapping[str, Any], old: Mapping[str, Any]
) -> str:
    """Return what the older edition calls a row.

    A document may place an industry that another document has defined, and which is no row of
    either side then: it is the same if both know it by one id and one name.
    """
    if row_id in paired:
        return paired[row_id]
    known = row_id in old and row_id in new and old[row_id].name == new[row_id].name
    return row_id if known else f"new {row_id}"


def _strongest(rows: Iterable[tuple[str, str, Any]]) -> dict[tuple[str, str], Any]:
    """Return the strongest statement of each industry at each place."""
    ranks = {name: rank for rank, name in enumerate(RELATION)}
    found: dict[tuple[str, str], Any] = {}
    for industry, place, row in rows:
        held = found.get((industry, place))
        if held is None or ranks[row.relation] < ranks[held.relation]:
            found[industry, place] = row
    return found


def _placement(
    old: Edition, new: Edition, change: str, before: Any, after: Any, *, relation: bool = False
) -> Change:
    def words(side: Edition, row: Any) -> str:
        if row is None:
            return ""
        catalogue = side.catalogue
        tail = f" ({RELATION[row.relation].name})" if relation else ""
        industry = catalogue.industries[row.industry_id].name
        return f"{industry} → {catalogue.places[row.place_id].name}{tail}"

    return Change(
        "placement",
        change,
        words(old, before),
        words(new, after),
        old_id=before.id if before else "",
        new_id=after.id if after else "",
        old_places=(before.place_id,) if before else (),
        new_places=(after.place_id,) if after else (),
        old_locator=before.locator if before else "",
        new_locator=after.locator if after else "",
    )


def _moved_projects(
    old: Edition, new: Edition, rows: _Pairs, places: Mapping[str, str]
) -> Iterator[Change]:
    for before, after in rows.pairs:
        here = {places.get(row, f"new {row}") for row in after.place_ids}
        if set(before.place_ids) != here:
            yield _change("project", MOVED, before, after)._replace(
                old=_project(old, before), new=_project(new, after)
            )
        elif normalise(before.enterprise) != normalise(after.enterprise):
            yield _change("project", CHANGED, before, after)._replace(
                old=f"{before.name} ({before.enterprise})", new=f"{after.name} ({after.enterprise})"
            )


def _project(side: Edition, row: Project) -> str:
    return f"{row.name} ({side.at(row.place_ids)})" if row.place_ids else row.name


def _values(rows: _Pairs) -> Iterator[Change]:
    for before, after in rows.pairs:
        if _figures(before) != _figures(after):
            yield _change("indicator", CHANGED, before, after)._replace(
                old=f"{before.name}: {_figures(before)}", new=f"{after.name}: {_figures(after)}"
            )


def _figures(row: Indicator) -> str:
    return f"{', '.join(map(str, row.figures))} {row.unit}".strip()
