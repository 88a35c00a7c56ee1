"""Discs with spiral arms: tight, loose, and the disc of barred galaxies.

A disc is exponential (Freeman 1970). Arms are logarithmic spirals of a pitch angle of 7 to 38 degrees (Kennicutt
1981; Davis et al. 2012; Hart et al. 2017), with flocculence (Elmegreen & Elmegreen 1987) and clumps of star
formation.
"""

import math
from dataclasses import dataclass

import numpy as np

from galaxy_core.datasets.drawing import colours, distributions, profiles, recorder, textures
from galaxy_core.datasets.drawing.plane import Plane, random_window
from galaxy_core.datasets.drawing.sizes import HALF_LIGHT, Body, random_body

RATIOS = {6: (0.62, 1.0), 7: (0.38, 1.0)}
ARM_RADIANS = textures.PERIOD / (2.0 * math.pi)  # field px a radian: the field closes after one turn
ARM_LENGTH = 14.0  # field px a unit of ln r: fewer than ARM_RADIANS, which draws patches out along the arms


@dataclass(frozen=True)
class Arms:
    """Spiral arms. `pitch` radians; `phase` radians; `start` and `end` px; the rest are strengths from 0 up."""

    number: int
    pitch: float
    contrast: float
    sharpness: float
    start: float
    end: float
    sense: float = 1.0
    phase: float = 0.0
    flocculence: float = 0.0
    raggedness: float = 0.0
    clumpiness: float = 0.0
    inequality: float = 0.0
    lopsidedness: float = 0.0
    blueness: float = 0.5

    def noted(self) -> None:
        """Tells the recorder of them."""
        recorder.note(
            arms=self.number,
            pitch=math.degrees(self.pitch),
            arm_contrast=self.contrast,
            sharpness=self.sharpness,
            flocculence=self.flocculence,
        )


def draw(label: int, rng: np.random.Generator) -> np.ndarray:
    """A spiral of label 6 (tight) or 7 (loose), float32 (3, n, n), see `colours`."""
    body = random_body(label, rng)
    ratio = rng.uniform(*RATIOS[label])
    arms = tight_arms(body.length, rng) if label == 6 else loose_arms(body.length, rng)
    share = distributions.log_normal(rng, *((0.16, 0.5) if label == 6 else (0.09, 0.8)), 0.01, 0.5)
    recorder.note(axis_ratio=ratio, bulge=share)
    arms.noted()
    recorder.all_noted()
    return spiral(random_window(5.2 * body.length, rng), body, ratio, arms, share, rng)


def spiral(plane: Plane, body: Body, ratio: float, arms: Arms, share: float, rng: np.random.Generator) -> np.ndarray:
    """A spiral galaxy without bar: `body.length` is the scale length in px, `share` the bulge's part of the light."""
    total = colours.flux(body.brightness, HALF_LIGHT * body.length, ratio)
    light = disc(plane.inclined(ratio), body, arms, (1.0 - share) * total, rng)
    bulge = profiles.sersic(plane, rng.uniform(0.15, 0.4) * body.length, 0.4 + 0.6 * ratio, rng.uniform(1.0, 3.0))
    return light + colours.painted(bulge, share * total, colours.bulge_colour(rng))


def tight_arms(length: float, rng: np.random.Generator) -> Arms:
    """Arms of an unbarred tight spiral whose scale length is `length` px."""
    return Arms(
        number=int(rng.choice((2, 2, 3, 4))),
        pitch=math.radians(rng.uniform(7.0, 18.0)),
        contrast=rng.uniform(0.8, 2.6),
        sharpness=rng.uniform(0.8, 2.5),
        start=rng.uniform(0.3, 0.9) * length,
        end=rng.uniform(3.0, 5.0) * length,
        sense=distributions.sign(rng),
        phase=distributions.angle(rng),
        flocculence=rng.uniform(0.1, 0.8),
        raggedness=rng.uniform(0.0, 0.5),
        clumpiness=rng.uniform(0.1, 0.4),
        inequality=rng.uniform(0.0, 0.4),
        lopsidedness=rng.uniform(0.0, 0.15),
        blueness=rng.uniform(0.2, 0.75),
    )


