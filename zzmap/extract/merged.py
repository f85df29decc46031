"""Two readings of a passage as one: each row by how often the rule that read it is right.

The forms of ``rules.toml`` and the frames read every sentence.  A row is judged by its reader and
rule, by what the other reader made of it (`Company`), and by where its industry is named
(`Source`): ``precisions.csv`` counts how often such rows were right, in each plan of the tests.  It
is made by ``python benchmarks/bench_extract.py --precisions``.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from enum import Enum
from functools import cache
from pathlib import Path
from typing import NamedTuple

from zzmap.extract.clauses import Span
from zzmap.extract.known_names import Mention
from zzmap.extract.passages import Passage
from zzmap.model import KEY_PARK, ZONE_FOCUS

PRECISIONS = Path(__file__).with_name("precisions.csv")
"""How often rules were right: plan, reader, rule, company, source, right, wrong."""

EXISTING = "existing"
_OF_HEADS = ("key-park", "layout", "layout-rests")
"""Rules that read what stands below a heading."""

_FOCUS = (ZONE_FOCUS, KEY_PARK)
_PRIOR = 4.0
"""How many rows the precision of all rules of a kind weighs beside a rule's own."""

_LEAST_FORM = 0.75
"""How right the rule of a form must be for a row that frames did not read.  The bar is high, for
the forms were made with some of these plans at hand, and what is counted there flatters them.  Rows
of frames have been weighed one by one (`zzmap.extract.things`) and are all taken: to leave those of
rules that were seldom right in other plans costs plans of another style more than it gains."""


class Statement(NamedTuple):
    """An industry put at a place by a sentence."""

    industry: Mention
    place: Mention
    relation: str
    sentence: Span
    rule: str
    confidence: float
    passage: Passage


class ReadBy(Enum):
    """Who read a row."""

    FORM = "form"
    FRAME = "frame"


class Company(Enum):
    """What the other reader made of a row; the first that holds."""

    SAME = "same"
    RELATION = "relation"  # the pair, in another relation
    NAME = "name"  # another name that crosses the industry's, at the place
    PLACE = "place"  # the industry, elsewhere
    CROSSED = "crossed"  # another name that crosses the industry's, elsewhere
    BESIDE = "beside"  # other industries at the place
    READ = "read"  # other things of the sentence
    NOTHING = "nothing"


class Source(Enum):
    """Where the industry of a row is named."""

    ABOVE = "above"  # by a heading
    KNOWN = "known"  # by geodata
    OWN = "own"  # by the sentence alone


Kind = tuple[str, str, str, str]
"""Reader, rule, company and source, as ``precisions.csv`` has them."""


class Candidate(NamedTuple):
    """A row of one reader, and what its worth is judged by."""

    row: Statement
    reader: ReadBy
    company: Company
    source: Source

    @property
    def kind(self) -> Kind:
        """Reader, rule, company and source, as ``precisions.csv`` has them."""
        return self.reader.value, self.row.rule, self.company.value, self.source.value


class Counted(NamedTuple):
    """How many rows of a kind were right in a plan, and how many wrong."""

    plan: str
    kind: Kind
    right: int
    wrong: int


class Precisions:
    """How often rules are right.

    Parameters
    ----------
    rows
        What was counted.
    without
        Plans that are left out, so that none of them judges itself.

    Examples
    --------
    >>> kind = ("form", "rely", "same", "own")
    >>> told = Precisions([Counted("甲", kind, 9, 1), Counted("乙", kind, 0, 20)], without=["乙"])
    >>> round(told.of_kind(kind), 2)
    0.88
    """

    def __init__(self, rows: Iterable[Counted], without: Sequence[str] = ()) -> None:
        self._counts: dict[tuple[str, ...], list[int]] = defaultdict(lambda: [0, 0])
        for row in rows:
            if row.plan in without:
                continue
            for key in self._keys(row.kind):
                self._counts[key][0] += row.right
                self._counts[key][1] += row.wrong

    @staticmethod
    def _keys(kind: Kind) -> tuple[tuple[str, ...], ...]:
        """Return a kind itself, its like of any rule, and its rule in any company."""
        reader, rule, company, source = kind
        return kind, (reader, company, source), (reader, rule)

    def of(self, candidate: Candidate) -> float:
        """Return how often such a row is right."""
        return self.of_kind(candidate.kind)

    def of_kind(self, kind: Kind) -> float:
        """Return how often rows of a kind are right; one seen seldom is judged by its like."""
        own, like, rule = (self._counts.get(key, (0, 0)) for key in self._keys(kind))
        prior = (_share(*like) + _share(*rule)) / 2
        return (own[0] + _PRIOR * prior) / (sum(own) + _PRIOR)


