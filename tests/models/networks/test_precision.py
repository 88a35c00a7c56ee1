"""bfloat16 only where the processor is quick in it; what answers is float32."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from galaxy_core.models import cnn
from galaxy_core.models.networks import precision

CHOSEN = {"epochs": 6, "image_size": 16, "filters": 8, "batch_size": 16, "learning_rate": 0.01, "views": 1}


@pytest.fixture
def processor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """`processor(flags)` makes this machine's processor say so."""

    def say(flags: str) -> None:
        (tmp_path / "cpuinfo").write_text(f"processor : 0\nflags : fpu {flags} sse\n", encoding="utf-8")
        monkeypatch.setattr(precision, "PROCESSOR", tmp_path / "cpuinfo")

    return say


def test_it_is_chosen_by_the_processor_unless_the_user_chose(processor: Callable, tmp_path: Path, monkeypatch) -> None:
    processor("avx512_bf16 amx_bf16")
    assert precision.policy("automatic") == "mixed_bfloat16"
    assert precision.policy("float32") == "float32"
    processor("avx512_bf16")
    assert precision.policy("automatic") == "float32"
    monkeypatch.setattr(precision, "PROCESSOR", tmp_path / "missing")
    assert precision.policy("automatic") == "float32"


def test_the_pair_has_the_same_weights_and_leaves_keras_as_it_was(processor: Callable) -> None:
    import keras

    processor("amx_bf16")
    learning, answering = precision.pair(lambda: cnn.build((16, 16, 3), 3, cnn.Parameters(filters=4)), "automatic")
    assert learning is not answering and keras.config.dtype_policy().name == "float32"
    assert {layer.compute_dtype for layer in answering.layers[1:]} == {"float32"}
    assert "bfloat16" in {layer.compute_dtype for layer in learning.layers}
    assert all(np.array_equal(a, b) for a, b in zip(learning.get_weights(), answering.get_weights(), strict=True))
    assert {array.dtype.name for array in learning.get_weights()} <= {"float32", "uint32"}
    one, same = precision.pair(lambda: cnn.build((16, 16, 3), 3, cnn.Parameters(filters=4)), "float32")
    assert one is same


def test_both_learn_the_same(processor: Callable, treated: Callable, listener: Callable) -> None:
    train, validation, _ = treated(cnn)
    processor("amx_bf16")
    heard = {}
    for arithmetic in ("automatic", "float32"):
        heard[arithmetic] = listener()
        chosen = cnn.Parameters(**CHOSEN, arithmetic=arithmetic, dropout=0.0)  # each draws what is dropped by itself
        cnn.fit(train, validation, chosen, heard[arithmetic])
    mixed, exact = (heard[name].values[-1]["val_accuracy"] for name in ("automatic", "float32"))
    assert mixed >= 0.9 and exact >= 0.9
    assert heard["automatic"].values[0]["loss"] == pytest.approx(heard["float32"].values[0]["loss"], rel=0.05)
    assert heard["automatic"].values[0]["loss"] != heard["float32"].values[0]["loss"]
