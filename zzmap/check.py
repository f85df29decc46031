"""Validate a geodata folder: its tables, its city, its layers, and what they say of each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from zzmap._check_city import check_city
from zzmap._check_layers import check_layers
from zzmap._check_measured import check_measured
from zzmap._check_places import check_positions
from zzmap._check_tables import check_tables
from zzmap.catalogue import Catalogue
from zzmap.findings import Finding


class Report(NamedTuple):
    """What a check found, and how many rows each table has.

    Examples
    --------
    >>> import zzmap as zz
    >>> zz.open().check().counts["documents"]
    3
    """

    findings: list[Finding]
    counts: dict[str, int]


def check_geodata(folder: Path) -> Report:
    """Validate every table, the city and every layer.

    Tables come first: layers are checked against the catalogue only when the tables
    themselves are sound, since every later finding would be a consequence.
    """
    findings, counts = check_tables(folder)
    rules: tuple[Callable[[Catalogue], Iterator[Finding]], ...] = (
        check_city,
        check_layers,
        check_positions,
        check_measured,
    )
    for rule in rules:
        if findings:
            break
        findings.extend(rule(Catalogue(folder)))
    return Report(findings, counts)


__all__ = ["Finding", "Report", "check_geodata"]
