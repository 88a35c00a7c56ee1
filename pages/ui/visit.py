"""What somebody has chosen outlives a reload: kept on disk under the name of the visit, and taken up by the next one.

The name is in the page; a page that is left writes it into a cookie for a minute. Each new session begins a visit of
its own, so that no two windows write into one. Beside that, the script makes each choice one step of back and forward.
"""

import json
import os
import re
import secrets
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.state.common import user_key_from_element_id

import galaxy_core
from galaxy_core.storage import json_cache
from pages.ui.component import Choice

NAME, WRITTEN = "visit-name", "visit-written"
KNOWN = re.compile(r"[0-9a-f]{16}")
MOST, LONGEST, LARGEST = 100, 2000, 200_000  # visits on disk; characters of a value; bytes of a visit
CHOICE = "gx-choice-"  # before the keys of what is picked in components
OURS = ("draft-", "dataset-kept", "run-kept", "handful-seed", "classify-", "runs-ticked", "kept-")
PLAIN = (
    "bool_value", "double_value", "int_value", "string_value", "double_array_value", "int_array_value",
    "string_array_value",
)  # fmt: skip
NEVER = ("dataset-choice", "dataset-path", "dialog", "nickname", "address-", "visit-", "$$")


def begin() -> None:
    """At the head of every run of a page: the first of a session takes up what was chosen, the others keep it."""
    if NAME not in st.session_state:
        st.session_state[NAME] = secrets.token_hex(8)
        for key, value in _read(_before()).items():
            st.session_state[key] = _value(key, value)
    else:
        _keep()
    st.html(f"<style></style><script>{_script().replace('NAME', st.session_state[NAME])}</script>",
            unsafe_allow_javascript=True)  # fmt: skip


def _keep() -> None:
    """Writes what is chosen now where that has changed; on a full disk nothing is kept."""
    known = json.loads(st.session_state.get(WRITTEN, "{}"))
    written = json.dumps(known | _chosen(), sort_keys=True)
    if written == st.session_state.get(WRITTEN) or len(written) > LARGEST:
        return
    st.session_state[WRITTEN] = written
    file = _folder() / f"{st.session_state[NAME]}.json"
    with suppress(OSError):
        if not file.exists():
            _make_room()
        aside = file.with_suffix(".new")
        aside.write_text(written, encoding="utf-8")
        os.replace(aside, file)


def _chosen() -> dict[str, Any]:
    """What can be kept of this session: fields of forms by their keys, and what pages themselves remember."""
    fields, found = _fields(), {}
    for key in list(st.session_state.keys()):
        if not isinstance(key, str) or key.startswith(NEVER) or key in st.query_params:
            continue
        value = st.session_state[key]
        if key.startswith(CHOICE):
            value = value.picked if isinstance(value, Choice) else None
        elif not key.startswith(OURS) and (key not in fields or isinstance(value, dict)):
            continue  # of a table that is a selection, which only the browser may set
        if value is not None and _is_plain(value):
            found[key] = value
    return found


def _fields() -> set[str]:
    """The keys of all widgets but those that are pressed and forget it, such as buttons."""
    context = get_script_run_ctx()
    state = getattr(getattr(context, "session_state", None), "_state", None)
    if state is None:
        return set()
    known = state._new_widget_state.widget_metadata.items()
    return {key for name, one in known if one.value_type in PLAIN and (key := user_key_from_element_id(name))}


def _is_plain(value: Any) -> bool:
    if isinstance(value, (list, tuple)):
        return all(_is_plain(one) for one in value)
    if isinstance(value, dict):
        return all(isinstance(key, str) and _is_plain(one) for key, one in value.items())
    return value is None or isinstance(value, (bool, int, float)) or (isinstance(value, str) and len(value) <= LONGEST)


def _value(key: str, stored: Any) -> Any:
    """As it was in the session: JSON knows no tuples, in which pages carry what they chose."""
    if key.startswith(CHOICE):
        return Choice(stored, stored, 1)
    if isinstance(stored, dict):
        return {name: tuple(one) if isinstance(one, list) else one for name, one in stored.items()}
    return stored


def _before() -> str:
    """The name of the visit that was left by a reload; "" where there was none."""
    found = st.context.cookies.get("gx_visit", "")
    return found if isinstance(found, str) else ""


def _read(name: str) -> dict[str, Any]:
    return json_cache.document(_folder() / f"{name}.json") if KNOWN.fullmatch(name) else {}


def _make_room() -> None:
    """Removes the oldest visits where there are too many."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    files = sorted(folder.glob("*.json"), key=lambda file: file.stat().st_mtime)
    for old in files[: max(0, len(files) - MOST + 1)]:
        old.unlink(missing_ok=True)


def _folder() -> Path:
    return galaxy_core.data_folder() / "visits"


@cache
def _script() -> str:
    return Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
