"""`python -m galaxy_core.search`: carries out all open searches of the runs folder in a process of its own."""

import sys

from galaxy_core import GalaxyError
from galaxy_core.search.progress import carry_out

if __name__ == "__main__":
    try:
        carry_out()
    except GalaxyError as error:
        sys.exit(str(error))
