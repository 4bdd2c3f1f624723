"""A bound worked out again from its prices, written from `docs/rules.md` and the formula alone. Start reading at `bound.py`.

Nothing here is shared with the search: routes are driven again, what a vehicle may do at which minute is derived from the rules, and
the best day is found by another programme. Prices and points are whole numbers of a small fraction of a point, each rounded to the safe
side when it is made one; sums of whole numbers are exact.
"""
