"""Announced corridors out of PeaceRep's table: read strictly, doubted where doubt is due, and never filled in.

`read_records` reads the table, `find_doubts` its geocodes, `read_terms` one record's text.
"""
