"""`python -m galaxy_core.training RUN`: one run in a process of its own."""

import os
import sys
import threading

import galaxy_core
from galaxy_core import GalaxyError, training

NICE = 5  # pages come first: a training has all cores for minutes, a click wants one for a tenth of a second

if __name__ == "__main__":
    os.nice(max(0, NICE - os.nice(0)))  # not once more where a training has started the dispatcher
    folder = galaxy_core.runs_folder() / sys.argv[1]
    threading.Thread(target=training.leave_when_cancelled, args=(folder,), daemon=True).start()
    try:
        sys.exit(training.main(sys.argv[1]))
    except GalaxyError as error:  # no such run, or somebody else has it
        sys.exit(str(error))
