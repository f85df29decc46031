"""The words a question is read by, for the page: the tables that `zzmap.question` reads."""

from __future__ import annotations

from typing import Any

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
    SAME_THING,
    SITING,
    SOFT,
    UNDERSTOOD,
    WHERE,
    ZONE_WORDS,
)
from zzmap.catalogue import Catalogue
from zzmap.model import RELATIONS, USER_PARK
from zzmap.names import LITTLE, NUMERALS, WAYS
from zzmap.query import GROUPS, MOST, MOST_OF_BOTH
from zzmap.readings import common_readings, usual_readings


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
        "own_relation": RELATIONS.index(USER_PARK),
        "most": MOST,
        "most_of_both": MOST_OF_BOTH,
        "short_names": {
            number: catalogue.short_names[row]
            for number, row in enumerate(catalogue.places)
            if row in catalogue.short_names
        },
        "heads": group_names(catalogue),
        "generic": sorted(GENERIC),
        "kindred": KINDRED,
        "looks": LOOKS,
        "around": AROUND,
        "zone_words": sorted(ZONE_WORDS),
        "siting": sorted(SITING),
        "where": WHERE.pattern,
        "readings": other_readings(catalogue),
    }


def other_readings(catalogue: Catalogue) -> dict[str, str]:
    """Return the common readings of characters that the catalogue's own names do not have."""
    known = usual_readings(catalogue.pinyin)
    rest = {
        syllable: "".join(char for char in chars if char not in known)
        for syllable, chars in common_readings().items()
    }
    return {syllable: chars for syllable, chars in rest.items() if chars}
