"""`python -m galaxy_core.datasets.first_look PATH`: looks at all files of a data set, in a process of its own."""

import sys

from galaxy_core.datasets import first_look

if __name__ == "__main__":
    first_look.make(sys.argv[1])
