"""What is asked of a galaxy when a model is shown to people: a file for each task, called as it is.

The contract of a file: `exhibits(predictions, random, least) -> tuple[Exhibit, ...]`, at most some fifty test galaxies
in random order, or at least `least` where there are so many; `predictions` are the task's own, of the test part.
"""
