"""Learning curves as SVG: where the points stand."""

import re

from galaxy_core.report import drawing

LEFT, RIGHT = drawing.LEFT, drawing.WIDTH - drawing.RIGHT
TOP, BOTTOM = drawing.TOP, drawing.HEIGHT - drawing.BOTTOM


def places(path: str) -> list[tuple[float, float]]:
    return [tuple(map(float, pair.split())) for pair in path[1:].split("L")]


def test_corners_and_middle() -> None:
    assert places(drawing.path([(1, 0.0), (2, 0.5), (3, 1.0)], (1, 3), 1.0)) == [
        (LEFT, BOTTOM), ((LEFT + RIGHT) / 2, (TOP + BOTTOM) / 2), (RIGHT, TOP),
    ]  # fmt: skip


def test_what_is_outside_stays_inside_and_a_single_point_is_seen() -> None:
    assert places(drawing.path([(1, -1.0), (2, 9.0)], (1, 2), 2.0)) == [(LEFT, BOTTOM), (RIGHT, TOP)]
    assert drawing.path([(4, 0.5)], (4, 4), 1.0).endswith("h4")


def test_of_very_many_epochs_some_are_drawn_and_the_last_one_is() -> None:
    points = [(epoch, 0.5) for epoch in range(1, 5001)]
    drawn = places(drawing.path(points, (1, 5000), 1.0))
    assert len(drawn) <= drawing.MOST + 1 and drawn[0][0] == LEFT and drawn[-1][0] == RIGHT


def test_scales() -> None:
    share = drawing.lines([(1, 0.2), (5, 0.4)], [(1, 0.1)], True, "A <title>")
    assert "100 %" in share and "A &lt;title&gt;" in share and share.count("<path class=") == 5
    loss = drawing.lines([(1, 3.0)], [], False, "Loss")
    assert (
        re.findall(r'text-anchor="end">([^<]*)', loss) == ["0", "1.5", "3"] and drawing.lines([], [], True, "x") == ""
    )
    assert drawing.lines([(1, 0.0)], [], False, "Loss"), "a loss of 0 is no division by it"
