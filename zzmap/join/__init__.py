"""A planner's own table joined with the plans: which industry each row is, where, how sure.

`layout` finds the table in the sheet, `roles` says what its columns are, `industry` and `place`
read a row, `coordinates` judge its position, `plan` says what the plans place there, `rows`
puts these together, and `output` writes them.  Nothing is guessed: what is not certain is in
the review, with the reason.
"""
