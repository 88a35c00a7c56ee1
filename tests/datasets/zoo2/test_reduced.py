"""Classes of Galaxy Zoo 2 made fewer, as study 003 does."""

import numpy as np
import pytest

from galaxy_core.datasets.zoo2 import reduced


def classes(**counts: int) -> dict[str, str]:
    """What each of the classes becomes, where so many galaxies have it."""
    names = list(counts)
    known = np.repeat(np.array(names, object), list(counts.values()))
    found = dict(zip(known, reduced.classes(known)[0], strict=True))
    assert set(found) == set(names)
    return found


def test_a_rare_odd_class_loses_number_and_winding_of_its_arms() -> None:
    found = classes(
        **{
            "Sb2m(r)": 11,
            "Sb3t(r)": 5,
            "Sb(r)": 1,
            "SBc+t(d)": 4,
            "Sd?l(u)": 4,
            "Sa1m(i)": 12,
            "Ser(o)": 4,
            "Ei(o)": 11,
        }
    )
    assert found == {
        "Sb2m(r)": "Sb(r)", "Sb3t(r)": "Sb(r)", "Sb(r)": "Sb(r)", "SBc+t(d)": "SBc(d)", "Sd?l(u)": "Sd(u)",
        "Sa1m(i)": "Sa1m(i)", "Ser(o)": "Ser(o)", "Ei(o)": "Ei(o)",
    }  # fmt: skip


def test_what_is_not_odd_keeps_its_arms_and_the_rarest_go_together() -> None:
    found = classes(**{"Sc2t": 5, "Sd4l": 3, "A": 1, "Sb2l(m)": 2, "Er": 100})
    assert found == {"Sc2t": "Sc2t", "Sd4l": "SuperRare", "A": "SuperRare", "Sb2l(m)": "SuperRare", "Er": "Er"}


@pytest.mark.parametrize("count", [0, 1])
def test_few_galaxies_are_no_trouble(count: int) -> None:
    found, steps = reduced.classes(np.array(["Er"] * count, object))
    assert found.tolist() == ["SuperRare"] * count and steps == (count, count, count)


def test_each_step_is_counted() -> None:
    names = ["Sb2m(r)"] * 5 + ["Sb3t(r)"] * 5 + ["Sc2t"] * 3 + ["A"] + ["Er"] * 100
    assert reduced.classes(np.array(names, object))[1] == (5, 4, 3)
