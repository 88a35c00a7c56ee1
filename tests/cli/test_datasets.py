"""`datasets`"""

from PIL import Image

from tests.test_layers import HEAVY

KEYS = {"name", "title", "task", "present", "synthetic", "n", "classes", "counts"}


def test_the_document_has_what_is_known_and_null_for_the_rest(trained):
    answer = trained("datasets", "--json")
    assert answer.code == 0
    assert answer.err == ""
    found = {one["name"]: one for one in answer.json}
    assert all(set(one) == KEYS for one in answer.json)
    assert found["sample"]["n"] == 300 == sum(found["sample"]["counts"])
    assert found["sample"]["present"] is found["sample"]["synthetic"] is True
    absent = found["galaxy10_decals"]
    assert (absent["present"], absent["n"], absent["counts"], len(absent["classes"])) == (False, None, None, 10)


def test_the_table_says_how_to_get_what_is_not_here(trained):
    answer = trained("datasets")
    assert "yes, synthetic" in answer.out
    assert "“python -m galaxy_core download galaxy10_decals” (2.5 GB)" in answer.out


def test_a_damaged_file_is_said_and_spoils_no_other(trained, tmp_path):
    (tmp_path / "Galaxy10_DECals.h5").write_bytes(b"no HDF5")
    answer = trained("datasets", "--json", GALAXY_DATA=str(tmp_path))
    assert answer.code == 0
    assert "Galaxy10 DECaLS can't be used:" in answer.sentence
    assert {one["name"]: one["present"] for one in answer.json}["sample"]


def test_it_loads_nothing_heavy(trained):
    assert trained.loads("datasets", "--json") & HEAVY == set()


def test_one_data_set_tells_how_it_was_read(trained, tmp_path):
    for name in ("a/1.png", "a/2.png", "b/1.png", "b/2.png"):
        (tmp_path / "mine" / name).parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (16, 16)).save(tmp_path / "mine" / name)
    (tmp_path / "mine" / "a" / "notes.txt").write_text("words")
    (tmp_path / "mine" / "b" / "bad.png").write_bytes(b"words")
    answer = trained("datasets", str(tmp_path / "mine"), "--json", "--left-out", str(tmp_path / "list.csv"))
    assert answer.code == 0 and set(answer.json) == KEYS | {"notes", "read", "left_out", "image_shape"}
    assert (answer.json["read"], answer.json["left_out"]) == (4, {".txt": 1, "damaged": 1})
    assert answer.json["notes"][1] == "1 file was passed over: 1 .txt."
    lines = (tmp_path / "list.csv").read_text().splitlines()
    assert lines[0] == "file,kind,why" and len(lines) == 3 and lines[1].startswith('a/notes.txt,.txt,"not one of .')
    words = trained("datasets", str(tmp_path / "mine"))
    assert "4 images of 16 × 16 pixels" in words.out and "1 file was passed over" in words.out
    assert trained("datasets", "--left-out", "x.csv").code == 2
