"""The address of a viewer holds a survey's name as one part of it."""

from galaxy_core.surveys.services import hips


def test_viewer():
    assert hips.viewer("CDS/P/DSS2/color", 10.5, -0.25, 1.0).endswith("survey=CDS%2FP%2FDSS2%2Fcolor")
