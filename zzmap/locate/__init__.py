"""Many points beside the plans: which district, zone, element and park each lies in.

`polygons` says what is looked into, `grid` answers for arrays of points, exactly.
"""
