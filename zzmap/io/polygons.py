"""Put rings together to polygons, for formats that list rings only."""

from __future__ import annotations

from shapely.geometry import MultiPolygon, Polygon


def assemble(rings: list[list[tuple[float, float]]]) -> Polygon | MultiPolygon:
    """Nest rings by the even-odd rule: a ring inside another is its hole."""
    polygons = [Polygon(ring) for ring in rings]
    order = sorted(range(len(rings)), key=lambda index: -polygons[index].area)
    shells: list[tuple[int, list[int]]] = []
    for index in order:
        inside = polygons[index].representative_point() if polygons[index].is_valid else None
        owner = next(
            (
                holes
                for shell, holes in reversed(shells)
                if inside is not None
                and polygons[shell].is_valid
                and polygons[shell].contains(inside)
                and not any(polygons[hole].contains(inside) for hole in holes)
            ),
            None,
        )
        if owner is None:
            shells.append((index, []))
        else:
            owner.append(index)
    parts = [Polygon(rings[shell], [rings[hole] for hole in holes]) for shell, holes in shells]
    return parts[0] if len(parts) == 1 else MultiPolygon(parts)
