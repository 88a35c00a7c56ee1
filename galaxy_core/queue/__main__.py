"""`python -m galaxy_core.queue`: the dispatcher in a process of its own. It passes on how to bring it back."""

import os
import sys

from galaxy_core import GalaxyError
from galaxy_core.queue.dispatching import dispatch
from galaxy_core.queue.starting import told

if __name__ == "__main__":
    os.environ |= told()
    try:
        dispatch()
    except GalaxyError as error:
        sys.exit(str(error))
