"""The head of Galaxy10 SDSS against what is published of it."""

from galaxy_core.datasets import galaxy10_sdss as plugin


def test_counts_are_those_published() -> None:
    assert sum(plugin.COUNTS) == plugin.PUBLISHED.n == 21_785
    assert dict(zip(plugin.CLASSES, plugin.COUNTS, strict=True))["Disk, Edge-on, Boxy Bulge"] == 17
    assert plugin.PUBLISHED.size == 69


def test_the_download_is_the_published_file() -> None:
    assert plugin.DOWNLOAD.url.endswith("/10844811/files/Galaxy10.h5")
    assert plugin.DOWNLOAD.sha256.startswith("969A6B1C")
    assert plugin.DOWNLOAD.size == 210_234_548
