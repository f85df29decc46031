"""Colours that tell relations and zones apart do so for colour-blind readers; words can be read.

Distances are CIEDE2000 under full deuteranopia and protanopia (Machado 2009), by an independent
package.  ``pytest tests/test_colours.py -s`` prints the tables.
"""

from __future__ import annotations

from itertools import combinations

import pytest
from coloraide import Color

from zzmap.palette import palette

SIGHTS = ("normal", "deutan", "protan")
TOLD_APART = 15
READABLE = 4.5


def seen(colour: str, sight: str) -> Color:
    plain = Color(colour)
    return plain if sight == "normal" else plain.filter(sight, method="machado", max_severity=1)


def nearest(colours: dict[str, str], sight: str) -> tuple[float, str, str]:
    return min(
        (seen(a, sight).delta_e(seen(b, sight), method="2000"), one, other)
        for (one, a), (other, b) in combinations(colours.items(), 2)
    )


@pytest.mark.parametrize("sight", SIGHTS)
def test_every_two_relations_are_told_apart(sight: str) -> None:
    relations = palette()["relations"]
    assert len(relations) >= 6
    distance, one, other = nearest(relations, sight)
    print(f"\nrelations, {sight}: {distance:.1f} at least, {one} and {other}")
    assert distance >= TOLD_APART


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("sight", SIGHTS)
def test_every_two_zones_are_told_apart(mode: str, sight: str) -> None:
    zones = {key: value for key, value in palette()[mode].items() if key.startswith("zone-")}
    assert len(zones) == 5
    distance, one, other = nearest(zones, sight)
    print(f"\nzones, {mode}, {sight}: {distance:.1f} at least, {one} and {other}")
    assert distance >= TOLD_APART


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_words_stand_out_from_what_they_stand_on(mode: str) -> None:
    table = palette()[mode]
    pairs = [
        ("ink", "land"), ("ink", "card"), ("soft", "card"), ("core-text", "core"),
        ("disc-text", "disc"), ("accent", "card"),
    ] + [("ink", key) for key in table if key.startswith("zone-")]  # fmt: skip
    found = {
        pair: Color(table[pair[0]]).contrast(Color(table[pair[1]]), method="wcag21")
        for pair in pairs
    }
    (one, other), least = min(found.items(), key=lambda row: row[1])
    print(f"\nwords, {mode}: {least:.1f} at least, {one} on {other}")
    assert least >= READABLE


def test_letters_on_relations_can_be_read() -> None:
    table = palette()
    for relation, colour in table["relations"].items():
        letter = table["marks"]["letters"].get(relation, table["marks"]["letter"])
        assert Color(letter).contrast(Color(colour), method="wcag21") >= READABLE, relation
