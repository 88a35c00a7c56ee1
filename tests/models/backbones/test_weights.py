"""Weights of a backbone: read from either layout, refused with a sentence, downloaded whole or not at all."""

import hashlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from galaxy_core import AbsentError, DataError
from galaxy_core.models import backbones
from galaxy_core.models.backbones import weights
from tests.storage.mirror import WHOLE, serving

MOBILE = backbones.find("MobileNetV2")


@pytest.fixture(scope="module")
def other() -> object:
    """The same backbone with other weights."""
    import keras

    keras.utils.set_random_seed(4)
    return backbones.build("MobileNetV2", 32)


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GALAXY_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))


@pytest.mark.parametrize("layout", ["published", "saved"])
def test_both_layouts_are_read(layout: str, other: object, mobile: object, request: pytest.FixtureRequest) -> None:
    other.set_weights([weight + 1 for weight in other.get_weights()])
    weights.load(other, request.getfixturevalue(layout), MOBILE)
    assert all(np.array_equal(a, b) for a, b in zip(other.get_weights(), mobile.get_weights(), strict=True))


@pytest.mark.parametrize("layout", ["published", "saved"])
def test_another_networks_file_is_a_sentence(layout: str, request: pytest.FixtureRequest) -> None:
    file, vgg = request.getfixturevalue(layout), backbones.find("VGG16")
    with pytest.raises(DataError, match="another network than VGG16.*: choose the file vgg16_weights"):
        weights.load(backbones.build("VGG16", 32), file, vgg)


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
def test_other_shapes_are_a_sentence(tmp_path: Path, other: object) -> None:
    import keras

    narrow = keras.applications.MobileNetV2(include_top=False, weights=None, input_shape=(32, 32, 3), alpha=0.5)
    narrow.save_weights(tmp_path / "narrow.weights.h5")
    with pytest.raises(DataError, match="another network than MobileNetV2"):
        weights.load(other, tmp_path / "narrow.weights.h5", MOBILE)


def test_what_is_no_weights_file_is_a_sentence(tmp_path: Path, other: object) -> None:
    import h5py

    (tmp_path / "text.h5").write_text("hello", encoding="utf-8")
    with pytest.raises(DataError, match="isn't an HDF5 file"):
        weights.load(other, tmp_path / "text.h5", MOBILE)
    with h5py.File(tmp_path / "images.h5", "w") as file:
        file["images"] = np.zeros(3)
    with pytest.raises(DataError, match="holds no weights of a Keras network"):
        weights.load(other, tmp_path / "images.h5", MOBILE)


def test_links_out_of_the_file_are_refused(tmp_path: Path, published: Path, other: object) -> None:
    import h5py

    file = tmp_path / "linked.h5"
    file.write_bytes(published.read_bytes())
    with h5py.File(file, "a") as opened:
        opened["Conv1/away"] = h5py.ExternalLink(str(published), "/Conv1")
    with pytest.raises(DataError, match="is a link"):
        weights.load(other, file, MOBILE)


def test_a_damaged_or_cut_file_is_a_sentence(tmp_path: Path, published: Path, other: object) -> None:
    import h5py

    content = published.read_bytes()
    (tmp_path / "cut.h5").write_bytes(content[: len(content) // 2])
    with pytest.raises(DataError, match="copy or download it again"):
        weights.load(other, tmp_path / "cut.h5", MOBILE)
    (tmp_path / "nan.h5").write_bytes(content)
    with h5py.File(tmp_path / "nan.h5", "a") as file:
        next(iter(_arrays(file["bn_Conv1"])))[0] = np.nan
    with pytest.raises(DataError, match="no number"):
        weights.load(other, tmp_path / "nan.h5", MOBILE)


def _arrays(group: object) -> list:
    found = []
    group.visititems(lambda _, item: found.append(item) if hasattr(item, "shape") else None)
    return found


def test_a_file_put_there_by_hand_is_found(published: Path, listener: Callable, tmp_path: Path) -> None:
    assert weights.find(MOBILE) is None
    in_keras = tmp_path / "keras" / "models" / MOBILE.file
    for target in (in_keras, weights.place(MOBILE)):
        target.parent.mkdir(parents=True)
        target.write_bytes(published.read_bytes())
        assert weights.get(MOBILE, listener()) == target
    assert not weights.is_published(MOBILE, in_keras)


def test_what_is_here_or_not_wanted_is_available() -> None:
    wanted = SimpleNamespace(backbone="MobileNetV2", trained=True, start="")
    assert not weights.available(wanted)
    assert weights.available(SimpleNamespace(backbone="MobileNetV2", trained=False, start=""))
    assert weights.available(SimpleNamespace(backbone="MobileNetV2", trained=True, start="run"))
    said = weights.lacking(wanted)
    assert "MobileNetV2 aren't on this computer" in said and "9 MB from" in said and str(weights.place(MOBILE)) in said
    weights.place(MOBILE).parent.mkdir(parents=True)
    weights.place(MOBILE).touch()
    assert weights.available(wanted) and weights.lacking(wanted) == ""


def test_offline_it_says_what_to_put_where(listener: Callable, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GALAXY_DOWNLOADS", "http://127.0.0.1:9")
    with pytest.raises(AbsentError) as said:
        weights.get(MOBILE, listener())
    sentence = str(said.value)
    assert MOBILE.url in sentence and "(9 MB)" in sentence and str(weights.place(MOBILE)) in sentence
    assert not weights.place(MOBILE).exists()


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing."""

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def mirror(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that is served in place of the real host."""
    folder = tmp_path / "mirror"
    folder.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setenv("GALAXY_DOWNLOADS", f"http://127.0.0.1:{server.server_port}")
    yield folder
    server.shutdown()
    thread.join()
    server.server_close()


def test_it_is_downloaded_once_and_checked(mirror: Path, listener: Callable) -> None:
    content = bytes(range(256)) * 70_000  # 18 MB
    known = replace(MOBILE, md5=hashlib.md5(content, usedforsecurity=False).hexdigest(), size=len(content))
    file = mirror / "tensorflow" / "keras-applications" / known.path
    file.parent.mkdir(parents=True)
    file.write_bytes(content)
    heard = listener()
    path = weights.get(known, heard)
    assert path.read_bytes() == content and weights.is_published(known, path)
    assert heard.said == [f"downloading {known.file}: {n} of 18 MB" for n in (8, 17)]
    file.unlink()
    assert weights.get(known, listener()) == path


def test_what_came_before_the_network_failed_is_not_fetched_again(
    listener: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = replace(MOBILE, md5=hashlib.md5(WHOLE, usedforsecurity=False).hexdigest(), size=len(WHOLE))
    monkeypatch.setattr(weights, "PAUSES", ())
    with serving(monkeypatch) as server:
        server.stop = 1_000_000
        with pytest.raises(AbsentError, match="by hand"):
            weights.get(known, listener())
        server.stop, server.asked = None, ()
        assert weights.get(known, listener()).read_bytes() == WHOLE
        assert server.asked[0][0].startswith("bytes=")


def test_another_file_than_the_published_is_not_kept(mirror: Path, listener: Callable) -> None:
    known = replace(MOBILE, md5="0" * 32)
    file = mirror / "tensorflow" / "keras-applications" / known.path
    file.parent.mkdir(parents=True)
    file.write_bytes(b"something else")
    with pytest.raises(DataError, match="MD5 differs"):
        weights.get(known, listener())
    assert weights.find(known) is None
