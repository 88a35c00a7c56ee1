"""The images behind the matrix; the page itself: tests/pages/test_inspect.py."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from galaxy_core import datasets, runs
from galaxy_core.charts.glyphs import labels
from galaxy_core.evaluation import Predictions, images, stored
from pages.ui import gallery, picked_images
from tests.pages.visits import Visit

SAID = Predictions(
    np.arange(4), np.array([0, 0, 1, 2]),
    np.array([[0.9, 0.1, 0], [0.2, 0.8, 0], [0.6, 0.4, 0], [0, 0, 1]]), ("a", "b", "c"),
)  # fmt: skip


def test_what_stands_under_an_image():
    named = labels(["a", "b", "c"])
    found = picked_images.card(SAID, named, 1, None)
    assert found.lines == ("b, 80\u00a0%\u00a0sure", "is a") and found.link is None
    assert [(bar.glyph, bar.kind) for bar in found.bars] == [
        (named[1].glyph, "wrong"), (named[0].glyph, "right"), (named[2].glyph, "other"),
    ]  # fmt: skip
    assert np.allclose([bar.share for bar in found.bars], [0.8, 0.2, 0])


def test_the_place_on_the_sky_is_a_link_where_it_is_known(decals_file):
    mine = datasets.open_dataset(str(decals_file))
    said = Predictions(np.array([7]), mine.labels[7:8], np.eye(10, dtype=np.float32)[:1], mine.classes)
    card = picked_images.card(said, labels(list(mine.classes)), 0, mine)
    words, address = card.link
    assert f"ra={mine.ra[7]:.5f}&dec={mine.dec[7]:+.5f}" in address and words.startswith(f"{mine.ra[7]:.3f}°")
    assert isinstance(card, gallery.Card)
    nowhere = replace(mine, ra=np.full(200, np.nan))
    assert picked_images.card(said, labels(list(mine.classes)), 0, nowhere).link is None


def test_a_later_page_shows_what_follows(visit: Callable[..., Visit], finished: dict[str, runs.Run], monkeypatch):
    monkeypatch.setattr(picked_images, "PAGE", 16)
    run = finished["majority"]
    every = images(stored.predictions(run))
    seen = visit("inspect", run=run.name)
    assert f"1–16 of {len(every)}" in seen.text
    seen.app.session_state[f"page-{run.name}-None-mistakes-{len(every)}"] = 2
    seen.run()
    assert len(seen.data("inspect")["items"]) == len(every[16:32]) and f"17–{min(32, len(every))} of" in seen.text
