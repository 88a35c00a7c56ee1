"""Every kind of bad HDF5 file ends as one clear sentence that names it, and is left as it was."""

import os
import re
import struct
import subprocess
import sys
from pathlib import Path

import h5py
import numpy as np
import pytest

from galaxy_core import AbsentError, DataError, GalaxyError, StorageError, datasets

N = 20
IMAGES = np.random.default_rng(0).integers(0, 255, (N, 12, 12, 3), dtype=np.uint8)
LABELS = np.arange(N) % 10


def _write(path: Path, images: object = IMAGES, ans: object = LABELS, **more: object) -> Path:
    with h5py.File(path, "w") as file:
        for name, values in {"images": images, "ans": ans, **more}.items():
            if values is not None:
                file.create_dataset(name, data=values)
    return path


def _packed(path: Path, **settings: object) -> Path:
    with h5py.File(path, "w") as file:
        file.create_dataset("images", data=IMAGES, **{"chunks": (5, 12, 12, 3), **settings})
        file.create_dataset("ans", data=LABELS)
    return path


def _labels(**changed: float):
    return lambda path: _write(path, ans=np.concatenate([[*changed.values()], LABELS[1:]]))


def _patched(path: Path, change) -> Path:
    data = bytearray(path.read_bytes())
    change(data)
    path.write_bytes(bytes(data))
    return path


def _cut(share: float, **settings: object):
    def make(path: Path) -> Path:
        (_packed if settings else _write)(path, **settings)
        return _patched(path, lambda data: data.__delitem__(slice(int(len(data) * share), None)))

    return make


def _superblock(value: int):
    """A file whose superblock gives another end of the file than there is."""

    def change(data: bytearray) -> None:
        data[40:48] = struct.pack("<Q", value)  # version 0: the end-of-file address

    return lambda path: _patched(_write(path), change)


def _spoilt(path: Path) -> Path:
    """Opens well, but the bytes of a packed piece are nonsense."""
    _packed(path, compression="gzip")
    with h5py.File(path) as file:
        piece = file["images"].id.get_chunk_info(1)
    return _patched(path, lambda data: data.__setitem__(slice(piece.byte_offset, piece.byte_offset + 400), b"\0" * 400))


def _declared(name: str, shape: tuple, kind: object = np.uint8, **settings: object):
    def make(path: Path) -> Path:
        _write(path, **{name: None})
        with h5py.File(path, "r+") as file:
            file.create_dataset(name, shape, kind, **settings)
        return path

    return make


def _some_pieces_missing(path: Path) -> Path:
    _write(path, images=None)
    with h5py.File(path, "r+") as file:
        file.create_dataset("images", IMAGES.shape, np.uint8, chunks=(5, 12, 12, 3), compression="gzip")
        file["images"][:5] = IMAGES[:5]
    return path


def _linked(target: object, name: str = "images"):
    def make(path: Path) -> Path:
        _write(path.with_name("other.h5"))
        _write(path, **{name: None})
        with h5py.File(path, "r+") as file:
            file[name] = target
        return path

    return make


def _external_storage(path: Path) -> Path:
    secret = path.with_name("secret.bin")
    secret.write_bytes(IMAGES.tobytes())
    _write(path, images=None)
    with h5py.File(path, "r+") as file:
        file.create_dataset("images", IMAGES.shape, np.uint8, external=[(str(secret), 0, secret.stat().st_size)])
    return path


def _virtual(name: str, source_name: str = "other.h5"):
    def make(path: Path) -> Path:
        _write(path.with_name("other.h5"))
        _write(path, **{name: None})
        shape, kind = (IMAGES.shape, np.uint8) if name == "images" else ((N,), LABELS.dtype)
        layout = h5py.VirtualLayout(shape=shape, dtype=kind)
        layout[...] = h5py.VirtualSource(source_name, name, shape=shape)
        with h5py.File(path, "r+") as file:
            file.create_virtual_dataset(name, layout)
        return path

    return make


def _soft_through_external(path: Path) -> Path:
    _write(path.with_name("other.h5"))
    _write(path, images=None)
    with h5py.File(path, "r+") as file:
        file["door"] = h5py.ExternalLink("other.h5", "/")
        file["images"] = h5py.SoftLink("/door/images")
    return path


