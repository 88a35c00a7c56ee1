"""Python imports this at its start where its folder is on PYTHONPATH: a process that trains a CNN does so in a second.

What commands and the dispatcher do with a run is the same whatever learns in it. TensorFlow takes seconds to begin, so
here a softmax regression takes the network's place: by epochs, with its settings, values and checkpoints.
"""

import sys

if "galaxy_core.training" in sys.orig_argv:
    import softmax

    from galaxy_core.models import cnn

    cnn.fit = softmax.instead_of(cnn.fit)
