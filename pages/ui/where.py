"""Where a new run is carried out: on this computer, or by another back end with what that is asked for."""

import streamlit as st

from galaxy_core import backends, plugins
from galaxy_core.backends import Where
from galaxy_core.plugins import parameters
from pages.ui import draft, form, panes, text


def where() -> Where | None:
    """What is chosen; None: what is usual. A back end that isn't here can't be pressed, and says why."""
    heads = {head.name: head for head in plugins.heads(backends) if not head.reason}
    reasons = {name: backends.backend(name).missing() for name in heads}
    here = [name for name, reason in reasons.items() if reason is None]
    with st.expander("Where it is trained", expanded=False):
        with panes.row("where"):
            name = st.segmented_control(
                "Where", here, default=here[0], required=True, label_visibility="collapsed", key=draft.key("where"),
                format_func=lambda name: heads[name].title, persist_state="session",
            )  # fmt: skip
            for absent in reasons.keys() - {*here}:
                st.button(
                    heads[absent].title, key=f"no-{absent}", disabled=True, help=text.literal(reasons[absent] or "")
                )
        text.caption(heads[name].sentence)
        known = parameters.describe(backends.backend(name).Options)
        values = form.form(known, f"where-{name}", backends.remembered(name))
    return Where(name, values) if known else None


def agreed(chosen: Where | None) -> Where | None:
    """The same once its back end has agreed; it is remembered for the next run. Raises GalaxyError where it refuses."""
    if chosen is None:
        return None
    checked = backends.asked_for(chosen.backend, chosen.options)
    backends.remember(checked)
    return checked