def _unknown_filter(path: Path) -> Path:
    _write(path, images=None)
    with h5py.File(path, "r+") as file:
        settings = h5py.h5p.create(h5py.h5p.DATASET_CREATE)
        settings.set_chunk((5, 12, 12, 3))
        settings.set_filter(h5py.h5z.FILTER_DEFLATE, 0, (4,))
        kind, space = h5py.h5t.NATIVE_UINT8, h5py.h5s.create_simple(IMAGES.shape)
        made = h5py.Dataset(h5py.h5d.create(file.id, b"images", kind, space, settings))
        made[:] = IMAGES

    def change(data: bytearray) -> None:
        at = data.find(struct.pack("<HHHH", 1, 8, 0, 1)) if data.find(b"deflate") < 0 else data.find(b"deflate") - 8
        assert at > 0
        data[at : at + 2] = struct.pack("<H", 32700)

    return _patched(path, change)


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


def _own_names(*names: str):
    return lambda path: _write(path, classes=np.array(names, dtype=h5py.string_dtype()))


def _text(text: bytes):
    def make(path: Path) -> Path:
        path.write_bytes(text)
        return path

    return make


RECORDS = np.zeros(N, dtype=[("a", "u1"), ("b", "f4")])
TEXTS = np.array(["galaxy"] * N, dtype=h5py.string_dtype())
KINDS = {
    "not-hdf5": _text(b"these are no images\n" * 100),
    "empty": _text(b""),
    "one-byte": _text(b"\x89"),
    "signature-only": _text(b"\x89HDF\r\n\x1a\n"),
    "zeros": _text(b"\0" * 5000),
    "fits": _text(b"SIMPLE  =                    T" + b" " * 3000),
    "jpeg": _text(b"\xff\xd8\xff\xe0" + b"\x11" * 3000),
    "html": _text(b"<!doctype html><html>404</html>"),
    "cut-at-1-percent": _cut(0.01),
    "cut-at-20-percent": _cut(0.2),
    "cut-at-half": _cut(0.5),
    "cut-at-99-percent": _cut(0.99),
    "cut-packed": _cut(0.6, compression="gzip"),
    "superblock-says-more": _superblock(10**9),
    "superblock-says-less": _superblock(900),
    "superblock-says-nothing": _superblock(0),
    "no-keys": lambda path: _write(path, images=None, ans=None),
    "no-images": lambda path: _write(path, images=None),
    "no-ans": lambda path: _write(path, ans=None),
    "images-a-group": lambda path: _write(path, images=None, **{"images/all": IMAGES}),
    "ans-a-group": lambda path: _write(path, ans=None, **{"ans/all": LABELS}),
    "images-a-type": _linked(np.dtype("f4")),
    "images-2d": lambda path: _write(path, images=IMAGES[:, :, 0, 0]),
    "images-grey": lambda path: _write(path, images=IMAGES[..., 0]),
    "images-5d": lambda path: _write(path, images=IMAGES[..., None]),
    "images-4-channels": lambda path: _write(path, images=np.zeros((N, 12, 12, 4), np.uint8)),
    "images-channels-first": lambda path: _write(path, images=np.moveaxis(IMAGES, 3, 1)),
    "images-tiny": lambda path: _write(path, images=IMAGES[:, :2, :2]),
    "images-no-width": lambda path: _write(path, images=IMAGES[:, :, :0]),
    "images-scalar": lambda path: _write(path, images=np.uint8(3)),
    "images-null": lambda path: _write(path, images=h5py.Empty("u1")),
    "images-float": lambda path: _write(path, images=IMAGES / np.float32(255)),
    "images-uint16": lambda path: _write(path, images=IMAGES.astype(np.uint16)),
    "images-int8": lambda path: _write(path, images=IMAGES.astype(np.int8)),
    "images-bool": lambda path: _write(path, images=IMAGES > 99),
    "images-strings": lambda path: _write(path, images=TEXTS),
    "images-records": lambda path: _write(path, images=RECORDS),
    "images-none": lambda path: _write(path, images=IMAGES[:0], ans=LABELS[:0]),
    "ans-scalar": lambda path: _write(path, ans=3),
    "ans-null": lambda path: _write(path, ans=h5py.Empty("i8")),
    "ans-one-hot": lambda path: _write(path, ans=np.eye(10)[LABELS]),
    "ans-column": lambda path: _write(path, ans=LABELS[:, None]),
    "ans-strings": lambda path: _write(path, ans=TEXTS),
    "ans-records": lambda path: _write(path, ans=RECORDS),
    "ans-bool": lambda path: _write(path, ans=LABELS > 4),
    "ans-complex": lambda path: _write(path, ans=LABELS + 1j),
    "ans-references": _declared("ans", (N,), kind=h5py.ref_dtype),
    "ans-ragged": _declared("ans", (N,), kind=h5py.vlen_dtype(np.uint8)),
    "ans-shorter": lambda path: _write(path, ans=LABELS[:-1]),
    "ans-longer": lambda path: _write(path, ans=np.append(LABELS, 1)),
    "ans-none": lambda path: _write(path, ans=LABELS[:0]),
    "ans-too-large": _labels(value=10),
    "ans-negative": _labels(value=-1),
    "ans-fractional": _labels(value=0.5),
    "ans-nan": _labels(value=np.nan),
    "ans-infinite": _labels(value=np.inf),
    "ans-huge": lambda path: _write(path, ans=np.where(LABELS == 3, 2**63 + 5, LABELS).astype(np.uint64)),
    "class-without-images": lambda path: _write(path, ans=np.where(LABELS == 7, 2, LABELS)),
    "ra-shorter": lambda path: _write(path, ra=np.zeros(N - 1), dec=np.zeros(N)),
    "dec-longer": lambda path: _write(path, ra=np.zeros(N), dec=np.zeros(N + 1)),
    "redshift-2d": lambda path: _write(path, redshift=np.zeros((N, 1))),
    "pxscale-scalar": lambda path: _write(path, pxscale=0.262),
    "ra-strings": lambda path: _write(path, ra=TEXTS, dec=TEXTS),
    "classes-too-few": _own_names("one"),
    "classes-twice": _own_names(*"aabcdefghi"),
    "classes-blank": _own_names(*"abcdefghi", " "),
    "classes-fewer-than-labels": _own_names("spiral", "smooth"),
    "classes-more-than-labels": _own_names(*"abcdefghijk"),
    "classes-numbers": lambda path: _write(path, classes=np.arange(10)),
    "classes-not-utf8": lambda path: _write(path, classes=np.array([b"\xff%d" % k for k in range(10)])),
    "external-link": _linked(h5py.ExternalLink("other.h5", "/images")),
    "external-link-ans": _linked(h5py.ExternalLink("other.h5", "/ans"), "ans"),
    "external-link-nowhere": _linked(h5py.ExternalLink("nowhere.h5", "/images")),
    "soft-link-nowhere": _linked(h5py.SoftLink("/nothing")),
    "soft-link-to-itself": _linked(h5py.SoftLink("/images")),
    "soft-link-through-array": _linked(h5py.SoftLink("/ans/images")),
    "soft-link-outside": _soft_through_external,
    "external-storage": _external_storage,
    "virtual-images": _virtual("images"),
    "virtual-ans": _virtual("ans"),
    "virtual-itself": _virtual("images", "."),
    "unknown-filter": _unknown_filter,
    "piece-spoilt": _spoilt,
    "pieces-missing": _some_pieces_missing,
    "declared-images": _declared("images", (10**12, 64, 64, 3)),
    "declared-chunked-images": _declared("images", (10**12, 64, 64, 3), chunks=(1, 64, 64, 3)),
    "declared-images-20": _declared("images", (N, 64, 64, 3)),
    "declared-ans": _declared("ans", (10**12,)),
    "declared-chunked-ans": _declared("ans", (10**12,), chunks=(10**6,), compression="gzip"),
    "declared-chunked-ans-20": _declared("ans", (N,), chunks=(5,)),
    "enormous-images": _declared("images", (1, 10**6, 10**6, 3)),
    "enormous-pieces": _declared("images", (N, 4096, 4096, 3), chunks=(N, 4096, 4096, 3)),
    "a-folder": _folder,
    "a-pipe": lambda path: os.mkfifo(path) or path,
}


