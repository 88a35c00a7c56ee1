"""Eighty kinds of bad HDF5 files: `KINDS[name](path)` makes one, `UNDERSTOOD` odd ones;
`write` and `pack` make good ones."""

import os
import struct
from pathlib import Path

import h5py
import numpy as np

N = 20
IMAGES = np.random.default_rng(0).integers(0, 255, (N, 12, 12, 3), dtype=np.uint8)
LABELS = np.arange(N) % 10


def write(path: Path, images: object = IMAGES, ans: object = LABELS, **more: object) -> Path:
    """A file of the Galaxy10 layout with 20 images of 12 × 12 pixels; None leaves something out."""
    with h5py.File(path, "w") as file:
        for name, values in {"images": images, "ans": ans, **more}.items():
            if values is not None:
                file.create_dataset(name, data=values)
    return path


def pack(path: Path, **settings: object) -> Path:
    """The same in chunks of five images, with more settings of h5py."""
    with h5py.File(path, "w") as file:
        file.create_dataset("images", data=IMAGES, **{"chunks": (5, 12, 12, 3), **settings})
        file.create_dataset("ans", data=LABELS)
    return path


def _labels(**changed: float):
    return lambda path: write(path, ans=np.concatenate([[*changed.values()], LABELS[1:]]))


def _patched(path: Path, change) -> Path:
    data = bytearray(path.read_bytes())
    change(data)
    path.write_bytes(bytes(data))
    return path


def _cut(share: float, **settings: object):
    def make(path: Path) -> Path:
        (pack if settings else write)(path, **settings)
        return _patched(path, lambda data: data.__delitem__(slice(int(len(data) * share), None)))

    return make


def _superblock(value: int):
    """A file whose superblock gives another end of the file than there is."""

    def change(data: bytearray) -> None:
        data[40:48] = struct.pack("<Q", value)  # version 0: the end-of-file address

    return lambda path: _patched(write(path), change)


def _spoilt(path: Path) -> Path:
    """Opens well, but the bytes of a packed piece are nonsense."""
    pack(path, compression="gzip")
    with h5py.File(path) as file:
        piece = file["images"].id.get_chunk_info(1)
    return _patched(path, lambda data: data.__setitem__(slice(piece.byte_offset, piece.byte_offset + 400), b"\0" * 400))


def _declared(name: str, shape: tuple, kind: object = np.uint8, **settings: object):
    def make(path: Path) -> Path:
        write(path, **{name: None})
        with h5py.File(path, "r+") as file:
            file.create_dataset(name, shape, kind, **settings)
        return path

    return make


def _some_pieces_missing(path: Path) -> Path:
    write(path, images=None)
    with h5py.File(path, "r+") as file:
        file.create_dataset("images", IMAGES.shape, np.uint8, chunks=(5, 12, 12, 3), compression="gzip")
        file["images"][:5] = IMAGES[:5]
    return path


def _linked(target: object, name: str = "images"):
    def make(path: Path) -> Path:
        write(path.with_name("other.h5"))
        write(path, **{name: None})
        with h5py.File(path, "r+") as file:
            file[name] = target
        return path

    return make


def _external_storage(path: Path) -> Path:
    secret = path.with_name("secret.bin")
    secret.write_bytes(IMAGES.tobytes())
    write(path, images=None)
    with h5py.File(path, "r+") as file:
        file.create_dataset("images", IMAGES.shape, np.uint8, external=[(str(secret), 0, secret.stat().st_size)])
    return path


def _virtual(name: str, source_name: str = "other.h5"):
    def make(path: Path) -> Path:
        write(path.with_name("other.h5"))
        write(path, **{name: None})
        shape, kind = (IMAGES.shape, np.uint8) if name == "images" else ((N,), LABELS.dtype)
        layout = h5py.VirtualLayout(shape=shape, dtype=kind)
        layout[...] = h5py.VirtualSource(source_name, name, shape=shape)
        with h5py.File(path, "r+") as file:
            file.create_virtual_dataset(name, layout)
        return path

    return make


def _soft_through_external(path: Path) -> Path:
    write(path.with_name("other.h5"))
    write(path, images=None)
    with h5py.File(path, "r+") as file:
        file["door"] = h5py.ExternalLink("other.h5", "/")
        file["images"] = h5py.SoftLink("/door/images")
    return path


def _unknown_filter(path: Path) -> Path:
    write(path, images=None)
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
    return lambda path: write(path, classes=np.array(names, dtype=h5py.string_dtype()))


def _text(text: bytes):
    def make(path: Path) -> Path:
        path.write_bytes(text)
        return path

    return make


