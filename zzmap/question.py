"""The one reading of a question: which industries, places, projects … its words name.

Names are found in whatever order they stand, also in a whole sentence, by these rules:

1. The text is split so that names and aliases as they are (two characters or more), then words
   of a question (`zzmap._question_words`), cover as much of it as possible in as few pieces.
2. What is not covered is looked up together with the names it stands with, then alone: as a
   part of a name, in Latin letters also by whole English words, pinyin and initials.
3. Then as a slip.  In a text that is not Latin the slip has to sound the same: 智能穿感器 is
   智能传感器, but 电解铝 is no 电解液.  Nothing else is found by its sound.
4. What is still left is `unknown`: the question cannot be answered by leaving it out.

One term may name records of several kinds; `Reading` keeps them apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from zzmap._question_words import PASSED, PROJECT_WORDS, RELATION_OF, SAME, SOFT
from zzmap.catalogue import Catalogue
from zzmap.model import RELATION
from zzmap.names import (
    ELEMENT,
    ENTERPRISE,
    GUESSES,
    INDUSTRY,
    LITTLE,
    PLACES,
    PROJECT,
    Hit,
    Names,
    Rank,
    Way,
    normalise,
)
from zzmap.readings import read, usual_readings

_NEARLY = 2
_TIED = 3


class Reading(NamedTuple):
    """What a question is understood to ask.

    `relations` and `projects_only` narrow the answer; `unknown` are words that name nothing.
    """

    text: str
    industries: tuple[Hit, ...] = ()
    places: tuple[Hit, ...] = ()
    elements: tuple[Hit, ...] = ()
    projects: tuple[Hit, ...] = ()
    enterprises: tuple[Hit, ...] = ()
    relations: tuple[str, ...] = ()
    projects_only: bool = False
    unknown: tuple[str, ...] = ()

    @property
    def hits(self) -> tuple[Hit, ...]:
        """All that was found, industries first."""
        return (
            *self.industries, *self.places, *self.elements, *self.projects, *self.enterprises
        )  # fmt: skip

    @property
    def guesses(self) -> list[str]:
        """Terms that were guessed to be meant."""
        return list(dict.fromkeys(hit.term for hit in self.hits if hit.way in GUESSES))


def understood(catalogue: Catalogue, reading: Reading) -> str:
    """Say what was understood, as in ``产业=智能传感器, 载体=郑州高新区``."""
    names = Names.of(catalogue)
    said = [
        (word, "、".join(dict.fromkeys(names.record(hit).name for hit in hits)))
        for word, hits in (
            ("产业", reading.industries),
            ("载体", reading.places),
            ("结构", reading.elements),
            ("项目", reading.projects),
            ("企业", reading.enterprises),
        )
    ]
    said.append(("关系", "、".join(RELATION[row].name for row in reading.relations)))
    said.append(("只要", "项目" if reading.projects_only else ""))
    return ", ".join(f"{word}={value}" for word, value in said if value)


def read_question(catalogue: Catalogue, text: str) -> Reading:
    """Read a question.

    Parameters
    ----------
    catalogue
        The catalogue whose names it may hold.
    text
        Words in any order, or a sentence.

    Returns
    -------
    Reading
        All it names; nothing is raised for what is not understood.

    Examples
    --------
    >>> from zzmap.catalogue import Catalogue
    >>> catalogue = Catalogue()
    >>> understood(catalogue, read_question(catalogue, "哪个区适合做氢能"))
    '产业=氢能'
    """
    return _Reader(catalogue, text).reading()


# -- tokens ------------------------------------------------------------------------------

_TOKEN = re.compile(r"[a-z0-9][a-z0-9+#.'’]*|[^\W_]")


class _Token(NamedTuple):
    """A character, or a run of Latin letters and digits, and where it stands."""

    word: str
    start: int
    end: int

    @property
    def latin(self) -> bool:
        return self.word.isascii()


class _Piece(NamedTuple):
    """Some tokens and what they are: names, a word of a question, or not known (None)."""

    first: int
    after: int
    names: tuple[Hit, ...] | None
    word: str = ""


def _tokens(text: str) -> list[_Token]:
    return [
        _Token(found[0].rstrip(".'’"), found.start(), found.end())
        for found in _TOKEN.finditer(text)
    ]


# -- reading -----------------------------------------------------------------------------

_LONGEST = 40
_COST_NAME, _COST_WORD, _COST_UNKNOWN = 10, 12, 1000


class _Reader:
    """Reads one text."""

    def __init__(self, catalogue: Catalogue, text: str) -> None:
        self.catalogue, self.typed = catalogue, text
        self.names = Names.of(catalogue)
        self.text = unicodedata.normalize("NFKC", text).lower()
        self.tokens = _tokens(self.text)

    def reading(self) -> Reading:
        whole = tuple(self.names.exact(self.typed))
        if whole:
            return self._gather([_Piece(0, len(self.tokens), whole)])
        pieces = self._split()
        if any(piece.names is None and not piece.word for piece in pieces):
            pieces = list(self._resolve(pieces))
        return self._gather(pieces)

    # -- rule 1

    def _split(self) -> list[_Piece]:
        """Cover the tokens with names and words at the least cost."""
        count = len(self.tokens)
        best: list[tuple[int, list[_Piece]]] = [(0, [])]
        for after in range(1, count + 1):
            options = []
            for first in range(max(0, after - _LONGEST), after):
                found = self._known(first, after)
                if found is not None:
                    cost, piece = found
                    options.append((best[first][0] + cost, [*best[first][1], piece]))
            best.append(min(options, key=lambda option: option[0]))
        return best[count][1]

    def _known(self, first: int, after: int) -> tuple[int, _Piece] | None:
        text = self._between(first, after)
        key = normalise(text)
        latin = key.isascii()
        if len(key) >= 2 and key not in LITTLE and not (latin and text in PASSED | SOFT):
            hits = self._exact(text, latin)
            if hits:
                return _COST_NAME, _Piece(first, after, tuple(hits))
        if self._passed(text):
            return _COST_WORD, _Piece(first, after, None, text)
        if after - first == 1:
            return _COST_UNKNOWN, _Piece(first, after, None)
        return None

    def _exact(self, text: str, latin: bool) -> list[Hit]:
        hits = self.names.exact(text)
        if not hits and latin and len(text) > 3:
            other = text[:-1] if text.endswith("s") else f"{text}s"
            hits = self.names.exact(other)
        return hits

    def _passed(self, text: str) -> bool:
        return (
            text in PASSED
            or text in RELATION_OF
            or text in PROJECT_WORDS
            or text in LITTLE
            or text in self.catalogue.called
        )

    def _between(self, first: int, after: int) -> str:
        return self.text[self.tokens[first].start : self.tokens[after - 1].end]

    # -- rules 2 and 3

    def _resolve(self, pieces: list[_Piece]) -> Iterator[_Piece]:
        """Look up what is not covered, run by run; a space ends a run unless both sides are Latin."""
        run: list[_Piece] = []
        for piece in pieces:
            if run and (piece.word or not self._joined(run[-1], piece)):
                yield from self._run(run)
                run = []
            if piece.word:
                yield piece
            else:
                run.append(piece)
        yield from self._run(run)

    def _joined(self, one: _Piece, two: _Piece) -> bool:
        before, after = self.tokens[one.after - 1], self.tokens[two.first]
        if before.latin and after.latin:
            return True
        return not self.text[before.end : after.start].strip("\"“”'‘’()·-—")

    def _run(self, run: list[_Piece]) -> list[_Piece]:
        unknown = [piece for piece in run if piece.names is None]
        if not unknown:
            return run
        first, after = run[0].first, run[-1].after
        if all(token.latin for token in self.tokens[first:after]):
            return self._latin(first, after)
        for guess in (False, True):
            hits = self._found(self._between(first, after), guess, alone=len(run) == len(unknown))
            if hits:
                return [_Piece(first, after, hits)]
        return [done for group in _grouped(run) for done in self._group(group)]

    def _group(self, group: list[_Piece]) -> list[_Piece]:
        if group[0].names is not None:
            return group
        first, after = group[0].first, group[-1].after
        text = self._between(first, after)
        for guess in (False, True):
            hits = self._found(text, guess, alone=False)
            if hits:
                return [_Piece(first, after, hits)]
        return [_Piece(first, after, None)]

    def _found(self, text: str, guess: bool, *, alone: bool) -> tuple[Hit, ...]:
        """Find a text that is not Latin as a part of names or, if a guess is to be made, as a slip."""
        ranked = [
            (rank, hit)
            for rank, hit in self.names.ranked(text)
            if (hit.way == Way.SLIP and self._sounds(text, hit.term))
            if guess or not guess
        ] if guess else [
            (rank, hit)
            for rank, hit in self.names.ranked(text)
            if rank[0] == Way.PART and rank[1] < 2 and self._near(text, hit, alone)
        ]  # fmt: skip
        return _chosen(ranked)

    def _near(self, text: str, hit: Hit, alone: bool) -> bool:
        """Tell whether a place is meant: two characters begin too many names."""
        if hit.kind == INDUSTRY:
            return True
        longer = len(normalise(hit.term)) - len(normalise(text))
        return longer <= _NEARLY or (len(text) >= 3 and (alone or longer <= len(text)))

    def _sounds(self, typed: str, term: str) -> bool:
        usual = usual_readings(self.catalogue.pinyin)
        return read(normalise(typed), usual) == read(normalise(term), usual) is not None

    def _latin(self, first: int, after: int) -> list[_Piece]:
        """Read Latin words, as many together as name something, from the left."""
        count = after - first
        for size in range(count, 0, -1):
            for start in range(first, after - size + 1):
                end = start + size
                hits = self._latin_found(start, end)
                if hits:
                    before = self._latin(first, start) if start > first else []
                    behind = self._latin(end, after) if end < after else []
                    return [*before, _Piece(start, end, hits), *behind]
        words = [token.word for token in self.tokens[first:after]]
        if all(word in SOFT for word in words):
            return [_Piece(first, after, None, " ".join(words))]
        return [_Piece(first, after, None)]

    def _latin_found(self, first: int, after: int) -> tuple[Hit, ...]:
        words = [token.word for token in self.tokens[first:after]]
        if all(word in SOFT or word in LITTLE for word in words):
            return ()
        text = " ".join(words)
        exact = self._exact(text, latin=True)
        if exact:
            return tuple(exact)
        by_words = self.names.by_words(words, SAME, self.catalogue.called)
        if by_words:
            return _chosen([((int(Way.PART), 0), hit) for hit in by_words])
        ranked = self.names.ranked(text)
        if len(words) > 1:
            ranked = [(rank, hit) for rank, hit in ranked if rank[0] != Way.PART or rank[1] < 2]
        return _chosen(ranked)

    # -- what it comes to

    def _gather(self, pieces: Iterable[_Piece]) -> Reading:
        hits: list[Hit] = []
        unknown, relations, projects_only = [], [], False
        for piece in pieces:
            if piece.names is not None:
                hits += piece.names
            elif not piece.word:
                unknown.append(self._between(piece.first, piece.after))
            else:
                projects_only |= piece.word in PROJECT_WORDS
                relations += [RELATION_OF[piece.word]] if piece.word in RELATION_OF else []
        kinds = {kind: [hit for hit in dict.fromkeys(hits) if hit.kind == kind] for kind in _ALL}
        places = [hit for kind in PLACES for hit in kinds[kind]]
        places, elements = self._same_entity(places, kinds[ELEMENT])
        return Reading(
            self.typed,
            tuple(self._narrowest(kinds[INDUSTRY])),
            tuple(self._innermost(places)),
            tuple(elements),
            tuple(self._not_places(kinds[PROJECT], places)),
            tuple(kinds[ENTERPRISE]),
            tuple(dict.fromkeys(relations)),
            projects_only,
            tuple(unknown),
        )

    def _same_entity(self, places: list[Hit], elements: list[Hit]) -> tuple[list[Hit], list[Hit]]:
        """Let an element stand for the place that it is itself."""
        own = {self.catalogue.elements[hit.id].place_id for hit in elements}
        return [hit for hit in places if hit.id not in own], elements

    def _not_places(self, projects: list[Hit], places: list[Hit]) -> list[Hit]:
        """Leave out projects that are called as the place they are at, which answers with them."""
        ids = {hit.id for hit in places}
        rows = {row.id: row for row in self.catalogue.projects}
        return [hit for hit in projects if not ids & set(rows[hit.id].place_ids)]

    def _narrowest(self, hits: list[Hit]) -> list[Hit]:
        """Leave out what another term's hit lies below: 新能源产业 of 新能源产业 氢能."""
        above = {(hit.term, over) for hit in hits for over in self.catalogue.ancestors(hit.id)}
        return [
            hit for hit in hits
            if not any(hit.id == over and hit.term != term for term, over in above)
        ]  # fmt: skip

    def _innermost(self, hits: list[Hit]) -> list[Hit]:
        above = {over for hit in hits for over in self.catalogue.places_above(hit.id)}
        return [hit for hit in hits if hit.id not in above]


