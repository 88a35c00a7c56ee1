"""Writing the layers of backbones down: the block of each by its name, or by the layer that ends it."""

from galaxy_core.models.backbones import __main__ as writing


def test_blocks_are_told_by_names() -> None:
    names = ["input_layer", "Conv1", "expanded_conv_project", "block_1_expand", "block_12_add", "Conv_1", "out_relu"]
    assert writing.blocks_of(names) == ["stem", "stem", "expanded_conv", "block_1", "block_12", "top", "top"]
    assert writing.blocks_of(["conv2_block1_1_conv", "block2b_dwconv2", "block5_pool", "top_bn"]) == [
        "conv2_block1", "block2b", "block5", "top",
    ]  # fmt: skip


def test_or_by_the_layer_that_ends_them() -> None:
    names = ["input_layer", "conv2d", "max_pooling2d", "conv2d_1", "mixed0", "conv2d_2", "mixed1_0", "mixed1", "last"]
    assert writing.blocks_of(names) == [
        "stem", "stem", "stem", "mixed0", "mixed0", "mixed1", "mixed1", "mixed1", "top",
    ]  # fmt: skip
