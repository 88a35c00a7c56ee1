"""Every survey keeps the contract of `galaxy_core.surveys`."""

import numpy as np
import pytest

from galaxy_core import surveys


@pytest.mark.parametrize("name", surveys.names())
def test_contract(name: str):
    module = surveys.survey(name)
    for text in (module.TITLE, module.SENTENCE, module.SOURCE, module.CREDIT):
        assert isinstance(text, str) and text
    for request in module.requests(10.5, -0.25, 0.5, 128):
        assert request.address.startswith("http") and request.layer
        assert {"ra", "dec"} <= request.query.keys() and all(isinstance(value, str) for value in request.query.values())
        assert float(request.query["ra"]) == 10.5 and float(request.query["dec"]) == -0.25
    assert module.is_blank(np.full((64, 64, 3), 32, np.uint8))
    assert not module.is_blank(np.random.default_rng(0).integers(1, 255, (64, 64, 3), np.uint8))
    assert module.viewer(10.5, -0.25, 0.5).startswith("https://")


@pytest.mark.parametrize("name", surveys.names())
def test_addresses_are_the_users(name: str, monkeypatch: pytest.MonkeyPatch):
    for variable in surveys.services.DEFAULTS:
        monkeypatch.setenv(variable, "http://mirror.local/x/")
    assert all(
        request.address.startswith("http://mirror.local/x") for request in surveys.survey(name).requests(1, 2, 3, 4)
    )
