"""Trials as lines across their parameters."""

from galaxy_core.charts.parallel import parallel


def test_each_parameter_is_an_axis_and_the_score_the_last() -> None:
    table = [
        ({"filters": 16, "optimizer": "SGD", "norm": True}, 0.4),
        ({"filters": 32, "optimizer": "Adam", "norm": False}, 0.6),
    ]
    (lines,) = parallel(table, "Accuracy").data
    axes = lines.dimensions
    assert [axis.label for axis in axes] == ["filters", "optimizer", "norm", "Accuracy"]
    assert list(axes[0].values) == [16, 32] and list(axes[3].values) == [0.4, 0.6] == list(lines.line.color)
    assert list(axes[1].values) == [1, 0] and list(axes[1].ticktext) == ["Adam", "SGD"]
    assert list(axes[2].ticktext) == ["False", "True"]


def test_of_a_loss_the_smallest_has_the_colour_of_the_best() -> None:
    table = [({"x": 1}, 0.4), ({"x": 2}, 0.6)]
    best = parallel(table, "Loss").data[0].line.colorscale[-1][1]
    assert parallel(table, "Loss", lower_is_better=True).data[0].line.colorscale[0][1] == best
