"""Reports: of the city, of a place, of an industry, of a planner's own table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from zzmap.errors import FormatError

if TYPE_CHECKING:
    from zzmap.report.document import Document
    from zzmap.workspace.city import City


def report_of(city: City, place: str, industry: str, *, english: bool) -> Document:
    """Return the report that is asked for; see `City.report`."""
    from zzmap.names import INDUSTRY, Names
    from zzmap.place_sheet import find_place
    from zzmap.report.city import city_document
    from zzmap.report.industry import industry_document
    from zzmap.report.place import place_document

    catalogue, gazetteer = city.catalogue, city.gazetteer
    if place and industry:
        raise FormatError(
            "a report is of a place or of an industry", hint="Say --place or --industry."
        )
    if place:
        return place_document(gazetteer, find_place(catalogue, place), english=english)
    if industry:
        found = Names.of(catalogue).one(industry, (INDUSTRY,)).id
        return industry_document(gazetteer, catalogue.industries[found], english=english)
    return city_document(gazetteer, english=english)


def check_report(out: Path, font: str | Path | None, source: Path | None = None) -> None:
    """Refuse, before anything is worked out, a report that cannot be written there."""
    from zzmap.report.fonts import find_font
    from zzmap.report.write import check_writable

    check_writable(out, source)
    if font is not None or out.suffix.lower() != ".html":
        find_font(font)
