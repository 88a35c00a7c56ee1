"""Fluxes as the viewer's pictures: the level of empty sky, white cores, and numbers in any unit."""

import numpy as np
import pytest

from galaxy_core.datasets.files.formats import survey_colours


def galaxy(noise: float = 0.01, side: int = 64) -> np.ndarray:
    """A red blob in nanomaggies, float32 (3, h, w) as g, r, z."""
    y, x = np.mgrid[:side, :side] - side // 2
    light = np.exp(-np.hypot(x, y) / 2.5)
    sky = np.random.default_rng(0).normal(0, noise, (3, side, side))
    return (np.array([0.3, 0.8, 1.5])[:, None, None] * light + sky).astype(np.float32)


def by_hand(fluxes: np.ndarray) -> np.ndarray:
    """The recipe, pixel by pixel."""
    out = np.zeros((*fluxes.shape[1:], 3))
    for place in np.ndindex(*fluxes.shape[1:]):
        x = fluxes[(slice(None), *place)].astype(float) * (6.0, 3.4, 2.2) + 0.03
        intensity = np.maximum(x, 0).mean()
        out[place] = (np.clip(x * np.arcsinh(20 * intensity) / (np.sqrt(20) * max(intensity, 1e-12)), 0, 1) * 255)[::-1]
    return out.astype(np.uint8)


def test_it_is_the_viewer_s_recipe() -> None:
    fluxes = galaxy(side=24)
    assert abs(survey_colours.of_bands(fluxes, "grz").astype(int) - by_hand(fluxes)).max() <= 1
    assert (survey_colours.of_bands(np.zeros((3, 8, 8), np.float32), "grz") == 32).all()
    assert (survey_colours.of_bands(np.zeros((3, 8, 8), np.float32), "gri") == 22).all()
    assert survey_colours.of_bands(galaxy())[32, 32, :2].tolist() == [255, 255], "bright cores are white"


@pytest.mark.parametrize("unit", [1e-9, 1.0, 3000.0])
def test_other_units_are_as_bright(unit: float) -> None:
    in_survey = survey_colours.of_bands(galaxy()).astype(int)
    elsewhere = survey_colours.of_bands((galaxy() + 7) * np.float32(unit * 50)).astype(int)
    assert abs(np.median(elsewhere) - np.median(in_survey)) < 12
    assert elsewhere[32, 32].mean() > 200 and np.percentile(elsewhere, 10) < 60


def test_one_plane_is_grey() -> None:
    for plane in (galaxy()[1], galaxy()[1] * 900 + 100):
        found = survey_colours.of_plane(plane)
        assert found.shape == (64, 64, 3) and (found[..., 0] == found[..., 2]).all()
        assert found[32, 32, 0] > 200 and np.median(found) < 60
