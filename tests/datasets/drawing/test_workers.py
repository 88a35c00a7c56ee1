import io
import subprocess

import numpy as np
import pytest

from galaxy_core import UsageError
from galaxy_core.datasets.drawing import draw, draw_many, workers

LABELS = np.arange(200, dtype=np.int64) % 10


@pytest.fixture(scope="module")
def alone():
    out = np.zeros((len(LABELS), 128, 128, 3), np.uint8)
    draw_many(LABELS, 7, out, processes=1)
    return out


def test_rows_do_not_depend_on_each_other(alone):
    for row in (199, 0, 64):
        assert np.array_equal(alone[row], draw(int(LABELS[row]), 7, row))


def test_processes_draw_the_same_into_a_file_on_disk(alone, tmp_path):
    out = np.lib.format.open_memmap(tmp_path / "images.npy", "w+", np.uint8, alone.shape)
    seen = []
    draw_many(LABELS, 7, out, lambda done, total: seen.append((done, total)), processes=2)
    assert np.array_equal(out, alone)
    assert seen == sorted(seen) and seen[-1] == (200, 200) and len(seen) == 4


@pytest.mark.parametrize("fault", [OSError("no processes here"), None])
def test_without_processes_all_is_drawn_here(alone, monkeypatch, fault):
    def started():
        if fault:
            raise fault
        return subprocess.Popen(["true"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # ends without an answer

    monkeypatch.setattr(workers, "_started", started)
    out = np.zeros_like(alone)
    draw_many(LABELS, 7, out, processes=2)
    assert np.array_equal(out, alone)


def test_progress_can_stop_the_drawing_and_leaves_no_process(monkeypatch):
    crew = []
    started = workers._started
    monkeypatch.setattr(workers, "_started", lambda: crew.append(started()) or crew[-1])

    def stop(done, total):
        raise InterruptedError("enough")

    with pytest.raises(InterruptedError, match="enough"):
        draw_many(LABELS, 7, np.zeros((200, 128, 128, 3), np.uint8), stop, processes=2)
    assert len(crew) == 2 and all(worker.poll() is not None for worker in crew)


def test_a_worker_answers_until_there_are_no_more_requests():
    request = np.array([7, 30, 2, 4, 5], np.int64).tobytes()
    answers = io.BytesIO()
    workers.serve(io.BytesIO(request + request), answers)
    images = np.frombuffer(answers.getvalue(), np.uint8).reshape(4, 128, 128, 3)
    assert np.array_equal(images[1], draw(5, 7, 31)) and np.array_equal(images[2], images[0])


def test_wrong_labels_and_wrong_shapes_are_told():
    with pytest.raises(UsageError, match="12"):
        draw_many(np.array([3, 12]), 0, np.zeros((2, 128, 128, 3), np.uint8))
    with pytest.raises(UsageError, match="64"):
        draw_many(np.array([3]), 0, np.zeros((1, 64, 64, 3), np.uint8))


def test_nothing_is_soon_drawn():
    draw_many(np.zeros(0, np.int64), 0, np.zeros((0, 128, 128, 3), np.uint8))
