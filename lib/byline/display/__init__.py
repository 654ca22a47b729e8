"""Seeing a reading: the highlighted article, ribbon, page, plain text, passport, profile, charts, a table of marks."""
