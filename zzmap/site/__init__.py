"""A site beside the plans: where it lies, what is placed there and near, what constrains it.

`sheet.site_sheet` gathers all of it.  Everything is measured in metres of the city's system; a
boundary known to some hundred metres gives a share as a range, never as one number alone.
"""
