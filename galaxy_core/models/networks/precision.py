"""In which arithmetic a network learns, and its twin in float32 that answers.

Processors with matrix units for bfloat16 (AMX) train about 1.6 times faster in it; others are far slower in it, so it
is looked up. Weights, sums and optimizer stay float32 (mixed precision, Micikevicius et al. 2018).
"""

from collections.abc import Callable
from pathlib import Path

PROCESSOR = Path("/proc/cpuinfo")
FAST = "amx_bf16"  # the flag of processors that multiply matrices of bfloat16


def policy(arithmetic: str) -> str:
    """The Keras dtype policy for "automatic" or "float32": "mixed_bfloat16" or "float32"."""
    if arithmetic != "automatic" or _has_graphics():
        return "float32"
    try:
        flags = PROCESSOR.read_text(encoding="utf-8", errors="replace").split()
    except OSError:  # no Linux
        return "float32"
    return "mixed_bfloat16" if FAST in flags else "float32"


def pair(build: Callable, arithmetic: str) -> tuple:
    """(the network that learns, the one that answers in float32): one and the same, unless it learns in bfloat16."""
    import keras

    chosen = policy(arithmetic)
    before = keras.config.dtype_policy()
    answering = build()
    if chosen == "float32":
        return answering, answering
    keras.config.set_dtype_policy(chosen)
    try:
        learning = build()
    finally:
        keras.config.set_dtype_policy(before)
    learning.set_weights(answering.get_weights())
    return learning, answering


def _has_graphics() -> bool:
    import tensorflow

    return bool(tensorflow.config.list_physical_devices("GPU"))