def check_sentence(text: str, path: Path) -> None:
    """One sentence: it names the file, says what to do, ends with the only full stop."""
    assert str(path) in text
    rest = text.replace(str(path), "FILE")
    assert rest.endswith(".") and not rest.endswith("..")
    assert not re.search(r"[.!?]\s", rest), f"more than one sentence: {rest}"
    assert "\n" not in text and len(rest) < 300 and re.search(r"[;:,] ?\w", rest), rest


def _open_and_read(path: Path) -> None:
    galaxies = datasets.open_dataset(str(path))
    for _ in galaxies.blocks():
        pass


@pytest.mark.parametrize("kind", KINDS)
def test_every_bad_file_gives_one_sentence(kind: str, tmp_path: Path) -> None:
    path = KINDS[kind](tmp_path / "bad file.h5")
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises((DataError, StorageError)) as caught:
        _open_and_read(path)
    check_sentence(str(caught.value), path)
    assert before is None or path.read_bytes() == before


@pytest.mark.parametrize("kind", ["images-float", "piece-spoilt", "external-storage", "class-without-images", "no-ans"])
def test_the_sentence_says_what_is_wrong(kind: str, tmp_path: Path) -> None:
    words = {"images-float": "float32", "piece-spoilt": "damaged", "external-storage": "outside the file",
             "class-without-images": "Class 7", "no-ans": "“ans”"}  # fmt: skip
    with pytest.raises(DataError, match=words[kind]):
        _open_and_read(KINDS[kind](tmp_path / "bad.h5"))


