"""`python -m galaxy_core.queue`: the dispatcher in a process of its own. It passes on how to bring it back."""

import os

from galaxy_core.queue.dispatching import dispatch
from galaxy_core.queue.starting import told

if __name__ == "__main__":
    os.environ |= told()
    dispatch()
