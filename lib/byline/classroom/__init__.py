"""The teacher’s desk: a class, its hand-ins, what they show, marks, and paper. Offline, in files of one folder."""