def _share(right: int, wrong: int) -> float:
    return (right + 1) / (right + wrong + 2)


@cache
def measured() -> Precisions:
    """Return what was counted in the plans of the tests."""
    return Precisions(counted())


def counted() -> list[Counted]:
    """Return the rows of ``precisions.csv``."""
    with PRECISIONS.open(encoding="utf-8", newline="") as file:
        return [
            Counted(plan, (reader, rule, company, source), int(right), int(wrong))
            for plan, reader, rule, company, source, right, wrong in list(csv.reader(file))[1:]
        ]


def merged(
    framed: Sequence[Statement], formed: Sequence[Statement], precisions: Precisions
) -> Iterator[Statement]:
    """Yield the rows of frames, and those of forms whose rules are right often enough.

    Of a sentence that frames read nothing of, what the forms read in it is taken as well.  What
    both read bears the name of the form.  Where they give an industry two names, places or
    relations those of the frames are taken: of such rows theirs are the more often right.
    """
    by_forms = {_pair(row.row): row for row in candidates(formed, framed, ReadBy.FORM)}
    taken = []
    for row in candidates(framed, formed, ReadBy.FRAME):
        same = by_forms.get(_pair(row.row))
        precise = max(precisions.of(row), precisions.of(same) if same else 0.0)
        told = same.row if same else row.row
        taken.append(_told(row.row._replace(rule=told.rule), precise, told.confidence))
    yield from taken
    yield from _existing(framed, formed)
    for row in by_forms.values():
        precise = precisions.of(row)
        if row.company is Company.SAME or any(_at_odds(row.row, other) for other in taken):
            continue
        unread = not any(_meet(row.row.sentence, other.sentence) for other in framed)
        if (unread and not is_of_heading(row.row)) or precise >= _LEAST_FORM:
            yield _told(row.row, precise, row.row.confidence)


def is_of_heading(row: Statement) -> bool:
    """Tell a row whose industry only a heading above the paragraph names."""
    told = any(head.start <= row.industry.start < head.end for head in row.passage.above)
    return told and row.rule not in _OF_HEADS


def _told(row: Statement, precise: float, confidence: float) -> Statement:
    """Return a row as sure as its rule is right, and no surer than the rule says."""
    return row._replace(confidence=round(min(precise, confidence), 2))


def candidates(
    own: Sequence[Statement], others: Sequence[Statement], reader: ReadBy
) -> list[Candidate]:
    """Return what one reader says is planned, with what the other made of it."""
    told = _planned(others)
    return [Candidate(row, reader, _company(row, told), _source(row)) for row in _planned(own)]


def _planned(rows: Sequence[Statement]) -> list[Statement]:
    return [row for row in rows if row.relation != EXISTING]


def _existing(framed: Sequence[Statement], formed: Sequence[Statement]) -> Iterator[Statement]:
    """Yield what is there already: as frames read it, and by forms where they read nothing."""
    yield from (row for row in framed if row.relation == EXISTING)
    for row in formed:
        read = any(_meet(row.sentence, other.sentence) for other in framed)
        if row.relation == EXISTING and not read:
            yield row


def _pair(row: Statement) -> tuple[object, ...]:
    relation = row.relation if row.relation == EXISTING else str(row.relation in _FOCUS)
    return row.industry[:2], row.place[:2], relation


def _company(row: Statement, others: Sequence[Statement]) -> Company:
    there = [other for other in others if other.place[:2] == row.place[:2]]
    same = [other for other in others if other.industry[:2] == row.industry[:2]]
    if any(_pair(other) == _pair(row) for other in same):
        return Company.SAME
    for company, holds in (
        (Company.RELATION, any(other in there for other in same)),
        (Company.NAME, any(_meet(other.industry, row.industry) for other in there)),
        (Company.PLACE, bool(same)),
        (Company.CROSSED, any(_meet(other.industry, row.industry) for other in others)),
        (Company.BESIDE, bool(there)),
        (Company.READ, any(_meet(other.sentence, row.sentence) for other in others)),
    ):
        if holds:
            return company
    return Company.NOTHING


def _source(row: Statement) -> Source:
    if not row.sentence.start <= row.industry.start < row.sentence.end:
        return Source.ABOVE
    return Source.KNOWN if row.industry.ids else Source.OWN


def _at_odds(row: Statement, other: Statement) -> bool:
    """Tell rows that give a place's industry two names, or an industry two places."""
    there, same = other.place[:2] == row.place[:2], other.industry[:2] == row.industry[:2]
    return (there and _meet(row.industry, other.industry)) or (same and not there)


def _meet(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    """Tell whether two stretches, each with its start and end first, have characters in common."""
    return bool(one[0] < other[1] and other[0] < one[1])  # type: ignore[operator]
