"""Where published files are."""

from galaxy_core.datasets import Download


def test_files_that_belong_together_are_counted_together() -> None:
    table = Download("https://a/b/table.csv", "", 5)
    both = Download("https://a/b/images.zip", "0" * 64, 7, (table,), "place")
    assert both.files == (table, both) and both.total == 12
    assert (both.file, table.file) == ("images.zip", "table.csv")
    assert table.files == (table,) and table.total == 5
