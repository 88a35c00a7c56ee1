"""The Legacy Surveys: only layers of the colours that Galaxy10 has."""

from galaxy_core.surveys import legacy


def test_the_layers_are_of_one_recipe():
    layers = [request.layer for request in legacy.requests(1, 2, 0.262, 256)]
    assert layers == ["ls-dr9", "ls-dr10-grz"], "ls-dr10 mixes other bands into its colours"
    assert legacy.requests(1, 2, 0.262, 256)[0].query["pixscale"] == "0.2620"
