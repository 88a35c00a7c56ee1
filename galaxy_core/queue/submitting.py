"""Many runs put into the queue while nobody waits for it: by a thread of this process, which ends when they all are."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from galaxy_core import GalaxyError
from galaxy_core.queue.starting import ensure
from galaxy_core.storage import faults


@dataclass(eq=False)
class Submission:
    """So many runs that are being put into the queue; what they are, and what went wrong, "" where nothing did."""

    title: str
    count: int
    error: str = ""
    _ended: threading.Event = field(default_factory=threading.Event)

    def wait(self, seconds: float) -> bool:
        """Whether it has ended, after so many seconds at most."""
        return self._ended.wait(seconds)

    @property
    def has_ended(self) -> bool:
        """All runs are in the queue, or it says what went wrong."""
        return self._ended.is_set()


def in_background(title: str, count: int, create: Callable[[], object]) -> Submission:
    """Begins to create runs, and then makes sure that somebody works them off; returns at once.

    A process that ends meanwhile waits for it: none of them is lost but by a kill.
    """
    submission = Submission(title, count)
    threading.Thread(target=_carried_out, args=(submission, create), name="submission").start()
    return submission


def _carried_out(submission: Submission, create: Callable[[], object]) -> None:
    try:
        create()
        ensure()
    except GalaxyError as error:
        submission.error = str(error)
    except Exception as error:  # of a thread that nobody watches: said to whoever began it
        submission.error = faults.sentence(error, "The runs could not be put into the queue")
    finally:
        submission._ended.set()
