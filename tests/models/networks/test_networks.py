"""What starts every network."""

import importlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from galaxy_core.models import networks


def test_a_start_says_so_and_sets_the_seed(listener: Callable) -> None:
    import keras

    drawn = []
    for seed in (4, 4, 5):
        networks.start(heard := listener(seed=seed))
        drawn.append((np.asarray(keras.random.normal((3,))), np.random.random()))
        assert heard.said == ["starting TensorFlow"]
    assert np.array_equal(drawn[0][0], drawn[1][0]) and drawn[0][1] == drawn[1][1] != drawn[2][1]


def test_what_keras_would_take_along_is_absent_only_meanwhile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "taken_along.py").write_text("HERE = True\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    with networks._absent("taken_along", "json"), pytest.raises(ModuleNotFoundError):
        importlib.import_module("taken_along")
    with networks._absent("json"):
        assert importlib.import_module("json").loads("1") == 1, "what is imported already stays"
    assert importlib.import_module("taken_along").HERE
