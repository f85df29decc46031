"""The words a question is read by, for the page: the tables that `zzmap.question` reads."""

from __future__ import annotations

from typing import Any

from zzmap._question_words import (
    PASSED,
    PROJECT_WORDS,
    RELATION_OF,
    SAME,
    SAME_THING,
    SOFT,
    UNDERSTOOD,
)
from zzmap.catalogue import Catalogue
from zzmap.model import RELATIONS
from zzmap.names import LITTLE, NUMERALS, WAYS
from zzmap.query import GROUPS, MOST, MOST_OF_BOTH
from zzmap.readings import common_readings


def pack_question(catalogue: Catalogue) -> dict[str, Any]:
    """Return the words by which ``question.js``, ``answer.js`` and ``names.js`` read.

    Relations are numbers of `zzmap.model.RELATIONS`; `readings` are the characters in common
    use that no name of the catalogue need have, by syllable.
    """
    return {
        "ways": WAYS,
        "little": sorted(LITTLE),
        "numerals": "".join(sorted(NUMERALS)),
        "passed": sorted(PASSED),
        "soft": sorted(SOFT),
        "relation_of": {word: RELATIONS.index(row) for word, row in RELATION_OF.items()},
        "project_words": sorted(PROJECT_WORDS),
        "same": SAME,
        "same_thing": SAME_THING,
        "called": sorted(catalogue.called),
        "understood": UNDERSTOOD,
        "groups": list(GROUPS),
        "most": MOST,
        "most_of_both": MOST_OF_BOTH,
        "readings": common_readings(),
    }
