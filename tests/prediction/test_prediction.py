"""Classifying with a finished run's exported model: what users bring, good and bad, and no TensorFlow."""

import io
import json
import shutil
import subprocess
import sys
import zlib
from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from galaxy_core import AbsentError, DataError, prediction, runs
from galaxy_core.datasets import open_dataset
from galaxy_core.evaluation import stored
from galaxy_core.prediction import several

SIDE = 40


@pytest.fixture(scope="module")
def picture() -> np.ndarray:
    """A picture whose four corners differ, uint8 (40, 40, 3)."""
    pixels = np.full((SIDE, SIDE, 3), 40, np.uint8)
    pixels[:8, :8], pixels[:8, -8:], pixels[-8:, :8] = (250, 0, 0), (0, 250, 0), (0, 0, 250)
    return pixels


def packed(image: Image.Image | np.ndarray, kind: str = "PNG", **options: object) -> bytes:
    """The bytes of a picture file."""
    out = io.BytesIO()
    (image if isinstance(image, Image.Image) else Image.fromarray(image)).save(out, kind, **options)
    return out.getvalue()


def declared(width: int, height: int) -> bytes:
    """A PNG of a hundred bytes that says it is that large."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return len(content).to_bytes(4, "big") + name + content + zlib.crc32(name + content).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 2, 0, 0, 0])
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(99))) + chunk(b"IEND", b"")


@pytest.mark.parametrize("name", ["majority", "pca_logistic", "cnn"])
def test_the_exported_model_says_what_training_stored(name: str, finished: dict) -> None:
    run, sample = finished[name], open_dataset("sample")
    said = stored.predictions(run, "test")
    ready = prediction.classifier(run)
    answer = ready.images(sample.images(said.rows))
    assert answer.dtype == np.float32 and answer.shape == (said.n, 10)
    assert np.allclose(answer, said.probabilities, atol=1e-5)
    assert np.allclose(answer.sum(axis=1), 1, atol=1e-5)


def test_a_picture_of_the_data_set_from_a_file_gets_the_same_answer(finished: dict, tmp_path: Path) -> None:
    sample = open_dataset("sample")
    Image.fromarray(sample.images(np.array([7]))[0]).save(tmp_path / "seven.png")
    (found,) = several.predict(finished["cnn"], [tmp_path / "seven.png"])
    there = prediction.classifier(finished["cnn"]).images(sample.images(np.array([7])))[0]
    assert list(found["probabilities"]) == list(sample.classes)
    assert np.allclose(list(found["probabilities"].values()), there, atol=1e-6)
    assert found["predicted"] == sample.classes[there.argmax()] and found["file"] == str(tmp_path / "seven.png")
    json.dumps(found, allow_nan=False)


def test_real_pictures_are_classified(finished: dict, uploads: list[Path]) -> None:
    found = several.predict(finished["cnn"], uploads)
    assert len(found) == len(uploads) and all("error" not in answer for answer in found)
    assert all(sum(answer["probabilities"].values()) == pytest.approx(1, abs=1e-5) for answer in found)


GOOD = {
    "png": lambda p: packed(p),
    "jpeg": lambda p: packed(p, "JPEG", quality=100, subsampling=0),
    "webp": lambda p: packed(p, "WEBP", lossless=True),
    "rgba": lambda p: packed(Image.fromarray(p).convert("RGBA")),
    "palette": lambda p: packed(Image.fromarray(p).quantize(16)),
    "cmyk": lambda p: packed(Image.fromarray(p).convert("CMYK"), "JPEG", quality=100, subsampling=0),
    "turned by exif": lambda p: packed(np.rot90(p, 1), "JPEG", quality=100, subsampling=0, exif=_turned()),
}


def _turned() -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by 90° clockwise
    return exif


@pytest.mark.parametrize("kind", GOOD)
def test_every_kind_of_picture_is_read_alike(kind: str, picture: np.ndarray) -> None:
    read = prediction.read_image(GOOD[kind](picture))
    assert read.dtype == np.uint8 and read.shape == picture.shape
    corners = [(4, 4), (4, -4), (-4, 4), (-4, -4)]
    assert all(np.abs(read[at].astype(int) - picture[at]).max() < 25 for at in corners)


def test_grey_pictures_get_three_equal_colours(picture: np.ndarray) -> None:
    grey = picture[:, :, 0]
    eight = prediction.read_image(packed(grey))
    sixteen = prediction.read_image(packed(Image.fromarray(grey.astype(np.uint16) * 257)))
    assert np.array_equal(eight, np.repeat(grey[:, :, None], 3, axis=2))
    assert np.array_equal(sixteen, eight), "16 bits are scaled by their range, not clipped to white"
    one_bit = prediction.read_image(packed(Image.fromarray(grey > 100)))
    assert set(np.unique(one_bit)) == {0, 255}


def test_what_is_transparent_is_black_like_the_sky(picture: np.ndarray) -> None:
    hidden = np.dstack([np.full((SIDE, SIDE, 3), 255, np.uint8), np.zeros((SIDE, SIDE), np.uint8)])
    hidden[:8, :8] = (250, 0, 0, 255)
    read = prediction.read_image(packed(hidden))
    assert np.array_equal(read[0, 0], (250, 0, 0)) and not read[20:, 20:].any()
    grey = Image.merge("LA", [Image.new("L", (8, 8), 255), Image.new("L", (8, 8), 0)])
    assert not prediction.read_image(packed(grey)).any()


BAD = {
    "empty": b"",
    "text": b"hello" * 100,
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "gif": packed(np.zeros((9, 9, 3), np.uint8), "GIF"),
    "a bomb": declared(30_000, 30_000),
    "a smaller bomb": declared(10_000, 10_000),
    "more pixels than there are": declared(200, 200),
    "only a head": packed(np.zeros((9, 9, 3), np.uint8))[:20],
}


@pytest.mark.parametrize("what", BAD)
def test_what_is_no_picture_is_a_sentence(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if "bomb" in what:
        monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("its head says that it is too large"))
    way_out = "scale or crop it" if "bomb" in what else "give a whole .*JPEG, .* file"
    with pytest.raises(DataError, match=rf"^that\.png can't be read as a picture \(.+\): {way_out}\.$"):
        prediction.read_image(BAD[what], "that.png")


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp"])
def test_a_picture_cut_short_is_refused(kind: str, picture: np.ndarray) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (64, 64, 3), np.uint8)
    whole = GOOD[kind](noise)
    for share in (0.3, 0.6, 0.9):
        with pytest.raises(DataError, match="cut short|damaged"):
            prediction.read_image(whole[: int(share * len(whole))])


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp"])
def test_damaged_bytes_end_in_a_picture_or_a_sentence(kind: str, picture: np.ndarray) -> None:
    whole, random = GOOD[kind](picture), np.random.default_rng(0)
    for _ in range(150):
        damaged = bytearray(whole)
        for place in random.integers(0, len(whole), 6):
            damaged[place] = random.integers(0, 256)
        with suppress(DataError):
            assert prediction.read_image(bytes(damaged)).ndim == 3


def test_one_bad_file_spoils_no_other(finished: dict, tmp_path: Path, picture: np.ndarray) -> None:
    (tmp_path / "good.png").write_bytes(packed(picture))
    (tmp_path / "bad.png").write_bytes(b"no")
    (tmp_path / "folder.png").mkdir()
    large = tmp_path / "large.png"
    with large.open("wb") as file:
        file.truncate(prediction.LARGEST + 1)
    names = ["good.png", "bad.png", "folder.png", "absent.png", "large.png", "good.png"]
    found = several.predict(finished["majority"], [tmp_path / name for name in names])
    assert ["error" in answer for answer in found] == [False, True, True, True, True, False]
    assert all("probabilities" not in answer for answer in found if "error" in answer)
    assert "is not a file" in found[3]["error"] and "larger than 100 MB" in found[4]["error"]


@pytest.mark.parametrize("shape", [(1, 1), (5, 300), (300, 5), (1000, 1400)])
def test_any_size_is_brought_to_the_field_of_view(shape: tuple[int, int], finished: dict) -> None:
    pixels = np.zeros((*shape, 3), np.uint8)
    assert prediction.framed(pixels, (128, 128, 3)).shape == (128, 128, 3)
    assert prediction.classifier(finished["cnn"]).outside(pixels).sum() == pytest.approx(1, abs=1e-5)


def test_the_largest_middle_square_is_kept() -> None:
    pixels = np.zeros((100, 300, 3), np.uint8)
    pixels[:, 100:200] = 200
    assert (prediction.framed(pixels, (50, 50, 3)) == 200).all()


def test_a_run_without_a_whole_model_says_so(finished: dict, own_runs: Path) -> None:
    queued = runs.create(runs.request("sample", "majority"))
    with pytest.raises(AbsentError, match="queued"):
        prediction.classifier(queued)
    shutil.copytree(finished["majority"].folder, own_runs / "copy")
    run = runs.Run(own_runs / "copy", finished["majority"].request)
    (run.folder / "model.onnx").write_bytes(b"not a model")
    with pytest.raises(AbsentError, match="can't be read"):
        prediction.classifier(run)
    (run.folder / "model.onnx").unlink()
    with pytest.raises(AbsentError, match="has no model"):
        prediction.classifier(run)


def test_a_warm_answer_reads_no_model_again_and_no_tensorflow(finished: dict) -> None:
    code = (
        "import sys, numpy as np; from galaxy_core import prediction, runs\n"
        f"run = runs.find({finished['cnn'].name!r}); image = np.zeros((256, 256, 3), np.uint8)\n"
        "prediction.classifier(run).outside(image)\n"
        "import onnxruntime; made = []; begin = onnxruntime.InferenceSession\n"
        "onnxruntime.InferenceSession = lambda *a, **k: made.append(a) or begin(*a, **k)\n"
        "for _ in range(15): prediction.classifier(run).outside(image)\n"
        "print(len(made), {'tensorflow', 'keras', 'sklearn'} & set(sys.modules))"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], capture_output=True, text=True)
    assert ended.stdout == "0 set()\n", ended.stderr