def loose_arms(length: float, rng: np.random.Generator) -> Arms:
    """Arms of an unbarred loose spiral of scale length `length` px: patchy, ordinary, or two grand ones."""
    patchy = distributions.happens(rng, 0.25)
    grand = not patchy and distributions.happens(rng, 0.35)
    return Arms(
        number=2 if grand else int(rng.choice((1, 2, 2, 2, 2, 3))),
        pitch=math.radians(rng.uniform(18.0, 38.0)),
        contrast=rng.uniform(3.0, 7.0) if grand else rng.uniform(1.0, 3.5),
        sharpness=rng.uniform(2.5, 6.0) if grand else rng.uniform(1.3, 4.0),
        start=rng.uniform(0.15, 0.6) * length,
        end=rng.uniform(4.0, 5.5) * length if grand else rng.uniform(3.0, 5.0) * length,
        sense=distributions.sign(rng),
        phase=distributions.angle(rng),
        flocculence=rng.uniform(0.5, 0.95) if patchy else rng.uniform(0.0, 0.2 if grand else 0.4),
        raggedness=rng.uniform(0.2, 0.9),
        clumpiness=rng.uniform(0.1, 0.5),
        inequality=rng.uniform(0.0, 0.6),
        lopsidedness=rng.uniform(0.0, 0.4),
        blueness=rng.uniform(0.2, 0.75),
    )


def disc(
    plane: Plane, body: Body, arms: Arms, total: float, rng: np.random.Generator, dimmed: np.ndarray | None = None
) -> np.ndarray:
    """Light float32 (3, n, n) of a disc with arms; `plane` lies in the disc (face on), `total` is its r flux.

    The disc is redder inside, its arms are bluer; `dimmed`, float32 (n, n), multiplies it where a bar has emptied it.
    """
    radius = plane.radius()
    faint = np.exp(radius * np.float32(-1.0 / body.length))
    strength = arm_strength(plane, radius, body.length, arms, rng)
    image = faint * (np.float32(1.0) + strength)
    image *= profiles.sigmoid((np.float32(arms.end) - radius) * np.float32(4.0 / body.length))
    if dimmed is not None:
        image *= dimmed
    part = strength / (np.float32(1.0) + strength)
    if arms.clumpiness > 0.0:
        knots = textures.patch(rng, 1.6, len(image))
        image *= np.exp(np.float32(arms.clumpiness) * knots * (np.float32(0.4) + part))
    if arms.lopsidedness > 0.0:
        side = distributions.angle(rng)
        lean = np.float32(math.cos(side)) * plane.u + np.float32(math.sin(side)) * plane.v
        image *= np.float32(1.0) + np.float32(arms.lopsidedness) * np.tanh(lean * np.float32(0.6 / body.length))
    light = colours.painted(profiles.normalised(image), total, colours.galaxy_colour(body.blueness, rng))
    redness = np.float32(0.92 * rng.uniform(0.1, 0.4)) * faint
    blue = np.float32(arms.blueness) * part
    light[2] *= np.exp(np.float32(0.6) * blue - redness)
    light[0] *= np.exp(np.float32(0.8) * redness - np.float32(0.32) * blue)
    return light


def arm_strength(plane: Plane, radius: np.ndarray, length: float, arms: Arms, rng: np.random.Generator) -> np.ndarray:
    """How much light the arms add to that of the smooth disc, as a multiple of it, float32 (n, n), 0 and up."""
    steps = np.log(radius * np.float32(1.0 / length))
    turned = plane.azimuth() - np.float32(arms.sense / math.tan(arms.pitch)) * steps
    phase = np.float32(arms.number) * turned + np.float32(arms.phase)
    if arms.raggedness > 0.0:
        phase = phase + np.float32(arms.raggedness) * textures.patch(rng, 5.0, len(radius))
    crest = np.exp(np.float32(arms.sharpness) * (np.cos(phase) - np.float32(1.0)))
    if arms.inequality > 0.0:
        crest *= np.float32(1.0) + np.float32(arms.inequality) * np.cos(turned + np.float32(distributions.angle(rng)))
    if arms.flocculence > 0.0:
        patches = textures.read(rng, 6.0, steps * np.float32(ARM_LENGTH), turned * np.float32(ARM_RADIANS))
        crest *= np.float32(1.0 - arms.flocculence)
        crest += np.float32(0.35 * arms.flocculence) * np.exp(np.float32(1.1) * patches)
    onset = profiles.sigmoid((radius - np.float32(arms.start)) * np.float32(6.0 / length))
    return np.float32(arms.contrast) * onset * crest
