"""Drawing in several processes.

The workers are plain `python -m galaxy_core.datasets.drawing`, spoken to over pipes. `multiprocessing` would not do:
forking is unsafe beside the threads of Streamlit and TensorFlow, and spawning runs the parent's main module again,
which may be a Streamlit page.

A request is int64 numbers: seed, first row, count, then so many labels. The answer is count images, uint8 (128, 128,
3), bare.
"""

import contextlib
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np

from galaxy_core.datasets.drawing import scene
from galaxy_core.datasets.drawing.plane import SIZE

BLOCK = 64  # images: a quarter of a second's work, 3 MB
WORTH_STARTING = 3 * BLOCK  # below, starting processes takes longer than drawing
ROOT = Path(__file__).resolve().parents[3]


class WorkerEndedError(Exception):
    """A worker closed its pipe before it had answered; its block is drawn here instead."""


def draw_blocks(
    labels: np.ndarray, seed: int, out: np.ndarray, progress: Callable[[int, int], None], processes: int
) -> None:
    """Fills `out` block by block; see `galaxy_core.datasets.drawing.draw_many`."""
    done = 0
    for first, images in _blocks(labels, seed, processes):
        out[first : first + len(images)] = images
        done += len(images)
        progress(done, len(labels))


def block(labels: np.ndarray, seed: int, first: int) -> np.ndarray:
    """Images uint8 (k, 128, 128, 3) of the rows from `first` on, whose labels are int64 (k,)."""
    images = np.empty((len(labels), SIZE, SIZE, 3), np.uint8)
    for number, label in enumerate(labels):
        images[number] = scene.image(int(label), seed, first + number)
    return images


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """A worker's life: answers requests until there are no more."""
    while head := requests.read(24):
        seed, first, count = np.frombuffer(head, np.int64)
        labels = np.frombuffer(requests.read(8 * int(count)), np.int64)
        answers.write(block(labels, int(seed), int(first)).tobytes())
        answers.flush()


def _blocks(labels: np.ndarray, seed: int, processes: int) -> Iterator[tuple[int, np.ndarray]]:
    """Every block once, as (first row, images), in the order in which they are finished."""
    firsts = range(0, len(labels), BLOCK)
    crew = _crew(processes) if len(labels) >= WORTH_STARTING else []
    if not crew:
        yield from ((first, block(labels[first : first + BLOCK], seed, first)) for first in firsts)
        return
    todo: queue.SimpleQueue[int] = queue.SimpleQueue()
    finished: queue.SimpleQueue[tuple[int, np.ndarray | None]] = queue.SimpleQueue()
    for first in firsts:
        todo.put(first)
    threads = [
        threading.Thread(target=_drive, args=(worker, labels, seed, todo, finished), daemon=True) for worker in crew
    ]
    for thread in threads:
        thread.start()
    try:
        for _ in firsts:
            first, images = finished.get()
            yield first, block(labels[first : first + BLOCK], seed, first) if images is None else images
    finally:
        for worker in crew:
            worker.kill()  # its thread then finds the pipe closed, and tidies up
        for thread in threads:
            thread.join()


def _drive(
    worker: subprocess.Popen, labels: np.ndarray, seed: int, todo: queue.SimpleQueue, finished: queue.SimpleQueue
) -> None:
    """One thread: hands blocks to its worker until none are left, then ends it; a block without answer becomes None."""
    alive = True
    with contextlib.suppress(queue.Empty):
        while True:
            first, images = todo.get_nowait(), None
            if alive:
                try:
                    images = _ask(worker, labels[first : first + BLOCK], seed, first)
                except (OSError, WorkerEndedError):
                    alive = False  # from now on the blocks go back, to be drawn by the parent
            finished.put((first, images))
    worker.kill()
    worker.wait()
    for pipe in filter(None, (worker.stdin, worker.stdout)):
        with contextlib.suppress(OSError):  # closing flushes, and nobody listens any more
            pipe.close()


def _ask(worker: subprocess.Popen, labels: np.ndarray, seed: int, first: int) -> np.ndarray:
    """One block from a worker, uint8 (k, 128, 128, 3)."""
    assert worker.stdin is not None and worker.stdout is not None  # it was started with pipes
    shape = (len(labels), SIZE, SIZE, 3)
    worker.stdin.write(np.array([seed, first, len(labels)], np.int64).tobytes() + labels.tobytes())
    worker.stdin.flush()
    answer = worker.stdout.read(int(np.prod(shape)))
    if len(answer) < np.prod(shape):
        raise WorkerEndedError
    return np.frombuffer(answer, np.uint8).reshape(shape)


def _crew(processes: int) -> list[subprocess.Popen]:
    """So many running workers: none where one would do, or where none can be started."""
    crew = []
    with contextlib.suppress(OSError):  # fewer workers are slower, but the pixels are the same
        for _ in range(processes if processes > 1 else 0):
            crew.append(_started())
    return crew


def _started() -> subprocess.Popen:
    """A new worker; one thread for it, since there are as many workers as should be busy."""
    single = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    paths = [str(ROOT), os.environ.get("PYTHONPATH", "")]
    environment = os.environ | single | {"PYTHONPATH": os.pathsep.join(filter(None, paths))}
    return subprocess.Popen(
        [sys.executable or "python", "-m", "galaxy_core.datasets.drawing"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
    )
