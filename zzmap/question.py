"""The one reading of a question: which industries, places, projects … its words name.

Names are found in whatever order they stand, also in a whole sentence, by these rules:

1. The text is split so that names and aliases as they are (two characters or more), then words
   of a question (`zzmap._question_words`), cover as much of it as possible in as few pieces.
2. What is not covered is looked up together with the names it stands with, then alone: as a
   part of a name, in Latin letters also by whole English words, pinyin and initials.
3. Then as a slip.  In a text that is not Latin the slip has to sound the same: 智能穿感器 is
   智能传感器, but 电解铝 is no 电解液.  Nothing else is found by its sound.
   Of a place's whole name one character may be any other: 金水科技园区 is 金水科教园区.
4. A generic word (`GENERIC`) is no part of a name that it would stand for: it is passed over
   behind a name, 氢能设备, and names nothing alone.
5. A district with a place directly behind it that does not lie in it is not two places
   (新郑经开区 is not 新郑市 and 郑州经开区), but the place that is called so, or nothing.
6. What is still left is `unknown`: the question cannot be answered by leaving it out.

One term may name records of several kinds; `Reading` keeps them apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from zzmap._group_names import group_names
from zzmap._question_words import (
    AROUND,
    GENERIC,
    KINDRED,
    LOOKS,
    PASSED,
    PROJECT_WORDS,
    RELATION_OF,
    SAME,
    SITING,
    SOFT,
    UNDERSTOOD,
    WHERE,
    ZONE_WORDS,
)
from zzmap.catalogue import Catalogue
from zzmap.model import RELATION
from zzmap.names import (
    ELEMENT,
    ENTERPRISE,
    GUESSES,
    INDUSTRIES,
    INDUSTRY,
    LITTLE,
    NUMERALS,
    PARK,
    PLACES,
    PROJECT,
    Hit,
    Names,
    Rank,
    Way,
    normalise,
)
from zzmap.readings import sound

_NEARLY, _SURE, _WHOLE_NAME = 2, 3, 5
_SOME, _MANY = 3, 6
_LONG_WORD = 5
_ZONE_NAME = 14


class Reading(NamedTuple):
    """What a question is understood to ask.

    `relations` and `projects_only` narrow the answer, `where` asks where the places lie;
    `unknown` are words that name nothing.
    """

    text: str
    industries: tuple[Hit, ...] = ()
    places: tuple[Hit, ...] = ()
    elements: tuple[Hit, ...] = ()
    projects: tuple[Hit, ...] = ()
    enterprises: tuple[Hit, ...] = ()
    relations: tuple[str, ...] = ()
    projects_only: bool = False
    where: bool = False
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
    said["where"] = UNDERSTOOD["lies"][0] if reading.where else ""
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
    """Some tokens and what they are: names, a word of a question, or not known (None).

    No names () are what is known to name nothing.
    """

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
        self._heads = {
            name: tuple(Hit(ELEMENT, row, Way.EXACT, name) for row in ids)
            for name, ids in group_names(catalogue).items()
        }

    def reading(self) -> Reading:
        whole = tuple(self.names.exact(self.typed))
        if whole:
            return self._gather([_Piece(0, len(self.tokens), whole)])
        pieces = self._split()
        pieces = [self._generic(pieces, at) for at in range(len(pieces))]
        if any(map(_is_unknown, pieces)):
            pieces = self._no_zone(self._slipped(pieces))
        if any(map(_is_unknown, pieces)):
            pieces = list(self._resolve(pieces))
            pieces = [self._generic(pieces, at) for at in range(len(pieces))]
        return self._gather(list(self._joined_places(pieces)))

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
        if len(key) >= 2 and key not in LITTLE and not (latin and self._only_said(first, after)):
            hits = [row for row in self._exact(text, latin) if not self._only_words(row)]
            if hits:
                return _COST_NAME, _Piece(first, after, tuple(hits))
        elif not latin and self._apart(first) and (single := self.names.exact(text)):
            return _COST_SINGLE, _Piece(first, after, tuple(single))
        if text in self._heads and not (text == AROUND and first and not self._apart(first)):
            return _COST_NAME, _Piece(first, after, self._heads[text])
        if self._passed(text):
            return _COST_WORD, _Piece(first, after, None, text)
        if after - first == 1:
            return _COST_UNKNOWN, _Piece(first, after, None)
        return None

    def _only_said(self, first: int, after: int) -> bool:
        """Tell whether tokens are words of a question, which make no name: me a is no MEA."""
        words = [token.word for token in self.tokens[first:after]]
        return all(word in PASSED or word in SOFT or word in LITTLE for word in words)

    def _exact(self, text: str, latin: bool) -> list[Hit]:
        hits = self.names.exact(text)
        if not hits and latin and len(text) > 3:
            other = text[:-1] if text.endswith("s") else f"{text}s"
            hits = self.names.exact(other)
        kindred = next((word for word in KINDRED if word in text), "")
        if not hits and kindred and text != kindred:
            hits = self.names.exact(text.replace(kindred, KINDRED[kindred]), INDUSTRIES)
        return hits

    def _only_words(self, hit: Hit) -> bool:
        """Tell whether a project is called by words of a question only, such as 产业基地."""
        return hit.kind == PROJECT and _made_of(hit.term, PASSED)

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

    # -- rule 3, of places

    def _slipped(self, pieces: list[_Piece]) -> list[_Piece]:
        """Find whole names of places with one character that is another."""
        unknown = {piece.first for piece in pieces if _is_unknown(piece)}
        for size in range(len(pieces), 1, -1):
            for start in range(len(pieces) - size + 1):
                run = pieces[start : start + size]
                first, after = run[0].first, run[-1].after
                if not any(map(_is_unknown, run)) or not self._together(first, after):
                    continue
                hits = self._nearly_place(first, after, unknown)
                if hits:
                    found = _Piece(first, after, hits)
                    return [*pieces[:start], found, *self._slipped(pieces[start + size :])]
        return pieces

    def _together(self, first: int, after: int) -> bool:
        """Tell whether tokens are characters with nothing between them."""
        tokens = self.tokens[first:after]
        one_text = tokens[-1].end - tokens[0].start == len(tokens) >= _WHOLE_NAME
        return one_text and not any(token.latin for token in tokens)

    def _nearly_place(self, first: int, after: int, unknown: set[int]) -> tuple[Hit, ...]:
        """Return the place whose name differs in one character, which is part of no other name."""
        text = self._between(first, after)
        hits = []
        for hit, key in self.names.of_length(len(text), PLACES):
            other = [at for at, char in enumerate(key) if char != text[at]]
            if len(other) != 1 or first + other[0] not in unknown:
                continue
            if key[other[0]] not in NUMERALS and text[other[0]] not in NUMERALS:
                hits.append(hit)
        return tuple(hits) if len({hit.id for hit in hits}) == 1 else ()

    def _no_zone(self, pieces: list[_Piece]) -> list[_Piece]:
        """Take a district's zone that there is not, such as 新密经济技术开发区, as one unknown."""
        for at, after in ((at, after) for at in range(len(pieces)) for after in range(len(pieces))):
            run = pieces[at : after + 1]
            if len(run) < 3 or run[-1].word not in ZONE_WORDS or not self._district(run[0]):
                continue
            tokens = run[-1].after - run[0].first
            if any(map(_is_unknown, run)) and tokens <= _ZONE_NAME and self._adjacent(run):
                whole = _Piece(run[0].first, run[-1].after, ())
                return [*pieces[:at], whole, *self._no_zone(pieces[after + 1 :])]
        return pieces

    # -- rule 4

    def _generic(self, pieces: list[_Piece], at: int) -> _Piece:
        """Pass over a generic word behind an industry."""
        piece = pieces[at]
        before = [hit for row in pieces[:at] for hit in row.names or ()]
        if not _is_unknown(piece) or not any(hit.kind == INDUSTRY for hit in before):
            return piece
        text = self._between(piece.first, piece.after)
        return piece._replace(word=text) if text in GENERIC else piece

    # -- rule 5

    def _joined_places(self, pieces: list[_Piece]) -> Iterator[_Piece]:
        """Read a district and a place behind it that does not lie in it as one, if at all."""
        at = 0
        while at < len(pieces):
            size = next((row for row in (3, 2) if self._no_two(pieces[at : at + row], row)), 0)
            if size:
                first, after = pieces[at].first, pieces[at + size - 1].after
                hits = self._called_so(
                    [hit for row in pieces[at : at + size] for hit in row.names or ()]
                )
                yield _Piece(first, after, hits or None)
            else:
                yield pieces[at]
            at += size or 1

    def _no_two(self, run: list[_Piece], size: int) -> bool:
        """Tell whether pieces are a district and a place that is said to lie in it but does not."""
        if len(run) < size or not self._adjacent(run):
            return False
        one, two = run[0], run[-1]
        if size == 3:
            if run[1].word in _OF_CHINESE:
                pass
            elif run[1].word in _OF_ENGLISH:
                one, two = two, one
            else:
                return False
        district = self._district(one)
        if not district:
            return False
        if two.word in ZONE_WORDS:
            return size == 2
        places = [hit for hit in two.names or () if hit.kind in PLACES]
        return bool(places) and not any(self._may_lie(hit, district) for hit in places)

    def _adjacent(self, run: list[_Piece]) -> bool:
        """Tell whether nothing stands between pieces, but spaces between Latin words."""
        for one, two in pairwise(run):
            before, after = self.tokens[one.after - 1], self.tokens[two.first]
            gap = self.text[before.end : after.start]
            if gap and not (before.latin and after.latin and not gap.strip()):
                return False
        return True

    def _district(self, piece: _Piece) -> str:
        """Return the district that a piece names, and nothing else of its kind."""
        ids = [hit.id for hit in piece.names or () if hit.kind in PLACES]
        return ids[0] if len(ids) == 1 and self._is_district(ids[0]) else ""

    def _is_district(self, place_id: str) -> bool:
        return place_id in self.catalogue.district_ids

    def _may_lie(self, hit: Hit, district: str) -> bool:
        """Tell whether a place lies in a district, or may, or is named so that it is meant."""
        above = {hit.id, *self.catalogue.places_above(hit.id)}
        above |= {row for over in above for row in self.catalogue.places[over].district_ids}
        if not above - {hit.id} or district in above or self._is_district(hit.id):
            return True
        own_name = any(hit.term.lower().startswith(word) for word in self.catalogue.called)
        return (own_name and hit.way == Way.EXACT) or hit.kind == PARK

    def _called_so(self, hits: list[Hit]) -> tuple[Hit, ...]:
        """Return the places that a district's name and another's make up."""
        places = [self.catalogue.places[hit.id] for hit in hits if hit.kind in PLACES]
        if len(places) < 2:
            return ()
        districts = [row for row in places if self._is_district(row.id)]
        others = [row for row in places if not self._is_district(row.id)]
        for over in districts:
            for other in others:
                for name in (other.name, *other.aliases):
                    found = self.names.exact(f"{over.name}{name}", PLACES)
                    if found:
                        return tuple(found)
        return ()

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
        if text in GENERIC:
            return ()
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
        groups = list(_grouped(run))
        beside = [()] + [group[0].names or () for group in groups] + [()]
        return [
            done
            for at, group in enumerate(groups)
            for done in self._group(group, (*beside[at], *beside[at + 2]))
        ]

    def _group(self, group: list[_Piece], beside: tuple[Hit, ...]) -> list[_Piece]:
        """Look up neighbours that are not covered; `beside` is what stands on either side."""
        if group[0].names is not None:
            return group
        first, after = group[0].first, group[-1].after
        text = self._between(first, after)
        if text in GENERIC:
            return [_Piece(first, after, None)]
        if len(text) == 1:
            return [_Piece(first, after, tuple(self.names.exact(text)) or None)]
        for guess in (False, True):
            hits = self._kin(self._found(text, guess, alone=False), beside)
            if hits:
                return [_Piece(first, after, hits)]
        return [_Piece(first, after, self._alike(text) or None)]

    def _kin(self, hits: tuple[Hit, ...], beside: tuple[Hit, ...]) -> tuple[Hit, ...]:
        """Keep of the industries a part names those of the industry it is written together with.

        储能电站 asks for no charging stations.
        """
        kin = {
            row
            for hit in beside
            if hit.kind == INDUSTRY
            for row in (*self.catalogue.descendants(hit.id), *self.catalogue.ancestors(hit.id))
        }
        if not kin:
            return hits
        return tuple(hit for hit in hits if hit.kind != INDUSTRY or hit.id in kin)

    def _alike(self, text: str) -> tuple[Hit, ...]:
        """Find a place by a text that looks or sounds like its name: 荣阳 is 荥阳."""
        looks = "".join(LOOKS.get(char, char) for char in text)
        hits = self.names.exact(looks, PLACES) if looks != text else []
        if not hits and len(text) > 1:
            ranked = self.names.ranked(text, PLACES)
            hits = [hit for rank, hit in ranked if hit.way == Way.SOUND and _shares(text, hit.term)]
        return tuple(hit._replace(way=Way.SLIP) for hit in hits if hit.kind in PLACES)

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
        if self._only_said(first, after):
            return ()
        text = " ".join(words)
        exact = self._exact(text, latin=True)
        if exact:
            return tuple(exact)
        by_words = self.names.by_words(words, SAME, self.catalogue.called | SOFT)
        if by_words:
            return self._common(words, _chosen([((int(Way.PART), 0), hit) for hit in by_words]))
        ranked = [
            (rank, hit)
            for rank, hit in self.names.ranked(text)
            if rank[0] != Way.PART or (rank[1] < 2 and _has_words(hit.term, text))
        ]
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
        unknown, relations, words = [], [], []
        for piece in pieces:
            if piece.names:
                found = [hit for hit in piece.names if hit.kind == INDUSTRY]
                above |= self._above(found)
                hits += self._outermost(piece.names)
            elif not piece.word:
                unknown.append(self._between(piece.first, piece.after))
            else:
                words.append(piece.word)
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
            not PROJECT_WORDS.isdisjoint(words) and SITING.isdisjoint(words),
            _asks_where(words) and _of_places(hits),
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
_OF_CHINESE, _OF_ENGLISH = ("的", "之"), ("in", "of")


