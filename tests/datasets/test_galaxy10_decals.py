"""The head of Galaxy10 DECaLS against what is published of it."""

from galaxy_core.datasets import galaxy10_decals as plugin


def test_counts_are_those_published() -> None:
    assert sum(plugin.COUNTS) == plugin.PUBLISHED.n == 17_736
    assert dict(zip(plugin.CLASSES, plugin.COUNTS, strict=True))["Cigar Shaped Smooth"] == 334
    assert plugin.PUBLISHED.size == 256


def test_the_download_is_the_published_file() -> None:
    assert plugin.DOWNLOAD.url.endswith("/10845026/files/Galaxy10_DECals.h5")
    assert plugin.DOWNLOAD.sha256.startswith("19AEFC47")
    assert f"{plugin.DOWNLOAD.size / 1e9:.2f}" == "2.54"
