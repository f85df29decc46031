"""Read the parcel files that reach a planner's desk."""
