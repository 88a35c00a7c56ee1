"""Published weights of a backbone: found, downloaded, read from Keras' files and put into a network built here.

A file may be anybody's: no model is ever loaded from it, only arrays that lie inside it and have the shapes that the
network wants. Both layouts are read: `…_notop.h5`, as ImageNet weights are published, and `….weights.h5` of Keras 3.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import numpy as np

import galaxy_core
from galaxy_core import AbsentError, DataError
from galaxy_core.datasets.files import hdf5
from galaxy_core.models import Progress, backbones
from galaxy_core.models.backbones import Backbone
from galaxy_core.storage import lock
from galaxy_core.storage.download import Remote, fetch

if TYPE_CHECKING:
    import h5py

STEP = 8 << 20  # bytes between two notes of progress
PAUSES = (1,)  # seconds before another try: offline it is said at once
DEPTH = 8  # groups in groups
Layers = list[tuple[str, list["h5py.Dataset"]]]  # of a file: the name and the arrays of each layer that has some


def place(backbone: Backbone) -> Path:
    """Where its published weights are kept, or can be put by hand."""
    return galaxy_core.data_folder() / "weights" / backbone.file


def find(backbone: Backbone) -> Path | None:
    """Its published weights, if they are here: with the program, in the data folder, or where Keras itself would have
    put them."""
    if backbone.shipped:
        return backbone.shipped
    home = Path(os.environ.get("KERAS_HOME") or Path.home() / ".keras")
    return next((file for file in (place(backbone), home / "models" / backbone.file) if file.is_file()), None)


def available(parameters) -> bool:
    """Whether the weights that a network begins with are on this computer, or it wants none.

    `parameters` have `backbone`, `trained` and `start`; a run or file to start from is taken to be here.
    """
    return not parameters.trained or bool(parameters.start) or find(backbones.find(parameters.backbone)) is not None


def lacking(parameters) -> str:
    """What training will have to download first, and what to do instead; "" where that is nothing."""
    if available(parameters):
        return ""
    backbone = backbones.find(parameters.backbone)
    return (
        f"The ImageNet weights of {backbone.name} aren't on this computer. Training downloads them first: "
        f"{backbone.size / 1e6:.0f} MB from {urlsplit(backbone.url).hostname}. Without a connection put the file at "
        f"{place(backbone)}, or choose random weights or those of an earlier run."
    )


def get(backbone: Backbone, progress: Progress) -> Path:
    """Its published weights, downloaded now if they aren't here.

    Raises AbsentError without a connection, with the way by hand; StorageError without room; Stopped.
    """
    target = place(backbone)
    if (here := find(backbone)) is not None:
        return here
    with lock.waiting(target.with_name(f"{target.name}.lock")):
        if not target.is_file():
            _download(backbone, target, progress)
    return target


def is_published(backbone: Backbone, file: Path) -> bool:
    """Whether a file is the published one: by its MD5, or its size where Keras knows none; the one that is shipped."""
    if backbone.shipped:
        return file == backbone.shipped
    return _remote(backbone).is_copy(file)


def load(network, file: Path, backbone: Backbone) -> None:
    """Puts the weights in a file of Keras into a backbone, layer by layer in their order.

    Raises DataError where they are another network's, or the file holds none.
    """
    with hdf5.reading(file) as opened:
        stored = _layers(opened, network)
        wanted = [layer for layer in network.layers if layer.weights]
        if len(stored) != len(wanted):
            raise _foreign(backbone, file, f"{len(stored)} layers with weights, where it has {len(wanted)}")
        for layer, (name, arrays) in zip(wanted, stored, strict=True):
            shapes = [tuple(weight.shape) for weight in layer.weights]
            if [array.shape for array in arrays] != shapes:
                found = ", ".join(str(array.shape) for array in arrays)
                raise _foreign(backbone, file, f"{found} in “{name}”, where its {layer.name} has {shapes}")
        for layer, (name, arrays) in zip(wanted, stored, strict=True):
            values = [np.asarray(array[()], np.float32) for array in arrays]
            if not all(np.isfinite(value).all() for value in values):
                raise _unusable(file, f"its “{name}” holds what is no number", _way_out(backbone))
            layer.set_weights(values)


def _download(backbone: Backbone, target: Path, progress: Progress) -> None:
    remote, said = _remote(backbone), 0

    def say(done: int, total: int) -> None:
        nonlocal said
        if done // STEP != said:
            said = done // STEP
            progress.say(f"downloading {backbone.file}: {done / 1e6:.0f} of {total / 1e6:.0f} MB")

    try:
        fetch(remote, target, say, PAUSES)
    except AbsentError as error:
        raise _absent(backbone, remote.address) from error


def _remote(backbone: Backbone) -> Remote:
    return Remote(backbone.url, backbone.size, backbone.md5 or "", "md5")


def _absent(backbone: Backbone, url: str) -> AbsentError:
    return AbsentError(
        f"The ImageNet weights of {backbone.name} aren't here and {urlsplit(url).hostname} can't be reached: put "
        f"{backbone.url} ({backbone.size / 1e6:.0f} MB) at {place(backbone)} by hand, or start from an earlier run, a "
        "weights file or random weights."
    )


def _unusable(file: Path, problem: str, way_out: str = "copy or download it again") -> DataError:
    """The sentence of a file that can't be used: what is wrong with it, and the way out."""
    return DataError(f"{file} can't be used: {problem}; {way_out}.")


