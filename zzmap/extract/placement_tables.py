"""Tables that put industries at places: a column of districts or parks beside one of industries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from zzmap.extract.clauses import Span, items
from zzmap.extract.known_names import Mention
from zzmap.extract.merged import Statement
from zzmap.extract.name_finder import NameFinder
from zzmap.extract.outline import CELLS_APART, ROW
from zzmap.extract.passages import Passage
from zzmap.extract.things import Stretch, things
from zzmap.model import KEY_PARK, ZONE_FOCUS

_PLACE = re.compile(
    r".*(?:区域|区县|县区|县\(市\)|县\(区\)|县\(市、?区\)|区\(县、?市?\)|县市区?|乡镇|镇街|镇\(街道\)|乡镇\(街道\)|地区|园区|载体|开发区|板块|集聚区|基地|所在地|布局|承载地|核心区|协同区|拓展区|辐射区|[县市区]|承接地|主产区|落点|空间|地点|所在县市区|县域|镇域)(?:名称)?"
)
_INDUSTRY = re.compile(
    r".*(?:主导产业|重点产业|特色产业|产业方向|发展方向|主攻方向|重点领域|产业定位|产业类别|产业名称|产业链?|产业集群|赛道|细分领域|品类|种类|类别|产品|集群|行业|门类|产业|领域|方向|重点|链条|业态)(?:名称)?"
)
_PARK = re.compile(r"重点(?:园区|载体|区域|基地)|.*(?:园区|载体)")
_OTHER = re.compile(r"(?:项目|工程)(?:名称)?|.*(?:指标|投资|建设内容).*|.*项目名称.*")
_BARRED = re.compile(r".*(?:限制|禁止|退出|淘汰|压减|负面).*")
_CONFIDENCE = 0.9


def read_tables(finder: NameFinder, own: Sequence[Passage]) -> Iterator[Statement]:
    """Yield what the tables of one plan place: each industry of a row at each of its places."""
    tables = groupby((row for row in own if row.kind == ROW), key=lambda row: row.table)
    for _, rows in tables:
        yield from _of_table(finder, list(rows))


def _of_table(finder: NameFinder, rows: list[Passage]) -> Iterator[Statement]:
    head = ["".join(cell.split()).replace("（", "(").replace("）", ")") for cell in rows[0].cells]
    if any(map(_OTHER.fullmatch, head)):
        return
    told = [at for at, cell in enumerate(head)
            if _INDUSTRY.fullmatch(cell) and not _BARRED.fullmatch(cell)]  # fmt: skip
    if not told:
        return
    place = next(
        (at for at, cell in enumerate(head) if at != told[0] and _PLACE.fullmatch(cell)), None
    )
    if place is None:
        return
    # Parks told beside an industry are its key parks; industries told beside a place its focus.
    relation = KEY_PARK if told[0] < place and _PARK.fullmatch(head[place]) else ZONE_FOCUS
    beside = [at for at in told if at != place] if told[0] > place else told[:1]
    for row in rows[1:]:
        if len(row.cells) == len(head):
            cells = _cells(row)
            for found in (row for at in beside for row in _industries(finder, cells[at])):
                for at in finder.places(cells[place]):
                    yield Statement(
                        found, at, relation, Span(row.start, row.end), "table",
                        round(_CONFIDENCE * at.sure * found.sure, 2), row,
                    )  # fmt: skip


def _industries(finder: NameFinder, cell: Span) -> list[Mention]:
    ids: tuple[str, ...] = ()
    if not finder.knows_the_plan:
        return things(finder, Stretch(cell, "label"), ids)
    return [found for item in items(finder.text, cell) for found in finder.item(item, ids)]


def _cells(row: Passage) -> list[Span]:
    """Return where the cells of a row are in the text."""
    spans, start = [], row.start
    for cell in row.cells:
        spans.append(Span(start, start + len(cell)))
        start += len(cell) + len(CELLS_APART)
    return spans
