"""What the form of Train begins with."""

from collections.abc import Callable

from galaxy_core import runs
from tests.pages.stored_runs import unfinished

SAID = "\nfound = draft.run()\nst.caption(f'{found.name if found else None} {draft.key(\"seed\")}')"


def test_it_begins_with_the_defaults(draw: Callable):
    assert "None seed" in draw(SAID).text


def test_with_a_run_every_field_is_a_new_one(draw: Callable, nothing_starts: None):
    run = unfinished("stopped")
    begin = f"from galaxy_core import runs\nif st.button('Go'): draft.begin(runs.find({run.name!r}))\n"
    seen = draw(f"{begin}if st.button('Back'): draft.begin(None){SAID}").click("Go")
    assert f"{run.name} seed-1" in seen.text and seen.app.query_params["dataset"] == "sample"
    assert f"{run.name} seed-2" in seen.click("Go").text  # again: what was changed meanwhile is forgotten
    assert "None seed-3" in seen.click("Back").text
    seen.click("Go")
    runs.delete(run)
    assert "None" in seen.run().text


def test_a_link_names_the_run(draw: Callable, nothing_starts: None):
    run = unfinished("stopped")
    lines = f"draft.from_address(){SAID}\nif st.button('x'): st.query_params['like'] = "
    assert run.name in draw(f"{lines}{run.name!r}").click("x").run().text
    assert "None" in draw(f"{lines}'../../etc'").click("x").run().text
