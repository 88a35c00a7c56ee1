"""Whole studies as cards on Train."""

from collections.abc import Callable

from galaxy_core import plugins, presets, runs
from galaxy_core.runs import plans
from tests.pages import visits

STUDIES = "Presets: whole studies with one click"


def test_a_card_for_every_preset_says_what_it_needs(visit: Callable, nothing_starts: None):
    seen = visit("train").unfold(STUDIES)
    known = [head for head in plugins.heads(presets) if presets.serves(presets.preset(head.name), "classes")]
    for head in known:
        assert head.title in seen.text and head.sentence in seen.text
        for sentence in presets.preset(head.name).TRAPS:
            assert sentence in seen.text
    assert seen.text.count(" of memory, ") == len(known)
    assert "Made for another data set" in seen.text


def test_one_click_queues_all_of_its_runs_and_a_second_one_asks(visit: Callable, until: Callable, nothing_starts: None):
    seen = visit("train").unfold(STUDIES)
    next(one for one in seen.app.toggle if one.key == "quick-best_small").set_value(True)
    seen.run()
    next(one for one in seen.app.button if one.key == "start-best_small").click()
    seen.run()
    until(lambda: len([run for run in runs.every() if run.metadata.title]) == 4)
    assert [plans.preset_of(run.request) for run in runs.every()] == ["best_small"] * 4
    seen.run()
    assert "Equivariant CNN, seed 0 (quick)" in seen.text and "Begun just now: 4 waiting." in seen.text
    (study,) = plans.made("best_small", "sample")
    (link,) = [one.proto for one in seen.app.get("page_link") if visits.seen(one.proto.label) == "See its runs"]
    assert link.query_string == f"study={study}"
    next(one for one in seen.app.button if one.key == "start-best_small").click()
    assert "Queue it once more" in seen.run().buttons and len(runs.every()) == 4


def test_figures_of_others_stand_beside_its_runs(visit: Callable, trained: dict, monkeypatch):
    from dataclasses import asdict

    from galaxy_core.storage import atomic

    run = trained["cnn"]
    study = "preset-decals_cnn-20260101-000000-abcd"
    atomic.write_json(run.folder / "request.json", asdict(run.request) | {"study": study})
    seen = visit("compare")
    for one in presets.preset("decals_cnn").PUBLISHED:
        assert one.who in seen.text and one.protocol in seen.text
    assert "reported elsewhere, under other rules" in seen.text and "Galaxy10 DECaLS; on the same 10 %" in seen.text
    assert "Study 001, CNN" not in seen.choose("Score", "macro_f1").text
