"""What isn't read, in words; which kinds there are is in `test_class_folders.py`."""

from pathlib import Path

from galaxy_core.datasets.files import left_out
from galaxy_core.datasets.files.left_out import LeftOut


def test_kinds_are_counted_in_a_sentence() -> None:
    files = [LeftOut(f"{n}.tif", ".tif", "") for n in range(20)] + [LeftOut("x", left_out.DEAD_LINK, "")]
    files += [LeftOut("y.png", left_out.DAMAGED, "cut short")]
    counts = left_out.counts(files)
    assert counts == {".tif": 20, "dead link": 1, "damaged": 1}
    assert left_out.sentence(counts) == "21 files were passed over: 20 .tif, 1 link that leads nowhere."
    assert left_out.sentence({"damaged": 3}) == ""
    many = {f".{n}": 1 for n in range(11)}
    assert left_out.sentence(many).endswith("1 .7, 3 kinds more.")
    assert left_out.named(files[-1:], 5) == "1 picture was skipped: y.png (cut short)."
    assert left_out.named(files, 1) == "22 pictures were skipped: 0.tif () and 21 more."


def test_a_dead_link_where_classes_are_was_a_class() -> None:
    dead = [LeftOut("merging", left_out.DEAD_LINK, ""), LeftOut("a.png", left_out.DEAD_LINK, "")]
    assert [file.kind for file in left_out.classless(dead)] == [left_out.DEAD_CLASS, left_out.DEAD_LINK]


def test_every_file_below_is_named_and_an_empty_folder_itself(tmp_path: Path) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    assert [file.path for file in left_out.below(str(tmp_path), "a/more")] == ["a/more"]
    (tmp_path / "in" / "deep" / "x.png").touch()
    assert [file.path for file in left_out.below(str(tmp_path), "a/more")] == ["a/more/in/deep/x.png"]


def test_every_kind_has_its_reason() -> None:
    for kind in left_out.WORDS:
        assert left_out.counted(kind, 2).startswith("2 ")
    assert "not one of .jpg" in left_out.reason(".gif")
    assert left_out.reason(left_out.HIDDEN) == "its name begins with a dot"


def test_the_list_is_a_table_of_text() -> None:
    files = [LeftOut("a, b.tif", ".tif", "not one"), LeftOut("x\udcff", "hidden", "")]
    assert left_out.csv(files).decode() == 'file,kind,why\r\n"a, b.tif",.tif,not one\r\nx\\udcff,hidden,\r\n'
