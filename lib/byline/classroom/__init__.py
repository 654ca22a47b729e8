"""The teacher’s desk: a class, what it handed in, how it went, and what is marked, filled in and printed."""
