"""Predictions and a run that several tests start from."""

import shutil
from pathlib import Path

import pytest

from galaxy_core import runs
from galaxy_core.evaluation import summaries
from tests.tasks.classification.conftest import three

__all__ = ["three"]


@pytest.fixture
def copied(finished: dict, own_runs: Path) -> runs.Run:
    """A copy of a finished run that a test may damage; nobody has listed it yet."""
    aside = shutil.ignore_patterns(summaries.KEPT)
    shutil.copytree(finished["majority"].folder, own_runs / finished["majority"].name, ignore=aside)
    return runs.find(finished["majority"].name)
