"""Every address can be a user's own; an empty variable is none."""

import pytest

from galaxy_core.surveys import services


@pytest.mark.parametrize("variable", services.DEFAULTS)
def test_addresses(variable: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(variable, "")
    assert services.address(variable) == services.DEFAULTS[variable] and services.DEFAULTS[variable].startswith(
        "https://"
    )
    monkeypatch.setenv(variable, "http://mirror.local/x/")
    assert services.address(variable) == "http://mirror.local/x"
