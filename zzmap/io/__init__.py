"""Read the parcel files that reach a planner's desk."""

from zzmap.io.georeference import read_parcels
from zzmap.io.parcel import Parcel, ParcelFile
from zzmap.io.read import READABLE, read_parcel_file

__all__ = ["READABLE", "Parcel", "ParcelFile", "read_parcel_file", "read_parcels"]
