"""What goes out: a lesson packed for students, on paper, for other graders; and what its teacher reads before."""
