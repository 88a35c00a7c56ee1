"""What kinds of galaxies there are, in plain words: what each is, and why it looks so.

Data sets and rules name these as the `MEANINGS` of their classes. After Buta 2013 (Galaxy Morphology, in Planets, Stars
and Stellar Systems 6), Masters et al. 2011 (MNRAS 411, 2026) for bars, Sellwood & Masters 2022 (ARA&A 60, 73) for arms.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Meaning:
    """A kind of galaxy: what it is, a sentence; why it looks so, two or three."""

    what: str
    why: str


DISTURBED = Meaning(
    "A galaxy whose shape is out of order: lopsided, ragged, with shells or streams.",
    "The gravity of a neighbour that passed by, or was swallowed, has pulled stars and gas off their orbits. It takes "
    "about a billion years until they are mixed again.",
)
MERGING = Meaning(
    "Two galaxies or more that are becoming one: two nuclei close together, bridges and tails.",
    "Each pulls harder on the near side of the other than on its far side. These tides draw out long tails while the "
    "pair falls together.",
)
ROUND = Meaning(
    "A smooth galaxy that is round, and brightest in the middle.",
    "Its stars move in all directions, which keeps it round; or a flatter one is seen along its axis. With hardly any "
    "gas left it forms few stars, and old stars look yellow to red.",
)
IN_BETWEEN = Meaning(
    "A smooth galaxy that is clearly longer than wide.",
    "It is a flattened cloud of stars seen from the side, or a smooth disc seen at an angle. One picture can’t tell "
    "these apart.",
)
CIGAR = Meaning(
    "A smooth galaxy about three times as long as wide, or longer.",
    "A cloud of stars that is so flat can’t last: it buckles. So most of these are discs of old stars seen nearly from "
    "the side.",
)
BARRED = Meaning(
    "A disc with a straight bar of stars across its middle; arms often begin at the bar’s ends.",
    "Stars on long orbits line up, and the bar turns as a whole. An orderly disc makes one by itself. About three in "
    "ten discs show a strong one in visible light.",
)
UNBARRED = Meaning(
    "A disc without a bar across its middle.",
    "Its stars move too much by chance to line up, much of its mass is outside the disc, or it is still young. A weak "
    "bar may be too small for the picture.",
)
TIGHT = Meaning(
    "A disc whose arms are wound closely round the middle, without a bar.",
    "Arms are waves in which stars and gas crowd together; new, blue stars light them up. With much mass in the "
    "middle, and so a large bulge, they tend to be wound tightly.",
)
MEDIUM = Meaning(
    "A disc whose arms are neither close together nor wide open.",
    "Arms are waves in which stars and gas crowd together; new, blue stars light them up. How open they are is a "
    "matter of degree, and people differ about it.",
)
LOOSE = Meaning(
    "A disc whose arms are wide open, without a bar.",
    "Arms are waves in which stars and gas crowd together; new, blue stars light them up. Discs with a small bulge and "
    "much gas tend to have open ones, and a neighbour can pull them open.",
)
SPIRAL = Meaning(
    "A disc with spiral arms, seen so that these show.",
    "Arms are waves in which stars and gas crowd together; new, blue stars light them up, while the old stars of the "
    "middle look yellow.",
)
NO_SPIRAL = Meaning(
    "A disc seen from above in which no arms show.",
    "Its gas is used up or lost, so that no new stars light up any waves; or the arms are too faint or too small for "
    "the picture.",
)
EDGE_ON = Meaning(
    "A disc seen from the side: a thin line of light.",
    "Gas settles into a plane before it forms stars, so a disc is about a tenth as thick as it is wide. Dust in that "
    "plane may show as a dark lane.",
)
EDGE_ON_FLAT = Meaning(
    "A disc seen from the side that is no thicker in the middle.",
    "Gas settles into a plane before it forms stars. Without a bulge it has hardly swallowed other galaxies, which "
    "would have stirred it up.",
)
EDGE_ON_BULGE = Meaning(
    "A disc seen from the side with a rounded swelling in its middle.",
    "The bulge holds old stars that move in all directions, left by early mergers or by a disc that was not stable. "
    "Dust may cut it by a dark lane.",
)
BOXY_BULGE = Meaning(
    "A disc seen from the side whose bulge is shaped like a box or a peanut.",
    "It is a bar seen from the side, which has buckled out of the plane of the disc. Seen along its length a bar looks "
    "round, so few of them show.",
)

TEN = (  # the classes of Galaxy10 DECaLS, in their order
    DISTURBED, MERGING, ROUND, IN_BETWEEN, CIGAR, BARRED, TIGHT, LOOSE, EDGE_ON_FLAT, EDGE_ON_BULGE,
)  # fmt: skip
