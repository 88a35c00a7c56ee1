"""What is drawn, noted while it is drawn: the recorder listens,
and touches neither the random numbers nor the pixels."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

FACTS = (
    "width",  # full width at half maximum of the seeing in r, px
    "grain",  # noise of the frame, as a multiple of the usual
    "size",  # diameter that holds half of the light, px
    "surface",  # brightness: displayed intensity inside of it, as `colours.flux` has it
    "axis_ratio",  # of the disc or of the smooth galaxy, 0 to 1
    "bulge",  # its share of the light
    "arms", "pitch", "arm_contrast", "sharpness", "flocculence",  # of spirals; pitch in degrees
    "bar_light", "bar_length", "ring",  # shares of the light; half length in px
    # 1 where it is so
    "on_edge", "thick_disc", "lenticular", "merging", "irregular", "lopsided", "debris", "dust_lane",
)  # fmt: skip

_heard: ContextVar[dict[str, float] | None] = ContextVar("heard", default=None)
_hurried: ContextVar[bool] = ContextVar("hurried", default=False)


class AllNoted(Exception):
    """Everything about a galaxy is known, and whoever listens wants no picture."""


@contextmanager
def listening(hurried: bool = False) -> Iterator[dict[str, float]]:
    """What is noted in here, by the names of FACTS. In a hurry,
    it ends with AllNoted as soon as nothing more will be."""
    heard: dict[str, float] = {}
    tokens = _heard.set(heard), _hurried.set(hurried)
    try:
        yield heard
    finally:
        _heard.reset(tokens[0])
        _hurried.reset(tokens[1])


def note(**facts: float) -> None:
    """Notes what is drawn, if anybody listens."""
    heard = _heard.get()
    if heard is not None:
        heard.update({name: float(value) for name, value in facts.items()})


def all_noted() -> None:
    """Says that nothing more will be noted: in a hurry the drawing ends here."""
    if _hurried.get():
        raise AllNoted