RECORDS = np.zeros(N, dtype=[("a", "u1"), ("b", "f4")])
TEXTS = np.array(["galaxy"] * N, dtype=h5py.string_dtype())
UNDERSTOOD = {  # what is laid out otherwise, and read with a note
    "images-grey": lambda path: write(path, images=IMAGES[..., 0]),
    "images-4-channels": lambda path: write(path, images=np.zeros((N, 12, 12, 4), np.uint8)),
    "images-channels-first": lambda path: write(path, images=np.moveaxis(IMAGES, 3, 1)),
    "images-float": lambda path: write(path, images=IMAGES / np.float32(255)),
    "images-uint16": lambda path: write(path, images=IMAGES.astype(np.uint16)),
    "images-bool": lambda path: write(path, images=IMAGES > 99),
    "ans-one-hot": lambda path: write(path, ans=np.eye(10)[LABELS]),
    "ans-column": lambda path: write(path, ans=LABELS[:, None]),
    "ans-bool": lambda path: write(path, ans=LABELS > 4),
    "ans-too-large": _labels(value=10),
    "class-without-images": lambda path: write(path, ans=np.where(LABELS == 7, 2, LABELS)),
    "classes-more-than-labels": _own_names(*"abcdefghijk"),
}
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
    "no-keys": lambda path: write(path, images=None, ans=None),
    "no-images": lambda path: write(path, images=None),
    "no-ans": lambda path: write(path, ans=None),
    "images-a-group": lambda path: write(path, images=None, **{"images/all": IMAGES}),
    "ans-a-group": lambda path: write(path, ans=None, **{"ans/all": LABELS}),
    "images-a-type": _linked(np.dtype("f4")),
    "images-2d": lambda path: write(path, images=IMAGES[:, :, 0, 0]),
    "images-5d": lambda path: write(path, images=IMAGES[..., None]),
    "images-tiny": lambda path: write(path, images=IMAGES[:, :2, :2]),
    "images-no-width": lambda path: write(path, images=IMAGES[:, :, :0]),
    "images-scalar": lambda path: write(path, images=np.uint8(3)),
    "images-null": lambda path: write(path, images=h5py.Empty("u1")),
    "images-int8": lambda path: write(path, images=IMAGES.astype(np.int8)),
    "images-strings": lambda path: write(path, images=TEXTS),
    "images-records": lambda path: write(path, images=RECORDS),
    "images-none": lambda path: write(path, images=IMAGES[:0], ans=LABELS[:0]),
    "ans-scalar": lambda path: write(path, ans=3),
    "ans-null": lambda path: write(path, ans=h5py.Empty("i8")),
    "ans-strings": lambda path: write(path, ans=TEXTS),
    "ans-records": lambda path: write(path, ans=RECORDS),
    "ans-complex": lambda path: write(path, ans=LABELS + 1j),
    "ans-references": _declared("ans", (N,), kind=h5py.ref_dtype),
    "ans-ragged": _declared("ans", (N,), kind=h5py.vlen_dtype(np.uint8)),
    "ans-shorter": lambda path: write(path, ans=LABELS[:-1]),
    "ans-longer": lambda path: write(path, ans=np.append(LABELS, 1)),
    "ans-none": lambda path: write(path, ans=LABELS[:0]),
    "ans-negative": _labels(value=-1),
    "ans-fractional": _labels(value=0.5),
    "ans-nan": _labels(value=np.nan),
    "ans-infinite": _labels(value=np.inf),
    "ans-huge": lambda path: write(path, ans=np.where(LABELS == 3, np.uint64(2**63 + 5), LABELS.astype(np.uint64))),
    "ra-shorter": lambda path: write(path, ra=np.zeros(N - 1), dec=np.zeros(N)),
    "dec-longer": lambda path: write(path, ra=np.zeros(N), dec=np.zeros(N + 1)),
    "redshift-2d": lambda path: write(path, redshift=np.zeros((N, 1))),
    "pxscale-scalar": lambda path: write(path, pxscale=0.262),
    "ra-strings": lambda path: write(path, ra=TEXTS, dec=TEXTS),
    "classes-too-few": _own_names("one"),
    "classes-twice": _own_names(*"aabcdefghi"),
    "classes-blank": _own_names(*"abcdefghi", " "),
    "classes-fewer-than-labels": _own_names("spiral", "smooth"),
    "classes-numbers": lambda path: write(path, classes=np.arange(10)),
    "classes-not-utf8": lambda path: write(path, classes=np.array([b"\xff%d" % k for k in range(10)])),
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
