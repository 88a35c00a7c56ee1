"""`python -m galaxy_core.queue`: the dispatcher in a process of its own. It passes on how to bring it back."""

import os
import sys
from contextlib import suppress

from galaxy_core import GalaxyError
from galaxy_core.queue.dispatching import dispatch
from galaxy_core.queue.starting import environment, fault_file
from galaxy_core.storage import faults

if __name__ == "__main__":
    os.environ |= environment()
    try:
        dispatch()
    except GalaxyError as error:
        sys.exit(str(error))
    except Exception as error:  # pages and commands say it, until a dispatcher works again
        sentence = faults.sentence(error, "The dispatcher ended unexpectedly, so no run begins until it works again")
        with suppress(OSError):
            fault_file().write_text(sentence, encoding="utf-8")
        sys.exit(sentence)
