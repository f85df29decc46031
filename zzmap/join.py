"""Join the plans' industries to the ground: each placement with where its place lies."""

from __future__ import annotations

from typing import Any

from zzmap.catalogue import Catalogue
from zzmap.geometry import Gazetteer


def join_placements(catalogue: Catalogue, gazetteer: Gazetteer) -> list[dict[str, Any]]:
    """Return one row for each placement at a located place.

    The geometry is the place's polygon where it has one, else its point (WGS-84), with
    that geometry's own basis, accuracy in metres and lineage.
    """
    located = {row.id: gazetteer.locate(row) for row in catalogue.places.values()}
    rows = []
    for placement in catalogue.placements:
        where = located[placement.place_id]
        if where is None:
            continue
        place = catalogue.places[placement.place_id]
        industry = catalogue.industries[placement.industry_id]
        rows.append(
            {
                "id": placement.id,
                "name": industry.name,
                "name_en": industry.name_en,
                "kind": placement.relation,
                "basis": where.basis,
                "accuracy_m": where.accuracy_m,
                "source": where.source,
                "industry_id": industry.id,
                "place_id": place.id,
                "place": place.name,
                "document": catalogue.documents[placement.document_id].number,
                "locator": placement.locator,
                "geometry": where.geometry,
            }
        )
    return rows
