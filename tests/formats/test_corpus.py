"""Every real file comes out within 5 cm of the true polygon, its attributes intact."""

from pathlib import Path

import pytest
import shapely

from zzmap.parks.georeference import read_parcels

from .corpus import SAMPLES, TRUTH, Sample, area_mu, moved

TOLERANCE_M = 0.05


def metres_apart(found: object, true: object) -> float:
    """Largest distance between two shapes' outlines, both ways, in metres."""
    one, other = moved(found, "cm114"), moved(true, "cm114")
    return float(shapely.hausdorff_distance(one.boundary, other.boundary))


@pytest.mark.parametrize("sample", SAMPLES, ids=[row.id for row in SAMPLES])
def test_every_real_file_comes_out_true(sample: Sample, tmp_path: Path) -> None:
    path = sample.build(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    file = read_parcels(path, sample.crs)
    assert len(file.parcels) == len(sample.truth)
    # FlatGeobuf keeps features in the order of its spatial index.
    order = dict(zip(sample.names, range(len(sample.names)), strict=True))
    parcels = sorted(file.parcels, key=lambda row: order[row.name])
    for parcel, true in zip(parcels, sample.truth, strict=True):
        assert not parcel.geometry.has_z
        assert metres_apart(parcel.geometry, true) < TOLERANCE_M
        # Rings are told apart by parts and holes: a filled hole has the same outline.
        assert parcel.geometry.area == pytest.approx(true.area, rel=1e-4)
    assert tuple(parcel.name for parcel in parcels) == sample.names
    if sample.whole:
        for parcel, row in zip(parcels, TRUTH, strict=True):
            assert parcel.code == row.code
            assert parcel.industries == tuple(filter(None, row.industries.split("、")))
            assert (
                parcel.status
                == {"建成": "active", "在建": "building", "规划": "planned"}[row.status]
            )
            if "shp" not in sample.id:
                assert parcel.stated_area_m2 == pytest.approx(
                    area_mu(row.geometry) * 10_000 / 15, rel=1e-4
                )
    assert sorted(tmp_path.rglob("*")) == before