_ALL = (INDUSTRY, *PLACES, ELEMENT, PROJECT, ENTERPRISE)


def _grouped(run: list[_Piece]) -> Iterator[list[_Piece]]:
    """Yield unknown neighbours together and each name alone."""
    group: list[_Piece] = []
    for piece in run:
        if piece.names is None:
            group.append(piece)
            continue
        if group:
            yield group
            group = []
        yield [piece]
    if group:
        yield group


def _chosen(ranked: Sequence[tuple[Rank, Hit]]) -> tuple[Hit, ...]:
    """Choose the kind that is meant, then its hits: of places only the best, and those as good.

    Industries come first unless a place is found by a better rule.  If both are as good a
    guess, or sound alike, it is the place.
    """
    if not ranked:
        return ()
    groups: dict[int, list[tuple[Rank, Hit]]] = {}
    for rank, hit in ranked:
        groups.setdefault(_group_of(hit), []).append((rank, hit))
    industries, places = groups.get(0), groups.get(1)
    if industries and places:
        alike = places[0][0][0] in (Way.PINYIN, *GUESSES)
        better = places[0][0] < industries[0][0]
        chosen = places if better or (alike and places[0][0] == industries[0][0]) else industries
    else:
        chosen = industries or places or groups[2]
    best = chosen[0][0]
    if chosen is industries:
        return tuple(hit for rank, hit in chosen if rank[0] == best[0])
    size = len(chosen[0][1].term)
    tied = [hit for rank, hit in chosen if rank == best and len(hit.term) == size]
    return tuple(tied if chosen is places else [hit for rank, hit in chosen if rank == best])


def _group_of(hit: Hit) -> int:
    return 0 if hit.kind == INDUSTRY else 1 if hit.kind in (*PLACES, ELEMENT) else 2
