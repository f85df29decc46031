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
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from zzmap._question_words import PASSED, PROJECT_WORDS, RELATION_OF, SAME, SOFT, UNDERSTOOD
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
from zzmap.readings import sound

_NEARLY, _SURE = 2, 3
_SOME, _MANY = 3, 6


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
    said = {
        part: _in_short([names.record(hit).name for hit in getattr(reading, part)])
        for part in ("industries", "places", "elements", "projects", "enterprises")
    }
    said["relations"] = "、".join(RELATION[row].name for row in reading.relations)
    said["projects_only"] = UNDERSTOOD["projects"][0] if reading.projects_only else ""
    words = ((UNDERSTOOD[part][0], value) for part, value in said.items())
    return ", ".join(f"{word}={value}" for word, value in words if value)


def _in_short(names: Sequence[str]) -> str:
    """Join names; many that one word stands for are counted."""
    known = list(dict.fromkeys(names))
    more = f"等{len(known)}个" if len(known) > _MANY else ""
    return "、".join(known[:_SOME] if more else known) + more


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
    '产业=氢能与新型储能'
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
_COST_NAME, _COST_WORD, _COST_SINGLE, _COST_UNKNOWN = 10, 12, 500, 1000


class _Reader:
    """Reads one text."""

    def __init__(self, catalogue: Catalogue, text: str) -> None:
        self.catalogue, self.typed = catalogue, text
        self.names = Names.of(catalogue)
        self.text = unicodedata.normalize("NFKC", text).lower()
        self.tokens = _tokens(self.text)
        self._heads: dict[str, list[Hit]] = {}
        for row in catalogue.elements.values():
            head, colon, _ = row.name.partition("：")
            if colon:
                self._heads.setdefault(head, []).append(Hit(ELEMENT, row.id, Way.EXACT, head))

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
        elif not latin and self._apart(first) and (single := self.names.exact(text)):
            return _COST_SINGLE, _Piece(first, after, tuple(single))
        if text in self._heads:
            return _COST_NAME, _Piece(first, after, tuple(self._heads[text]))
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

    def _apart(self, at: int) -> bool:
        """Tell whether a character stands between spaces."""
        token = self.tokens[at]
        around = self.text[: token.start][-1:] + self.text[token.end :][:1]
        return not around.strip()

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
        """Look up what is not covered, run by run; little words may be part of a name."""
        self._counted = sum(not _is_word(piece) for piece in pieces)
        for run in self._runs(pieces, _is_word):
            if len(run) > 1 and any(map(_is_unknown, run)):
                hits = self._whole(run)
                if hits:
                    yield _Piece(run[0].first, run[-1].after, hits)
                    continue
            if len(run) > 1 and any(map(_is_unknown, run)) and not any(row.names for row in run):
                done = [row for part in self._narrow(run) for row in part]
                lost = any(map(_is_unknown, done)) and not any(row.names for row in done)
                yield from [_Piece(run[0].first, run[-1].after, None)] if lost else done
                continue
            for part in self._narrow(run):
                yield from part

    def _narrow(self, run: list[_Piece]) -> Iterator[list[_Piece]]:
        for part in self._runs(run, lambda piece: bool(piece.word)):
            yield self._run(part)

    def _runs(self, pieces: list[_Piece], ends: Callable[[_Piece], bool]) -> Iterator[list[_Piece]]:
        """Yield neighbours together and what ends a run alone; so does a space, but in Latin."""
        run: list[_Piece] = []
        for piece in pieces:
            if run and (ends(piece) or ends(run[-1]) or not self._joined(run[-1], piece)):
                yield run
                run = []
            run.append(piece)
        if run:
            yield run

    def _whole(self, run: list[_Piece]) -> tuple[Hit, ...]:
        """Find a run that is not Latin as one name, or nearly one."""
        first, after = run[0].first, run[-1].after
        if all(token.latin for token in self.tokens[first:after]):
            return ()
        text = self._between(first, after)
        alone = len(run) == self._counted or not any(piece.names for piece in run)
        return self._found(text, False, alone=alone) or self._found(text, True, alone=alone)

    def _joined(self, one: _Piece, two: _Piece) -> bool:
        before, after = self.tokens[one.after - 1], self.tokens[two.first]
        if before.latin and after.latin:
            return True
        return not self.text[before.end : after.start].strip("\"“”'‘’()·-—")

    def _run(self, run: list[_Piece]) -> list[_Piece]:
        if not any(map(_is_unknown, run)):
            return run
        first, after = run[0].first, run[-1].after
        if all(token.latin for token in self.tokens[first:after]):
            return self._latin(first, after)
        hits = self._whole(run)
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
        """Find a text that is not Latin as a part of names or, as a guess, as a slip."""
        ranked = self.names.ranked(text)
        if guess:
            return _chosen([row for row in ranked if self._slip(text, row[1])])
        parts = [row for row in ranked if row[0][0] == Way.PART and row[0][1] < 2]
        return _chosen([row for row in parts if self._near(text, row, alone)])

    def _near(self, text: str, found: tuple[Rank, Hit], alone: bool) -> bool:
        """Tell whether a part of a name is enough: two characters are in too many names."""
        rank, hit = found
        if hit.kind == INDUSTRY:
            return True
        longer = len(normalise(hit.term)) - len(normalise(text))
        if len(text) < _SURE:
            return longer <= _NEARLY and rank[1] == 0
        return alone or longer <= len(text)

    def _slip(self, typed: str, hit: Hit) -> bool:
        """Tell whether a slip is likely: one character that sounds the same, or one too many."""
        if hit.way != Way.SLIP:
            return False
        one, two = normalise(typed), normalise(hit.term)
        if len(one) != len(two) or sorted(one) == sorted(two):
            return min(len(one), len(two)) > _SURE
        return sound(one, self.catalogue.pinyin) == sound(two, self.catalogue.pinyin)

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
        by_words = self.names.by_words(words, SAME, self.catalogue.called | SOFT)
        if by_words:
            return self._common(words, _chosen([((int(Way.PART), 0), hit) for hit in by_words]))
        ranked = [row for row in self.names.ranked(text) if row[0] < (Way.PART, 2) or row[0][0] > 1]
        if len(self.tokens) > 1:
            # Any short word begins the pinyin of something: alone it may be meant so.
            ranked = [row for row in ranked if row[0][0] != Way.PINYIN_START]
        return _chosen(ranked)

    def _common(self, words: list[str], hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
        """Take what several industries belong to, if it has the words in its name too."""
        if len(hits) < 2 or any(hit.kind != INDUSTRY for hit in hits):
            return hits
        lines = [[hit.id, *self.catalogue.ancestors(hit.id)] for hit in hits]
        for above in lines[0]:
            name = self.catalogue.industries[above].name_en
            if all(above in line for line in lines) and all(row in name.lower() for row in words):
                return (Hit(INDUSTRY, above, Way.PART, name),)
        return hits

    # -- what it comes to

    def _gather(self, pieces: Iterable[_Piece]) -> Reading:
        hits: list[Hit] = []
        above: set[str] = set()
        unknown, relations, projects_only = [], [], False
        for piece in pieces:
            if piece.names is not None:
                found = [hit for hit in piece.names if hit.kind == INDUSTRY]
                above |= self._above(found)
                hits += self._outermost(piece.names)
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
            tuple(hit for hit in kinds[INDUSTRY] if hit.id not in above),
            tuple(self._innermost(places)),
            tuple(elements),
            tuple(self._not_places(kinds[PROJECT], places, {hit.term for hit in kinds[INDUSTRY]})),
            tuple(kinds[ENTERPRISE]),
            tuple(dict.fromkeys(relations)),
            projects_only,
            tuple(unknown),
        )

    def _same_entity(self, places: list[Hit], elements: list[Hit]) -> tuple[list[Hit], list[Hit]]:
        """Let an element stand for the place that it is itself."""
        own = {self.catalogue.elements[hit.id].place_id for hit in elements}
        return [hit for hit in places if hit.id not in own], elements

    def _not_places(self, projects: list[Hit], places: list[Hit], terms: set[str]) -> list[Hit]:
        """Leave out projects called as their place or an industry, which answer with them."""
        ids = {hit.id for hit in places}
        rows = {row.id: row for row in self.catalogue.projects}
        return [
            hit
            for hit in projects
            if not ids & set(rows[hit.id].place_ids) and hit.term not in terms
        ]

    def _above(self, hits: list[Hit]) -> set[str]:
        """Return what lies above all of a term's industries: 新能源 of 新能源 氢能."""
        over = [set(self.catalogue.ancestors(hit.id)) for hit in hits]
        return set.intersection(*over) if over else set()

    def _outermost(self, hits: Sequence[Hit]) -> list[Hit]:
        """Of the places that one term means leave out those inside another."""
        ids = {hit.id for hit in hits if hit.kind in PLACES}
        return [
            hit
            for hit in hits
            if hit.kind not in PLACES or not ids & set(self.catalogue.places_above(hit.id))
        ]

    def _innermost(self, hits: list[Hit]) -> list[Hit]:
        above = {over for hit in hits for over in self.catalogue.places_above(hit.id)}
        return [hit for hit in hits if hit.id not in above]


_ALL = (INDUSTRY, *PLACES, ELEMENT, PROJECT, ENTERPRISE)


def _is_unknown(piece: _Piece) -> bool:
    return piece.names is None and not piece.word


def _is_word(piece: _Piece) -> bool:
    """Tell a word of a question that is no single character, which may be one of a name."""
    return len(piece.word) > 1


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
        better = _first(places) < _first(industries)
        chosen = places if better or (alike and places[0][0] == industries[0][0]) else industries
    else:
        chosen = industries or places or groups[2]
    best = chosen[0][0]
    if chosen is industries:
        return tuple(hit for rank, hit in chosen if rank[0] == best[0])
    size = len(chosen[0][1].term)
    tied = [hit for rank, hit in chosen if rank == best and len(hit.term) == size]
    return tuple(tied if chosen is places else [hit for rank, hit in chosen if rank == best])


def _first(ranked: Sequence[tuple[Rank, Hit]]) -> tuple[Rank, int]:
    """Return the best rank, and how long the shortest term is that has it."""
    return ranked[0][0], len(normalise(ranked[0][1].term))


def _group_of(hit: Hit) -> int:
    return 0 if hit.kind == INDUSTRY else 1 if hit.kind in (*PLACES, ELEMENT) else 2
