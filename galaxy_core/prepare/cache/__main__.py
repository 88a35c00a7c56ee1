"""`python -m galaxy_core.prepare.cache DATASET STEP…`: makes one prepared set, in a process of its own."""

import sys

from galaxy_core.datasets import open_dataset
from galaxy_core.prepare import cache

if __name__ == "__main__":
    cache.make(open_dataset(sys.argv[1]), tuple(sys.argv[2:]))