def _foreign(backbone: Backbone, file: Path, described: str) -> DataError:
    return DataError(
        f"The weights in {file} belong to another network than {backbone.name} ({described}): {_way_out(backbone)}."
    )


def _way_out(backbone: Backbone) -> str:
    return f"choose the file {backbone.file}, or one that Keras saved of it without its top"


def _layers(file: "h5py.File", network) -> Layers:
    """The layers of a file with their arrays, in order. Raises DataError for one that holds none."""
    _check(file, "", DEPTH)
    top = file["model_weights"] if hdf5.has(file, "model_weights") else file
    if names := _names(top, "layer_names"):
        layers = [(name, [top[name][weight] for weight in _names(top[name], "weight_names")]) for name in names]
    elif hdf5.has(file, "layers"):
        layers = list(_numbered(file["layers"], network))
    else:
        raise _unusable(Path(file.filename), "it holds no weights of a Keras network")
    return [(name, arrays) for name, arrays in layers if arrays]


def _check(group: "h5py.Group", name: str, depth: int) -> None:
    """Raises DataError unless all that is in a group are groups and whole arrays of numbers inside this file."""
    import h5py

    path = Path(group.file.filename)
    if depth == 0:
        raise _unusable(path, f"its “{name}” is nested too deeply")
    for key in group.keys():  # noqa: SIM118  (values would follow links)
        if not isinstance(group.get(key, getlink=True), h5py.HardLink):
            raise _unusable(path, f"its “{name}/{key}” is a link", "use a file that holds its own data")
        member = group[key]
        if isinstance(member, h5py.Group):
            _check(member, f"{name}/{key}", depth - 1)
            continue
        if member.external or member.is_virtual:
            raise _unusable(path, f"its “{name}/{key}” lies outside the file", "use a file that holds its own data")
        if member.shape is not None and member.dtype.kind in "iuf":
            hdf5.check_whole(member, f"{name}/{key}")


def _names(group: "h5py.Group", name: str) -> list[str]:
    """A list of texts that Keras wrote as an attribute, or as several where it was too long for one."""
    parts = [name] if name in group.attrs else []
    while name not in parts and f"{name}{len(parts)}" in group.attrs:
        parts.append(f"{name}{len(parts)}")
    values = [value for part in parts for value in np.atleast_1d(group.attrs[part]).tolist()]
    return [value.decode("utf-8") if isinstance(value, bytes) else str(value) for value in values]


def _numbered(group: "h5py.Group", network) -> Iterator[tuple[str, list["h5py.Dataset"]]]:
    """The layers of `….weights.h5`, where each goes by its class and a number, in the order of a network."""
    counts: dict[str, int] = {}
    for layer in network.layers:
        kind = type(layer).__name__
        kind = re.sub("([a-z])([A-Z])", r"\1_\2", re.sub("(.)([A-Z][a-z]+)", r"\1_\2", kind)).lower()
        count = counts[kind] = counts.get(kind, -1) + 1
        name = f"{kind}_{count}" if count else kind
        if name in group and "vars" in group[name]:
            numbers = sorted(group[name]["vars"], key=int)
            yield name, [group[name]["vars"][number] for number in numbers]
