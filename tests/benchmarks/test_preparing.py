"""The benchmark of preparing: both ways give the same pixels, and what differs is counted."""

from pathlib import Path

import cv2
import numpy as np

from benchmarks import preparing


def test_drawn_pictures_are_prepared_alike_and_both_ways_are_timed(tmp_path: Path) -> None:
    folder = preparing.draw(tmp_path / "drawn", 8)
    assert {cv2.imread(str(file)).shape for file in folder.iterdir()} == {(424, 424, 3)}
    lines = preparing.compare(folder, tmp_path, times=1)
    assert [line.split()[0] for line in lines] == ["studies", "ours", "ratio", "8"]
    assert lines[-1] == "8 of 8 images are equal" and "8 files" in lines[2]


def test_what_is_not_equal_is_counted(tmp_path: Path) -> None:
    for folder in ("theirs", "ours"):
        (tmp_path / folder).mkdir()
        for name in "abc":
            cv2.imwrite(str(tmp_path / folder / f"{name}.png"), np.full((9, 9), 7, np.uint8))
    assert preparing.equal(tmp_path / "theirs", tmp_path / "ours") == 3
    cv2.imwrite(str(tmp_path / "ours" / "b.png"), np.eye(9, dtype=np.uint8))
    (tmp_path / "ours" / "c.png").unlink()
    assert preparing.equal(tmp_path / "theirs", tmp_path / "ours") == 1
