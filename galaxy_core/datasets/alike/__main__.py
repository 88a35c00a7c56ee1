"""`python -m galaxy_core.datasets.alike DATASET`: compares all images of a data set, in a process of its own."""

import sys

from galaxy_core.datasets import alike, open_dataset

if __name__ == "__main__":
    alike.make(open_dataset(sys.argv[1]))
