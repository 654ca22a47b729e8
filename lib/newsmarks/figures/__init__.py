"""Figures: `find` gives the numbers and quantities of an article, and what a reader could check of each."""

from newsmarks.figures.criteria import find

__all__ = ["find"]
