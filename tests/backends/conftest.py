"""A Slurm of their own for all tests of back ends, where one can be started."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from galaxy_core import backends
from galaxy_core.backends import slurm
from tests.backends import cluster


@pytest.fixture(scope="session")
def cluster_variables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    if sentence := cluster.missing():
        pytest.skip(sentence)
    with cluster.slurm(tmp_path_factory.mktemp("slurm")) as found:
        yield found


@pytest.fixture
def on_cluster(cluster_variables: dict[str, str], own_runs: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, value in cluster_variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("GALAXY_SLURM_POLL", "0.5")
    monkeypatch.setattr(slurm, "POLL", 0.2)
    monkeypatch.setattr(slurm, "_seen", slurm._Seen(-1.0, {}, {}))
    backends.has_others.cache_clear()
    yield
    backends.has_others.cache_clear()