def test_there_are_fifty_kinds_and_the_good_file_is_good(tmp_path: Path) -> None:
    assert len(KINDS) >= 50
    _open_and_read(_write(tmp_path / "good.h5"))
    _open_and_read(_packed(tmp_path / "packed.h5", compression="gzip", shuffle=True))


def test_soft_links_inside_the_file_are_fine(tmp_path: Path) -> None:
    path = _write(tmp_path / "soft.h5", images=None, **{"group/all": IMAGES})
    with h5py.File(path, "r+") as file:
        file["way"] = h5py.SoftLink("/group")
        file["images"] = h5py.SoftLink("way/all")
    assert (datasets.open_dataset(str(path)).images(np.arange(N)) == IMAGES).all()


def test_a_file_without_permission_is_a_storage_error(tmp_path: Path, nobody) -> None:
    path = _write(tmp_path / "secret.h5")
    path.chmod(0)
    with nobody(), pytest.raises(StorageError, match="permission") as caught:
        datasets.open_dataset(str(path))
    check_sentence(str(caught.value), path)


def test_a_file_being_written_is_a_storage_error(tmp_path: Path) -> None:
    path = _write(tmp_path / "busy.h5")
    writer = f"import h5py, sys; file = h5py.File({str(path)!r}, 'r+'); print('open', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", writer], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"open\n"
        with pytest.raises(StorageError, match="being written") as caught:
            datasets.open_dataset(str(path))
        process.stdin.close()
    check_sentence(str(caught.value), path)


def test_a_file_that_vanished_or_changed_says_so(tmp_path: Path) -> None:
    path = _write(tmp_path / "moving.h5")
    galaxies = datasets.open_dataset(str(path))
    os.utime(path, (1, 1))
    with pytest.raises(DataError, match="has changed"):
        galaxies.images([0])
    path.unlink()
    with pytest.raises(AbsentError, match="any more"):
        galaxies.images([0])


@pytest.mark.parametrize("packed", [False, True])
def test_random_damage_never_raises_anything_else(packed: bool, tmp_path: Path) -> None:
    """A cut or a few changed bytes anywhere: the file is read, or there is one sentence."""
    random = np.random.default_rng(20061)
    good = _packed(tmp_path / "good.h5", compression="gzip") if packed else _write(tmp_path / "good.h5")
    data, refused = good.read_bytes(), 0
    for number in range(400):
        path = tmp_path / "damaged.h5"
        changed = bytearray(data)
        if number % 4 == 0:
            del changed[random.integers(0, len(changed)) :]
        reach = len(changed) if number % 2 else min(len(changed), 4096)  # the first bytes say what is where
        for place in random.integers(0, max(1, reach), random.integers(1, 9)) if number % 4 else []:
            changed[place] = random.integers(0, 256)
        path.write_bytes(bytes(changed))
        try:
            _open_and_read(path)
        except GalaxyError as error:
            check_sentence(str(error), path)
            refused += 1
    assert refused > 100
