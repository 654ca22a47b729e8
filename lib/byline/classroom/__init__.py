"""The teacher's desk: a class, what it hands in, what is seen in it, marks, paper."""
