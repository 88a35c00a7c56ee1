"""Columns that say where a galaxy is: found by their names, and unknown where their numbers can't be true.

A position off the sky or a crowd at exactly (0, 0), a scale of 0 or less, a redshift of -9 or less: programs write
these where they know nothing.
"""

from collections.abc import Iterable

import numpy as np

NAMES = {  # what each may be called in a file, in lower case
    "ra": ("ra", "ra_deg", "right_ascension", "raj2000"),
    "dec": ("dec", "dec_deg", "declination", "dej2000", "decj2000"),
    "redshift": ("redshift", "z_spec", "zspec", "specz"), "pixel_scale": ("pxscale", "pixel_scale", "pixscale"),
}  # fmt: skip
CROWD = 1  # rows at exactly (0, 0) that may be true


def recognised(names: Iterable[str]) -> dict[str, str]:
    """Which columns there are: our name → the name in the file."""
    lower = {name.lower(): name for name in reversed(list(names))}
    by_own_name = {own: next((lower[name] for name in called if name in lower), "") for own, called in NAMES.items()}
    return {own: name for own, name in by_own_name.items() if name}


def cleaned(columns: dict[str, np.ndarray]) -> tuple[dict[str, np.ndarray], list[str]]:
    """The same as float64 (n,), NaN where unknown, without those in which nothing is known; and what that means."""
    cleaned_columns = {name: np.array(values, np.float64) for name, values in columns.items()}
    for values in cleaned_columns.values():
        values[~np.isfinite(values)] = np.nan
    notes = _sky(cleaned_columns)
    for name, least in (("pixel_scale", 0.0), ("redshift", -9.0)):
        if name in cleaned_columns:
            cleaned_columns[name][cleaned_columns[name] <= least] = np.nan
    return {name: values for name, values in cleaned_columns.items() if not np.isnan(values).all()}, notes


def _sky(columns: dict[str, np.ndarray]) -> list[str]:
    """Makes positions unknown that can't be true, and says so."""
    nowhere = "so a galaxy that is in it twice may be trained on and tested on."
    if not {"ra", "dec"} <= columns.keys():
        columns.pop("ra", None), columns.pop("dec", None)
        return [f"It has no sky positions, {nowhere}"]
    ra, dec = columns["ra"], columns["dec"]
    zero = (ra == 0) & (dec == 0)
    crowd = zero if zero.sum() > CROWD else np.zeros(len(ra), bool)
    unknown = crowd | (np.abs(ra) > 360) | (np.abs(dec) > 90) | np.isnan(ra) | np.isnan(dec)
    ra[unknown], dec[unknown] = np.nan, np.nan
    share = "" if crowd.sum() == unknown.sum() else f"{crowd.sum():,} of them "
    at_zero = f", {share}because they stand at exactly (0, 0)" if crowd.any() else ""
    if unknown.all():
        return [f"None of its galaxies has a valid sky position{at_zero}, {nowhere}"]
    return [f"{unknown.sum():,} of its galaxies have no valid sky position{at_zero}."] if unknown.any() else []
