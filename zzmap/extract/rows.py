"""Statements as the rows of a draft: ids, known and new names, the evidence of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from zzmap.extract.clauses import Span, fold
from zzmap.extract.draft import (
    ALIAS,
    KNOWN,
    NEW,
    Draft,
    DraftIndustry,
    DraftPlace,
    DraftPlacement,
    sentence_hash,
)
from zzmap.extract.item_words import shorter, without_trade
from zzmap.extract.kinds import kind_of
from zzmap.extract.known_names import Gazetteer, Mention
from zzmap.extract.merged import Statement
from zzmap.extract.name_finder import NameFinder
from zzmap.extract.outline import OutlinedText
from zzmap.extract.passages import Passage
from zzmap.model import Element, Structure
from zzmap.readings import syllables

_BELOW = {"pillar": "industry", "industry": "subindustry"}
_TOP, _SEGMENT = "pillar", "segment"
_UNLOCATED = "unlocated"
_KNOWN_SURE = 1.0

Evidence = tuple[int, int, str, str, float]
"""Start, end, hash of the sentence, rule, confidence."""


class Rows:
    """Gathers the rows of a draft, each name once."""

    def __init__(self, outlined: OutlinedText, names: Gazetteer) -> None:
        self._outlined = outlined
        self._names = names
        self._placements: dict[tuple[str, str, str, str], DraftPlacement] = {}
        self._places: dict[str, DraftPlace] = {}
        self._industries: dict[str, DraftIndustry] = {}
        self._ids: dict[tuple[str, str], str] = {}
        held = names.catalogue
        self._used = {
            *(held.places if held else ()), *(held.industries if held else ()),
            *(held.structures if held else ()), *(held.elements if held else ()),
        }  # fmt: skip

    def take(self, finder: NameFinder, statements: Iterable[Statement]) -> None:
        """Add what was read of one document."""
        for row in statements:
            document, locator, evidence = self.told(
                row.passage, row.sentence, row.rule, row.confidence
            )
            above = finder.above(row.passage.above)
            parent = next((up.ids[0] for up in above if up.ids), "")
            industry = self.industry(row.industry, document, locator, parent, evidence)
            place = self.place(row.place, evidence)
            key = (industry, self.known_place(place), row.relation, document)
            held = self._placements.get(key)
            # What is said by geodata's own name rests upon no reading of another.
            if held is None or (held.place_id != place == key[1]):
                number = held.id if held else f"pl-draft-{len(self._placements) + 1:04d}"
                self._placements[key] = DraftPlacement(
                    number, industry, place, row.relation, document, locator,
                    self.words(row.industry), self.words(row.place), *evidence,
                )  # fmt: skip

    def fill(self, draft: Draft) -> None:
        """Put the rows into a draft."""
        draft.placements = list(self._placements.values())
        draft.places = list(self._places.values())
        draft.industries = self._distinct()

    def _distinct(self) -> list[DraftIndustry]:
        """Return the industries, none of them with an alias that another is called by."""
        held = self._names.catalogue
        known = held.industries.values() if held and not self._names.cold else ()
        others = [*known, *self._industries.values()]
        taken = Counter(fold(term) for row in others for term in {row.name, *row.aliases})
        return [
            row._replace(aliases=tuple(term for term in row.aliases if taken[fold(term)] == 1))
            if row.status == NEW else row
            for row in self._industries.values()
        ]  # fmt: skip

    def told(
        self, passage: Passage, span: Span, rule: str, confidence: float
    ) -> tuple[str, str, Evidence]:
        """Return the document and locator of what was read, and its evidence."""
        document = self._outlined.documents[passage.document].id
        return (
            document,
            self._outlined.locator_at(span.start),
            self.evidence(span, rule, confidence),
        )

    def structures(self) -> Iterable[Structure]:
        """Return the structures of geodata."""
        held = self._names.catalogue
        return held.structures.values() if held and not self._names.cold else ()

    def elements(self) -> Iterable[Element]:
        """Return the elements of geodata's structures."""
        held = self._names.catalogue
        return held.elements.values() if held and not self._names.cold else ()

    def evidence(self, span: Span, rule: str, confidence: float) -> Evidence:
        """Return the evidence that a stretch of the text is."""
        said = self._outlined.text[slice(*span)]
        return span.start, span.end, sentence_hash(said), rule, min(1.0, confidence)

    def words(self, mention: Mention) -> str:
        """Return a name as the text writes it, or what a pronoun stands for."""
        if mention.called:
            return mention.called
        return self._outlined.text[mention.start : mention.end]

    def places(self, mentions: Iterable[Mention], evidence: Evidence) -> tuple[str, ...]:
        """Return the ids of places, each place once, by geodata's own name if it has that too."""
        found: dict[str, str] = {}
        for mention in mentions:
            row_id = self.place(mention, evidence)
            known = self.known_place(row_id)
            if found.get(known, row_id) == row_id or row_id == known:
                found[known] = row_id
        return tuple(found.values())

    def known_place(self, row_id: str) -> str:
        """Return what geodata calls a place of the draft; a new one's own id."""
        return self._places[row_id].known_id or row_id if row_id else ""

    def place(self, mention: Mention, evidence: Evidence) -> str:
        """Return the id of a place, and see that it has a row.

        A name that geodata has not is a row of its own even where it is an alias: what was read by
        it rests on that reading, and goes nowhere while nobody has accepted it.
        """
        held = self._names.catalogue
        known = held.places.get(mention.ids[0]) if held and mention.ids else None
        name = self.words(mention)
        if known is None:
            return self._new_place(name, evidence)
        if known.id not in self._places:
            self._places[known.id] = DraftPlace(*known, KNOWN, known.id, *evidence)
        if not self._names.places.get(name):
            return self._alias(name, DraftPlace(*known, ALIAS, known.id, *evidence))
        return known.id

    def _alias(self, name: str, row: DraftPlace) -> str:
        """Return the id of the row that says that what geodata knows has another name."""
        key = (f"alias {row.known_id}", fold(name))
        if key not in self._ids:
            self._ids[key] = self.slug("alias", name)
            self._places[self._ids[key]] = row._replace(id=self._ids[key], name=name, aliases=())
        return self._ids[key]

    def _new_place(self, name: str, evidence: Evidence) -> str:
        key = ("place", fold(name))
        if key not in self._ids:
            kind = kind_of(name)
            row_id = self._ids[key] = self.slug(kind.partition("_")[0], name)
            district = self._district(name)
            self._places[row_id] = DraftPlace(
                row_id, name, "", (), kind, district, (district,) if district else (), None, None,
                None, "", _UNLOCATED, None, "named by the plan, not located", NEW, "", *evidence,
            )  # fmt: skip
        return self._ids[key]

    def _district(self, name: str) -> str:
        """Return the id of the district that a place's name begins with."""
        held = self._names.catalogue
        if held is None:
            return ""
        for found in self._names.places.find(fold(name), 0, len(name)):
            row = held.places.get(found.ids[0])
            if found.start == 0 and row and row.kind in held.city.district_kinds:
                return row.id
        return ""

    def industry(
        self, mention: Mention, document: str, locator: str, parent: str, evidence: Evidence
    ) -> str:
        """Return the id of an industry, and see that it has a row."""
        held = self._names.catalogue
        known = held.industries.get(mention.ids[0]) if held and mention.ids else None
        if known is not None:
            if known.id not in self._industries:
                self._industries[known.id] = DraftIndustry(*known, KNOWN, known.id, *evidence)
            return known.id
        name = self.words(mention)
        # 健康养老业 and 健康养老 are one.
        key = ("industry", fold(without_trade(name)))
        if key not in self._ids:
            row_id = self._ids[key] = self.slug("ind", name)
            above = held.industries[parent].level if held and parent else ""
            # What stands below nothing is a top of the taxonomy until someone puts it elsewhere.
            level = _BELOW.get(above, _SEGMENT) if parent else _TOP
            self._industries[row_id] = DraftIndustry(
                row_id, parent, "", level, name, "", shorter(name), document,
                locator, NEW, "", *evidence,
            )  # fmt: skip
        return self._ids[key]

    def slug(self, prefix: str, name: str) -> str:
        """Return a new id with a name's pinyin."""
        wanted = f"{prefix}-{syllables(name).replace(' ', '') or 'draft'}"
        number, found = 2, wanted
        while found in self._used:
            found, number = f"{wanted}-{number}", number + 1
        self._used.add(found)
        return found
