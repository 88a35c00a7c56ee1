"""`python -m galaxy_core.cli.shipping`: makes the run anew that comes with this program."""

import sys

from galaxy_core import GalaxyError
from galaxy_core.cli import shipping

if __name__ == "__main__":
    try:
        shipping.make()
    except GalaxyError as error:
        sys.exit(str(error))
