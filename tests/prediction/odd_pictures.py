"""Pictures of what no model of galaxies has learned from, drawn: uint8 (SIDE, SIDE, 3), each its own by its number."""

from collections.abc import Callable

import cv2
import numpy as np

SIDE = 256


def _sky(random: np.random.Generator, level: float = 32) -> np.ndarray:
    """Empty sky with noise, as the survey's viewer shows it: float32."""
    return random.normal(level, 4, (SIDE, SIDE, 3)).astype(np.float32)


def _picture(pixels: np.ndarray) -> np.ndarray:
    return np.clip(pixels, 0, 255).astype(np.uint8)


def blank_sky(random: np.random.Generator) -> np.ndarray:
    """Nothing but noise about the level of the sky."""
    return _picture(_sky(random, random.uniform(20, 40)))


def noise(random: np.random.Generator) -> np.ndarray:
    """Every pixel by chance."""
    return random.integers(0, 256, (SIDE, SIDE, 3), np.uint8)


def stars(random: np.random.Generator) -> np.ndarray:
    """A crowd of points of light of all colours."""
    sky, across = _sky(random), np.arange(SIDE)
    for _ in range(random.integers(60, 200)):
        x, y = random.uniform(0, SIDE, 2)
        light = random.pareto(1.2) * 20 * np.exp(-(((across - y)[:, None]) ** 2 + (across - x) ** 2) / 4)
        sky += light[..., None] * random.uniform(0.6, 1, 3)
    return _picture(sky)


def planet(random: np.random.Generator) -> np.ndarray:
    """A striped disc with a sharp edge on black, half of them with a ring."""
    picture = np.full((SIDE, SIDE, 3), 5, np.uint8)
    radius, colour = int(random.integers(50, 100)), random.uniform(120, 255, 3)
    rows = np.arange(SIDE)[:, None, None]
    striped = _picture(colour * (0.8 + 0.2 * np.sin(rows / random.uniform(4, 10))) * np.ones((1, SIDE, 1)))
    disc = np.zeros((SIDE, SIDE), np.uint8)
    cv2.circle(disc, (SIDE // 2, SIDE // 2), radius, 255, -1, cv2.LINE_AA)
    picture[disc > 0] = striped[disc > 0]
    if random.random() < 0.5:
        ring = (int(radius * 1.5), int(radius * 0.35))
        cv2.ellipse(picture, (SIDE // 2, SIDE // 2), ring, 15, 0, 360, colour.tolist(), 6, cv2.LINE_AA)
    return picture


def cat(random: np.random.Generator) -> np.ndarray:
    """A head with ears, eyes, nose and whiskers before a wall."""
    picture = np.full((SIDE, SIDE, 3), random.integers(120, 240, 3), np.uint8)
    fur, middle = random.integers(30, 200, 3).tolist(), SIDE // 2 + int(random.integers(-15, 15))
    for sign in (-1, 1):
        ear = np.array([(middle + sign * 75, 110), (middle + sign * 65, 30), (middle + sign * 20, 80)], np.int32)
        cv2.fillPoly(picture, [ear], fur, cv2.LINE_AA)
    cv2.ellipse(picture, (middle, 145), (85, 75), 0, 0, 360, fur, -1, cv2.LINE_AA)
    for sign in (-1, 1):
        cv2.ellipse(picture, (middle + sign * 35, 125), (16, 20), 0, 0, 360, (200, 220, 60), -1, cv2.LINE_AA)
        cv2.ellipse(picture, (middle + sign * 35, 125), (5, 17), 0, 0, 360, (0, 0, 0), -1, cv2.LINE_AA)
        for tilt in (-10, 0, 10):
            ends = (middle + sign * 15, 165), (middle + sign * 110, 165 + tilt)
            cv2.line(picture, *ends, (250, 250, 250), 1, cv2.LINE_AA)
    cv2.circle(picture, (middle, 160), 8, (230, 130, 140), -1, cv2.LINE_AA)
    return picture


def car(random: np.random.Generator) -> np.ndarray:
    """A body with windows and wheels on a street, under a bright sky."""
    picture = np.full((SIDE, SIDE, 3), (150, 190, 230), np.uint8)
    cv2.rectangle(picture, (0, 185), (SIDE, SIDE), (90, 90, 95), -1)
    paint, left = random.integers(0, 255, 3).tolist(), int(random.integers(15, 45))
    cv2.rectangle(picture, (left, 125), (left + 200, 190), paint, -1)
    roof = [(left + 40, 125), (left + 70, 80), (left + 140, 80), (left + 170, 125)]
    cv2.fillPoly(picture, [np.array(roof, np.int32)], paint, cv2.LINE_AA)
    cv2.rectangle(picture, (left + 75, 88), (left + 135, 122), (220, 240, 250), -1)
    for at in (45, 155):
        cv2.circle(picture, (left + at, 190), 24, (20, 20, 20), -1, cv2.LINE_AA)
        cv2.circle(picture, (left + at, 190), 10, (180, 180, 180), -1, cv2.LINE_AA)
    return picture


KINDS: dict[str, Callable[[np.random.Generator], np.ndarray]] = {
    "blank sky": blank_sky, "noise": noise, "stars": stars, "planets": planet, "cats": cat, "cars": car,
}  # fmt: skip


def drawn(kind: str, count: int) -> np.ndarray:
    """So many of a kind, always the same: uint8 (count, SIDE, SIDE, 3)."""
    return np.stack([KINDS[kind](np.random.default_rng([5, number])) for number in range(count)])
