"""One run from start (or its last checkpoint) to end; `python -m galaxy_core.training RUN` in a process of its own."""

import errno
import os
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

import galaxy_core
from galaxy_core import GalaxyError, RunError, StorageError, models, prepare, runs, splits
from galaxy_core.augmentations import balancing
from galaxy_core.datasets import Galaxies, open_dataset
from galaxy_core.models import Examples, Stopped, familiarity, graphs
from galaxy_core.plugins import parameters
from galaxy_core.prepare import cache
from galaxy_core.runs import dataset, dispatcher
from galaxy_core.storage import atomic, faults, heap, lock, mapped
from galaxy_core.training.progress import Enough, RunProgress
from galaxy_core.training.provenance import made_by

LOOK, GRACE = 0.3, 1.0  # seconds between two looks for a cancel, and until it is obeyed without asking
BATCH = 64  # images predicted at once
CHECKED, NEAR = (
    8,
    0.01,
)  # images by which an exported model is checked; how far its answers may lie from the model's own


def train(run: runs.Run) -> None:
    """Trains a run to its end and moves its results into place. Raises Stopped, or GalaxyError as a sentence."""
    progress, request, module = RunProgress(run), run.request, models.model(run.request.model)
    progress.say("opening the data set")
    galaxies = open_dataset(request.dataset)
    chosen = parameters.parse(module.Parameters, request.parameters)
    chain = prepare.chain(models.steps(module, chosen, request.preparation))
    progress.say("preparing images")
    images = cache.make(galaxies, chain, lambda done, total: progress.share("preparing images", done, total))
    split = dataset.split(run, galaxies, lambda done, total: progress.share("looking for copies", done, total))
    train, validation = (
        Examples(
            images, rows := split.part(part), galaxies.targets[rows], galaxies.task, request.augment, request.balance,
            cache.path(galaxies, chain).stem,
        )
        for part in ("train", "validation")
    )  # fmt: skip
    predictor = _learned(lambda: module.fit(train, validation, chosen, progress), progress)
    progress.tabulate()
    predicted = _predicted(predictor, images, split, progress)
    result = {
        "task": galaxies.task.name,
        "target_names": list(galaxies.task.names),
        "classes": list(galaxies.classes),
        "image_shape": list(galaxies.image_shape),
        "steps": list(chain),
        "rows": {part: len(split.part(part)) for part in splits.PARTS},
        "shown": balancing.shown(request.balance, train.counts).tolist(),
        "history": progress.history(),
        "goal": run.target_epochs_written or None,
        "kept_epoch": predictor.kept,
        "origin": getattr(predictor, "initial_weights", ""),
        "made_by": made_by(run, galaxies),
    }
    progress.say("saving the results")
    few = (images[train.rows[:CHECKED]], predicted["train"][:CHECKED])
    _move_into_place(run, partial(_arrays, galaxies, split, predicted), predictor, few)
    _remember(images, train.rows, validation.rows, progress)
    result["cost"] = {**progress.spent(), "parameters": predictor.n_parameters}
    atomic.write_json(run.folder / "result.json", {**result, "finished": round(time.time(), 3)})
    progress.done()


def _learned(fit: Callable[[], Any], progress: RunProgress):
    """The predictor, of all epochs or of those it has once somebody wants no more: then `fit`, which goes on from the
    last checkpoint, finds there all that it is to learn."""
    with suppress(Enough):
        return fit()
    progress.end_here()
    progress.say("ending with what it has learned")
    return fit()


def _predicted(predictor, images: np.ndarray, split: splits.Split, progress: RunProgress) -> dict[str, np.ndarray]:
    """What it says of every part, float32 (n, outputs), by its name."""
    total, done, outputs = sum(len(split.part(part)) for part in splits.PARTS), 0, {}
    progress.say("classifying all images")
    heap.trim()
    for part in splits.PARTS:
        rows, pieces = split.part(part), []
        for first in range(0, len(rows), BATCH):
            pieces.append(predictor.predict(mapped.read(images, rows[first : first + BATCH])))
            done += len(pieces[-1])
            progress.share("classifying all images", done, total)
        outputs[part] = np.concatenate(pieces)
    return outputs


def _arrays(galaxies: Galaxies, split: splits.Split, predicted: dict[str, np.ndarray]) -> dict[str, Any]:
    """What predictions.npz holds of every part: rows, what is true of them, what the model says."""
    truth, answers = galaxies.task.ARRAYS
    arrays: dict[str, Any] = {}
    for part, outputs in predicted.items():
        rows = split.part(part)
        targets = galaxies.targets[rows]
        galaxies.task.predictions(rows, targets, outputs)  # or nobody could read it
        arrays |= {f"{part}_rows": rows, f"{part}_{truth}": targets, f"{part}_{answers}": outputs}
    return arrays