def _asks_where(words: list[str]) -> bool:
    """Tell whether the words of a question ask where something lies."""
    return WHERE.fullmatch("".join(words)) is not None


def _of_places(hits: Sequence[Hit]) -> bool:
    """Tell whether all that is named is a place, or called as one."""
    terms = {hit.term for hit in hits if hit.kind in (*PLACES, ELEMENT)}
    return all(hit.kind != INDUSTRY and hit.term in terms for hit in hits)


def _made_of(text: str, words: frozenset[str]) -> bool:
    """Tell whether a text is made of words and nothing else."""
    reached = {0}
    for after in range(1, len(text) + 1):
        if any(text[first:after] in words for first in reached):
            reached.add(after)
    return len(text) in reached


def _has_words(term: str, text: str) -> bool:
    """Tell whether a Latin text stands in a term in whole words, or starts a long one."""
    behind = "" if len(text) >= _LONG_WORD else "(?![a-z0-9])"
    folded = unicodedata.normalize("NFKC", term).lower()
    return re.search(f"(?<![a-z0-9]){re.escape(text)}{behind}", folded) is not None


def _shares(text: str, term: str) -> bool:
    """Tell whether two texts of one length have a character in common, where it stands."""
    return len(text) == len(term) and any(map(str.__eq__, text, term))


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
