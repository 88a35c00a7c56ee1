"""`prepared`"""

from galaxy_core import datasets
from galaxy_core.prepare import cache, thumbnails
from galaxy_core.prepare.cache import room


def test_what_is_there_is_listed_and_cleared(cli, tmp_path, monkeypatch):
    monkeypatch.setenv("GALAXY_DATA", str(tmp_path))
    empty = cli.inside("prepared", GALAXY_DATA=str(tmp_path))
    assert empty.code == 0 and "There are no prepared images" in empty.out
    sample = datasets.open_dataset("sample")
    target = cache.path(sample, thumbnails.chain(sample))
    target.parent.mkdir()
    target.write_bytes(b"x" * 5000)
    (tmp_path / "features").mkdir()
    (tmp_path / "features" / "kept.npy").write_bytes(b"x" * 3000)
    room.note(target, sample.title, thumbnails.chain(sample))
    said = cli.inside("prepared", GALAXY_DATA=str(tmp_path)).out
    assert "5.0 kB in 1 set" in said and sample.title in said and "resize:size=" in said
    assert "Kept beside them: features 3.0 kB" in said
    document = cli.inside("prepared", "--keep", "1", "--json", GALAXY_DATA=str(tmp_path)).json
    assert document["bytes"] == 5000 and document["cleared"] == [] and len(document["sets"]) == 1
    assert document["beside"]["features"] == 3000 and document["beside"]["splits"] == 0
    assert set(document["sets"][0]) == {"file", "dataset", "steps", "bytes", "used"}
    answer = cli.inside("prepared", "--clear-oldest", GALAXY_DATA=str(tmp_path))
    assert "1 set cleared: 5.0 kB are free again." in answer.out and not target.exists()


def test_less_than_nothing_cannot_be_kept(cli):
    assert cli.inside("prepared", "--keep", "-1").code == 2
