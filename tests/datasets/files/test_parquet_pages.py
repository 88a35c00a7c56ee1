"""The first bytes of pages are what Arrow unpacks, whatever they are packed by."""

import io
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from PIL import Image

from galaxy_core.datasets.files import formats, parquet, parquet_pages
from galaxy_core.datasets.files.parquet import Pictures


@pytest.mark.parametrize("codec", ["none", "snappy", "gzip", "zstd", "brotli"])
@pytest.mark.parametrize("how", [{}, {"use_dictionary": False}, {"data_page_version": "2.0"}])
def test_the_first_picture_s_header_is_among_them(codec: str, how: dict, tmp_path: Path) -> None:
    contents = []
    for kind in ("PNG", "JPEG") * 3:
        noise = np.random.default_rng(0).integers(0, 255, (40, 30, 3), np.uint8)
        Image.fromarray(noise).save(held := io.BytesIO(), kind)
        contents.append(held.getvalue())
    pq.write_table(pa.table({"image": contents}), tmp_path / "x.parquet", row_group_size=1, compression=codec, **how)
    source = Pictures(parquet.table(tmp_path / "x.parquet"), "image")
    for raw, content in zip(source.beginnings(), contents, strict=True):
        assert content[:1000] in raw
        assert formats.peek(raw) == (40, 30)


def test_snappy_s_copies_are_unpacked() -> None:
    words = b"abcabcabcabc" * 50 + bytes(range(256)) * 3 + b"z" * 300
    packed = pa.Codec("snappy").compress(words, asbytes=True)
    assert parquet_pages._unsnapped(packed, 10**6) == words
    assert words.startswith(parquet_pages._unsnapped(packed, 100))


def test_what_is_no_page_gives_nothing() -> None:
    for raw in (b"", b"words", b"\x15", bytes(range(256)), b"\x00\xff\xff\xff"):
        assert parquet_pages.beginning(raw, "SNAPPY", 99) in (b"", raw[1:0])
