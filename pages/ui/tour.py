"""The tour: six steps through the pages, on whatever data and runs are here, up to a training of one's own.

The step stands in the address (`?tour=3`), so that a link, a reload and the browser's back show it again. Home offers
the tour once; how far it has come is kept with the visit, and a cookie remembers for a year that it was taken or
declined.
"""

from dataclasses import dataclass

import streamlit as st

from pages.ui import address, panes, text

STATE, DONE, COOKIE = "kept-tour", "done", "gx_tour"
_SEEN = f"""<style></style><script>
document.cookie = "{COOKIE}={DONE}; path=/; max-age=31536000; samesite=strict";
</script>"""


@dataclass(frozen=True)
class Step:
    """A page by its file and its title, and what there is to do on it."""

    page: str
    title: str
    words: str


STEPS = (
    Step(
        "pages/1_Explore.py", "Explore",
        "What a model is to learn: galaxies, and how many there are of each class. **Press a class**, and the gallery "
        "below shows it alone; press a galaxy to see it large.",
    ),
    Step(
        "pages/2_Augment.py", "Augment",
        "A galaxy that is turned or mirrored is still the same kind, so a model learns from changed copies, too. "
        "**Choose another galaxy**, and see what each change makes of it.",
    ),
    Step(
        "pages/4_Compare.py", "Compare",
        "How good a model is, on galaxies that it has never seen. The bar is the 95 % interval: where the score would "
        "lie with other galaxies. **Choose another score**: it tells the same model from another side.",
    ),
    Step(
        "pages/5_Inspect.py", "Inspect",
        "Where it errs. Rows are the true classes, columns what the model called them. **Press a number** off the "
        "diagonal, and the galaxies behind it appear.",
    ),
    Step(
        "pages/6_Classify.py", "Classify",
        "Ask it yourself. **Take another galaxy**, or a picture of your own: the model names it, says how sure it is, "
        "and how often it is right when it is that sure.",
    ),
    Step(
        "pages/3_Train.py", "Train",
        "Now your own model. Everything in the form has a sound default: **press Start training**. It learns in the "
        "background; you can leave this page meanwhile.",
    ),
)  # fmt: skip


def offer() -> None:
    """On Home: the tour for whoever hasn't been offered it; for others that have begun it, the way on."""
    state = _state()
    if state == DONE:
        return
    with panes.card("tour"):
        if at := _number(state):
            text.sentence(f"**The tour** stands at step {at} of {len(STEPS)}: {STEPS[at - 1].title}.")
        else:
            text.sentence(
                "**New here?** Six steps through these pages, about three minutes: what the galaxies are, how a model "
                "sees them, where it errs; and then a model of your own learns."
            )
        with panes.row("tour"):
            if st.button("Go on with the tour" if at else "Take the tour", key="tour-begin"):
                _go(at or 1)
            if st.button("End the tour" if at else "Not now", key="tour-decline", type="tertiary"):
                _end()


def again() -> None:
    """On Home: the way to the tour for whoever has had the offer."""
    if _state() == DONE and st.button("Take the tour", key="tour-again", type="tertiary"):
        _go(1)


def bar(title: str) -> None:
    """On the page of that title: the step that the address names, what to do here, and the ways on, back and out."""
    _remember()
    at = _number(st.query_params.get("tour", ""))
    if not at or STEPS[at - 1].title != title:
        return
    is_last, is_over = at == len(STEPS), st.session_state.get(STATE) == DONE
    if not is_over:
        st.session_state[STATE] = str(at)
    with panes.card("tour"):
        text.caption(f"Tour · step {at} of {len(STEPS)}")
        text.sentence(_STARTED if is_last and is_over else STEPS[at - 1].words)
        with panes.row("tour"):
            if at > 1 and not is_over and st.button("Back", key="tour-back", type="tertiary"):
                _go(at - 1)
            if not is_last and st.button(f"Next: {STEPS[at].title}", key="tour-next"):
                _go(at + 1)
            if st.button("Close" if is_over else "End the tour", key="tour-end", type="tertiary"):
                _end()


_STARTED = (
    "That was the tour, and **your own model is learning**: its curves are drawn as it goes. When it is ready, Compare "
    "sets it beside the others, Inspect shows its mistakes, and Classify lets you ask it."
)


def trained() -> None:
    """A training has been started: with the last step, that is the end of the tour."""
    if _number(st.query_params.get("tour", "")) == len(STEPS):
        st.session_state[STATE] = DONE


def _remember() -> None:
    if st.session_state.get(STATE) == DONE and st.context.cookies.get(COOKIE) != DONE:
        st.html(_SEEN, unsafe_allow_javascript=True)


def _go(at: int) -> None:
    st.session_state[STATE] = str(at)
    st.switch_page(STEPS[at - 1].page, query_params={"tour": str(at)})


def _end() -> None:
    st.session_state[STATE] = DONE
    address.change({"tour": None})
    st.rerun()


def _state() -> str:
    """The number of the step that was reached, DONE, or "" for whoever is new."""
    return str(st.session_state.get(STATE) or (DONE if st.context.cookies.get(COOKIE) == DONE else ""))


def _number(written: str) -> int:
    """The number of a step as it is written somewhere; 0 for anything else."""
    return int(written) if written in {str(number) for number in range(1, len(STEPS) + 1)} else 0
