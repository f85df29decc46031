"""Read the parcel files that reach a planner's desk."""

from zzmap.formats.georeference import read_parcels
from zzmap.formats.parcel import Parcel, ParcelFile
from zzmap.formats.read import READABLE, read_parcel_file

__all__ = ["READABLE", "Parcel", "ParcelFile", "read_parcel_file", "read_parcels"]
