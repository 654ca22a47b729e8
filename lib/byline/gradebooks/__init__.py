"""Students as a class and a platform know them, and the gradebooks of platforms, read and filled."""
