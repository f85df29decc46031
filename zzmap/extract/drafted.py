"""The draft of a plan: what its sentences, boxes and tables say, as rows with their evidence."""

from __future__ import annotations

from collections.abc import Sequence

from zzmap.extract.clauses import fold
from zzmap.extract.draft import Draft, Head
from zzmap.extract.draft_tables import add_indicators, add_projects, add_structures
from zzmap.extract.indicators import read_indicators
from zzmap.extract.known_names import Gazetteer, of_districts, zones
from zzmap.extract.merged import Precisions
from zzmap.extract.name_finder import NameFinder
from zzmap.extract.outline import BOX, HEADING, ROW, OutlinedText
from zzmap.extract.passages import Passage, passages
from zzmap.extract.placement_tables import read_tables
from zzmap.extract.placements import Reader, rests_mostly
from zzmap.extract.projects import read_projects
from zzmap.extract.regions import city_of, counties_of, districts_told, regions, towns_told
from zzmap.extract.rows import Rows
from zzmap.extract.structures import read_structures
from zzmap.extract.taxonomy import Taxonomy

_PARAGRAPH, _BOX = 4, 5


def drafted(
    outlined: OutlinedText, gazetteer: Gazetteer | None = None, *,
    source: str = "", sha256: str = "", version: str = "", precisions: Precisions | None = None,
) -> Draft:  # fmt: skip
    """Return the draft of an outlined text.

    Parameters
    ----------
    outlined
        The text and its outline.
    gazetteer
        What is known before, see `zzmap.extract.known_names.gazetteer`; None, or one of another
        city than the title's, leaves names of districts to be told by their form.
    source, sha256, version
        Of the file that was read and of zzmap, for the draft.
    precisions
        How often the rules are right; None for what was measured.

    Examples
    --------
    >>> from zzmap.extract.outline import outlined
    >>> from zzmap.io.documents.model import Part, ReadDocument
    >>> parts = (Part("甲乙市工业规划"), Part("支持丙丁产业园发展智能机床。"))
    >>> draft = drafted(outlined(ReadDocument("a.txt", "", "TXT", parts)))
    >>> [(row.industry, row.relation, row.place, row.rule) for row in draft.placements]
    [('智能机床', 'supporting', '丙丁产业园', 'support')]
    """
    text = fold(outlined.text)
    told = city_of(row.title for row in outlined.documents)
    names = gazetteer
    if names is None or (told and names.cold and names.city != told):
        names = of_districts(told, dict.fromkeys((*counties_of(told), *districts_told(text, told))))
    told_here = (*zones(names), *towns_told(text))
    starts = regions(names.city or told, (*names.districts, *told_here))
    rows = Rows(outlined, names)
    draft = Draft(
        source, sha256, version, names.cold, names.city or told, outlined.text,
        _outline(outlined), list(outlined.documents),
    )  # fmt: skip
    read = passages(outlined)
    finders, owned, formed = [], [], []
    for number, document in enumerate(outlined.documents):
        taxonomy = Taxonomy(None if names.cold else names.catalogue, document.id)
        finders.append(NameFinder(text, names, taxonomy, starts))
        owned.append([row for row in read if row.document == number])
        formed.append(Reader(finders[-1], precisions).formed(_in_sentences(owned[-1])))
    by_forms = rests_mostly([found for rows_of in formed for found in rows_of])
    for finder, own, found in zip(finders, owned, formed, strict=True):
        said = Reader(finder, precisions).read(_in_sentences(own), found, by_forms=by_forms)
        statements = [*said, *read_tables(finder, own)]
        rows.take(finder, statements)
        add_structures(draft, rows, read_structures(finder, outlined.text, own), statements)
        add_projects(draft, rows, finder, read_projects(finder, outlined.text, own))
        add_indicators(draft, rows, read_indicators(text, outlined.text, own))
    rows.fill(draft)
    return draft


def _in_sentences(own: Sequence[Passage]) -> list[Passage]:
    return [row for row in own if row.kind != ROW]


def _outline(outlined: OutlinedText) -> list[Head]:
    heads = []
    for block in outlined.blocks:
        if block.kind not in (HEADING, BOX):
            continue
        level = _BOX if block.kind == BOX else block.level or _PARAGRAPH
        number = block.locator.rpartition("·")[2]
        title = outlined.text[block.start : block.end].strip("。：")
        heads.append(Head(min(level, _BOX), number, title, block.start, block.end))
    return heads
