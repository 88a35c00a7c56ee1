"""`python -m galaxy_core.models.backbones`: writes down the layers of every backbone, as this Keras builds them."""

import json
import re

import numpy as np

from galaxy_core.models import backbones
from galaxy_core.models.backbones import Layer

BLOCK = re.compile(r"(block_?\d+[a-z]?|conv\d(?:_block\d+)?|expanded_conv)(?=_|$)")  # at the beginning of a name
STAGE = re.compile(r"mixed\d+$")  # of InceptionV3: the layer that ends a block
AFTER = {"Conv_1", "Conv_1_bn", "out_relu"}
TOP = "top_"  # how names behind the last block begin


def measured(backbone: backbones.Backbone) -> list[Layer]:
    """Its layers, built by Keras at the size that GFLOP are given for."""
    network = backbones.build(backbone.name, backbones.REFERENCE)
    blocks = blocks_of([layer.name for layer in network.layers])
    return [
        Layer(layer.name, block, *_numbers(layer), round(_gflop(layer), 6))
        for layer, block in zip(network.layers, blocks, strict=True)
    ]


def blocks_of(names: list[str]) -> list[str]:
    """The block of each layer: by its name, or, where names don't say it (InceptionV3), by the layer that ends it."""
    ends = [number for number, name in enumerate(names) if STAGE.match(name)]
    if not ends:
        return [match[1] if (match := BLOCK.match(name)) else _around(name) for name in names]
    stem = max(number for number, name in enumerate(names[: ends[0]]) if name.startswith("max_pooling"))
    return [
        "stem" if number <= stem else next((names[end] for end in ends if end >= number), "top")
        for number in range(len(names))
    ]


def _around(name: str) -> str:
    return "top" if name in AFTER or name.startswith(TOP) else "stem"


def _numbers(layer) -> tuple[int, int]:
    """How many of its numbers learn and how many don't."""
    learnable = sum(int(np.prod(weight.shape)) for weight in layer.trainable_weights)
    return learnable, layer.count_params() - learnable


def _gflop(layer) -> float:
    """Two for every weight of a kernel at every place of the result; layers without one count nothing."""
    if not hasattr(layer, "kernel"):
        return 0.0
    places = int(np.prod(layer.output.shape[1:-1]))
    return 2 * int(np.prod(layer.kernel.shape)) * places / 1e9


if __name__ == "__main__":
    for one in backbones.BACKBONES.values():
        lines = ",\n".join(json.dumps(list(layer)) for layer in measured(one))
        backbones.layers_file(one).write_text(f"[\n{lines}\n]\n", encoding="utf-8")
        print(one.name, len(backbones.layers(one.name)))
