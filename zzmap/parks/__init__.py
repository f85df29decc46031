"""A planner's own parks: kept in one GeoPackage, with history, beside the shipped data."""
