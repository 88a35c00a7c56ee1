"""A worker of `draw_many`: reads requests from standard input, writes images to standard output. Not for people."""

import os
import sys

from galaxy_core.datasets.drawing import workers

if __name__ == "__main__":
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # whatever prints must not fall among the images
    workers.serve(sys.stdin.buffer, answers)