def _move_into_place(
    run: runs.Run, arrays: Callable[[], dict[str, Any]], predictor, few: tuple[np.ndarray, np.ndarray]
) -> None:
    """Writes model and predictions aside and moves them into place once all are whole, and the exported model answers
    as the one that learned: `few` are prepared images, and what that one says of them. `arrays()` are made when the
    model has been exported: each takes much memory.

    Earlier results of a run that went on stay until then. The result.json that says they are whole goes just before:
    killed in between, the run isn't finished, and begins again from its last checkpoint.
    """
    aside = run.folder / ".results"
    shutil.rmtree(aside, ignore_errors=True)
    try:
        with atomic.sentences(run.folder):
            aside.mkdir()
            predictor.save(aside)
            np.savez_compressed(aside / "predictions.npz", **arrays())
            _refuse_failed(aside, *few)
            (run.folder / "result.json").unlink(missing_ok=True)
            for name in runs.RESULTS:
                atomic.put(aside / name, run.folder / name)
    finally:  # on a full disk its space is needed to say so
        shutil.rmtree(aside, ignore_errors=True)


def _remember(images: np.ndarray, train: np.ndarray, validation: np.ndarray, progress: RunProgress) -> None:
    """Describes training images as the model sees them, by which it is told later whether a picture is like any of
    them, and which those are."""
    heap.trim()
    if len(train) and len(validation):
        folder, words = progress.run.folder, "describing training images"
        told = partial(progress.share, words)
        arrays = familiarity.make(folder / "model.onnx", images, train, validation, told)
        atomic.write(folder / familiarity.FILE, lambda aside: np.savez_compressed(aside, **arrays))  # type: ignore[arg-type]


def _refuse_failed(aside: Path, images: np.ndarray, expected: np.ndarray) -> None:
    """Raises RunError where a result is missing, or the exported model answers otherwise than the one that learned."""
    if missing := [name for name in runs.RESULTS if not (aside / name).exists()]:
        raise RunError(f"The model could not be exported, {missing[0]} is missing: nothing of it is kept. Try again.")
    answers = graphs.answers(graphs.session(str(aside / "model.onnx")), images)
    if answers.shape != expected.shape or not np.allclose(answers, expected, rtol=NEAR, atol=NEAR):
        raise RunError(
            "The model could not be exported: model.onnx answers otherwise than the model that learned, so nothing of "
            "it is kept. Try again, with float32 or another model."
        )


def main(name: str) -> int:
    """Runs it, holding its lock: the dispatcher's, inherited, or its own. Returns the exit code."""
    run = runs.find(name)
    inherited = int(os.environ.pop("GALAXY_LOCK", -1))
    held = lock.take(run.folder / "alive.lock") if inherited < 0 else inherited
    if held is None:
        raise galaxy_core.RunError(f"The run {name} is being trained already.")
    threads = str(run.request.threads)
    os.environ |= {"TF_NUM_INTRAOP_THREADS": threads, "TF_NUM_INTEROP_THREADS": threads, "OMP_NUM_THREADS": threads}
    os.environ |= {"KERAS_BACKEND": "tensorflow", "TF_CPP_MIN_LOG_LEVEL": "2"}
    try:
        code = _to_its_end(run)
    finally:
        os.close(held)
    dispatcher.bring_back()  # for what waits behind it, where that was killed
    return code


def _to_its_end(run: runs.Run) -> int:
    """Trains it; what goes wrong becomes the sentence that the run failed with. Returns the exit code."""
    try:
        train(run)
    except Stopped:
        _note("stopped by the user")
    except GalaxyError as error:
        return _fail(run, str(error))
    except Exception as error:  # the log keeps the traceback; the user gets a sentence
        sentence = faults.sentence(error, "It ended with an unexpected error", run.folder / "log.txt")
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            sentence = f"The disk of {run.folder.parent} is full: free some space and try again."
        return _fail(run, sentence)
    return 0


def _fail(run: runs.Run, sentence: str) -> int:
    _note(sentence)
    state = {**run.state, "error": sentence}
    try:
        atomic.write_json(run.folder / "state.json", state)
    except StorageError:  # not a byte is left: what is shown or made anew makes room for the sentence
        for name in ("live.json", "history.csv"):
            (run.folder / name).unlink(missing_ok=True)
        atomic.write_json(run.folder / "state.json", state)
    return 1


def _note(words: str) -> None:
    """Into the log, unless the disk is too full even for that."""
    with suppress(OSError):
        print(words, flush=True)


def leave_when_cancelled(run_folder: Path) -> None:
    """Ends this process soon after a cancel, wherever it is: an import or one long step looks at no file.

    The dispatcher would do it by signals, but not for a run that an earlier, killed dispatcher had started.
    """
    while not (run_folder / "cancel").exists():
        time.sleep(LOOK)
    time.sleep(GRACE)  # enough to stop in an orderly way
    os._exit(0)
