"""The first bytes of a page of a Parquet file, unpacked without the rest of it, which may be hundreds of megabytes.

A page begins with a header in Thrift's compact protocol; what follows is packed whole. Snappy has no streams, so its
first pieces (literals and copies of what came before) are unpacked here; others are Arrow's streams.
"""

from contextlib import suppress

STREAMS = {"GZIP": "gzip", "ZSTD": "zstd", "BROTLI": "brotli"}
MOST_FIELDS = 1000


def beginning(raw: bytes, codec: str, most: int) -> bytes:
    """Up to `most` unpacked bytes of the page that `raw` is the beginning of; b"" where they can't be had."""
    with suppress(ValueError, LookupError, OSError, RecursionError):
        start = _after_struct(raw, 0, 0)
        packed = raw[start : start + _size(raw)]
        if codec == "UNCOMPRESSED":
            return packed[:most]
        if codec == "SNAPPY":
            return _unsnapped(packed, most)
        if codec in STREAMS:
            return _streamed(packed, STREAMS[codec], most)
    return b""


def _size(raw: bytes) -> int:
    """The bytes of a page behind its header, whose third number it is, as each begins with three of them."""
    value = place = 0
    for _ in range(3):
        value, place = _varint(raw, place + 1)
    return value >> 1


def _streamed(packed: bytes, codec: str, most: int) -> bytes:
    import pyarrow as pa

    out = b""
    with (
        pa.CompressedInputStream(pa.BufferReader(packed), codec) as stream,
        suppress(OSError, ValueError),
    ):  # it is cut off
        while len(out) < most and (more := stream.read(4096)):
            out += more
    return out


def _unsnapped(packed: bytes, most: int) -> bytes:
    """https://github.com/google/snappy/blob/main/format_description.txt"""
    whole, place = _varint(packed, 0)
    out = bytearray()
    while place < len(packed) and len(out) < min(most, whole):
        tag = packed[place]
        kind, length = tag & 3, (tag >> 2) + 1
        place += 1
        if kind == 0:
            if length > 60:
                size = length - 60
                length, place = int.from_bytes(packed[place : place + size], "little") + 1, place + size
            out += packed[place : place + length]
            place += length
            continue
        size = (0, 1, 2, 4)[kind]
        back = int.from_bytes(packed[place : place + size], "little")
        if kind == 1:
            length, back = ((tag >> 2) & 7) + 4, (tag >> 5 << 8) | back
        place += size
        if not 0 < back <= len(out):
            raise ValueError("a copy of what isn't there")
        piece = bytes(out[-back:])
        out += (piece * (length // back + 1))[:length]
    return bytes(out)


def _varint(data: bytes, place: int) -> tuple[int, int]:
    """A number of seven bits a byte, and where it ends."""
    value = shift = 0
    while True:
        byte = data[place]
        value, shift, place = value | (byte & 127) << shift, shift + 7, place + 1
        if byte < 128:
            return value, place


def _after_struct(data: bytes, place: int, depth: int) -> int:
    """Where a struct of Thrift's compact protocol ends."""
    for _ in range(MOST_FIELDS):
        head, place = data[place], place + 1
        if head == 0:
            return place
        if head >> 4 == 0:
            _, place = _varint(data, place)  # the field's number, written out
        place = _after_value(data, place, head & 15, depth)
    raise ValueError("no header of a page")


def _after_value(data: bytes, place: int, kind: int, depth: int) -> int:
    if depth > 8:
        raise ValueError("no header of a page")
    if kind in (1, 2):  # true, false: in the head itself
        return place
    if kind == 3:
        return place + 1
    if kind in (4, 5, 6):
        return _varint(data, place)[1]
    if kind == 7:
        return place + 8
    if kind == 8:
        length, place = _varint(data, place)
        return place + length
    if kind == 12:
        return _after_struct(data, place, depth + 1)
    raise ValueError("no header of a page")
