"""What runs are called on pages."""

from collections.abc import Callable
from pathlib import Path

from galaxy_core import runs
from pages.ui import run_names
from tests.pages.stored_runs import unfinished


def test_a_run_of_another_data_set_names_it_and_comes_after_a_line(own_runs: Path):
    other, here = unfinished("stopped", "majority", "galaxy10_sdss"), unfinished("stopped", "pca_logistic")
    called = run_names.named([other, here])
    assert called == {
        other.name: "Majority baseline · Galaxy10 SDSS", here.name: "PCA and logistic regression"
    } and run_names.name(other) == called[other.name]  # fmt: skip
    options = run_names.options([other, here])
    assert options == [here.name, run_names.LINE, other.name]
    assert run_names.words(run_names.LINE, called) == run_names.OTHERS and not run_names.is_run(run_names.LINE)
    assert run_names.options([other]) == [other.name]


def test_what_is_chosen_tells_which_is_another(own_runs: Path, draw: Callable):
    run = unfinished("stopped", "majority", "galaxy10_sdss")
    lines = "st.session_state['dataset-kept'] = 'galaxy10_sdss'"
    seen = draw(f"from galaxy_core import runs\n{lines}\nst.caption(run_names.name(runs.every()[0]))")
    assert [caption.value for caption in seen.app.caption] == [runs.title(run)]
