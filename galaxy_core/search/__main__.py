"""`python -m galaxy_core.search`: carries out all open searches of the runs folder in a process of its own."""

from galaxy_core.search.progress import carry_out

if __name__ == "__main__":
    carry_out()
