"""Which industry of geodata a word means, by what stands above it in the plan."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from zzmap.catalogue import Catalogue
from zzmap.extract.clauses import fold
from zzmap.model import Industry

_BRACKET = re.compile(r"[(（][^()（）]*[)）]$")
_SHORTEST_TAIL = 2


def plain(term: str) -> str:
    """Return a term folded, without the bracket that tells it from another.

    Examples
    --------
    >>> plain("应用软件（传感器）")
    '应用软件'
    """
    return fold(_BRACKET.sub("", term))


class Taxonomy:
    """The tree of a geodata folder's industries, for choosing among them.

    Parameters
    ----------
    catalogue
        The geodata; None for none.
    document_id
        The document that is read, if geodata has it; its own nodes come first.
    """

    def __init__(self, catalogue: Catalogue | None, document_id: str = "") -> None:
        self._rows = catalogue.industries if catalogue else {}
        self._document = document_id
        self._below: defaultdict[str, list[Industry]] = defaultdict(list)
        for row in self._rows.values():
            self._below[row.parent_id].append(row)
        self._same: defaultdict[str, list[str]] = defaultdict(list)
        for row in self._rows.values():
            self._same[row.same_as or row.id].append(row.id)
        self._tails: dict[str, list[tuple[str, str]]] = {}

    @property
    def has_document(self) -> bool:
        """Whether geodata has industries of the plan that is read: then it knows its words."""
        return bool(self._document) and any(
            row.document_id == self._document for row in self._rows.values()
        )

    def choose(self, ids: tuple[str, ...], context: Iterable[str]) -> str:
        """Return which of several ids is meant below these; the plan's own come first."""
        lines = [self._line(row) for row in context]
        meant = max(
            ids,
            key=lambda row: (
                self._rows[row].document_id == self._document, self._near(row, lines),
                -ids.index(row),
            ),
        ) if len(ids) > 1 else ids[0]  # fmt: skip
        return self._twin(meant)

    def _twin(self, row_id: str) -> str:
        """Return the node of the plan that is read which is the same thing, else the node."""
        own = self._rows.get(row_id)
        if own is None or own.document_id == self._document:
            return row_id
        first = own.same_as or row_id
        for twin in self._same.get(first, ()):
            if self._rows[twin].document_id == self._document:
                return twin
        return row_id

    def below(self, word: str, context: Iterable[str]) -> str:
        """Return the one industry below these whose name ends in a word, '' if none or several."""
        key = fold(word)
        if len(key) < _SHORTEST_TAIL:
            return ""
        for top in context:
            found = {row_id for term, row_id in self._terms(top) if term.endswith(key)}
            exact = {row_id for term, row_id in self._terms(top) if term == key}
            for ids in (exact, found):
                if len(ids) == 1:
                    return ids.pop()
        return ""

    def is_below(self, row_id: str, context: Iterable[str]) -> bool:
        """Tell whether an industry is one of these, or below one."""
        line = self._line(row_id)
        return any(top in line for top in context)

    def _near(self, row_id: str, lines: list[list[str]]) -> int:
        """Return how many steps a node's line shares with the nearest of the context's."""
        own = self._line(row_id)
        shared = [sum(step in own for step in line) for line in lines]
        return max(shared, default=0)

    def _line(self, row_id: str) -> list[str]:
        line = []
        while row_id in self._rows:
            line.append(row_id)
            row_id = self._rows[row_id].parent_id
        return line

    def _terms(self, top: str) -> list[tuple[str, str]]:
        if top not in self._tails:
            self._tails[top] = [
                (plain(term), row.id)
                for row in self._descend(top)
                for term in (row.name, *row.aliases)
            ]
        return self._tails[top]

    def _descend(self, top: str) -> Iterator[Industry]:
        for row in self._below[top]:
            yield row
            yield from self._descend(row.id)
