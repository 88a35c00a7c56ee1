"""A reader's session under AppTest: pages are opened, read as text, and pressed as a browser would report it."""

import json
import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any

from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest, app_test

from pages.ui import faults

ROOT = Path(__file__).parents[2]
PAGES = {path.stem.split("_")[1].lower(): f"pages/{path.name}" for path in sorted((ROOT / "pages").glob("[0-9]_*.py"))}
WORDS = ("title", "header", "subheader", "caption", "markdown", "code", "text", "toast")
PARTS = sorted(path.stem for path in (ROOT / "pages" / "ui").glob("[a-z]*.py"))
HEAD = f"import streamlit as st\nfrom pages.ui import {', '.join(PARTS)}\n"
HEARD = re.compile(r" :gray\[(?:\\.|[^\]\\])*\]")  # of a label, by screen readers
BLOCK = re.compile(r"<(?=/?(div|dd|dt|small|span))")


class Opened(PagesManager):
    """The pages of a server that has shown one: from then on app.py draws them.
    AppTest forgets that before each run."""

    def __init__(self, *given: Any, **named: Any):
        PagesManager.uses_pages_directory = False
        super().__init__(*given, **named)


app_test.PagesManager = Opened


def plain(html: str) -> str:
    """The words of HTML in one line."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", "", BLOCK.sub(" <", html)))).strip()


def seen(label: str) -> str:
    """What is seen of the label of a button or link."""
    return HEARD.sub("", label)


@dataclass
class Visit:
    """One reader's session; every action ends with a whole run of the page that raised nothing."""

    app: AppTest

    @classmethod
    def begin(cls, page: str = "home", **address: str) -> "Visit":
        """A new session that opens that page at once, as a link does that somebody sent."""
        return cls(AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)).open(page, **address)

    @classmethod
    def draw(cls, lines: str) -> "Visit":
        """A session on a page of these lines of Python; `st` and the parts in pages.ui are imported."""
        return cls(AppTest.from_string(f"{HEAD}{lines}\n", default_timeout=60)).run()

    def open(self, page: str, **address: str) -> "Visit":
        """Goes to a page (home, explore, …), with what stands in its address and nothing else."""
        self.app.query_params.clear()
        for name, value in address.items():
            self.app.query_params[name] = value
        self.app.switch_page(PAGES[page])
        return self.run()

    def run(self) -> "Visit":
        """Draws the page anew."""
        return self._sound(self.app.run())

    def press(self, key: str, value: Any) -> "Visit":
        """Presses something in a component of ours: a picture's number, a row in a list, a cell as [[2, 3]]."""
        widget = f"$$STREAMLIT_INTERNAL_KEY_{self._component(key).id}__events"
        return self._report(widget, json_trigger_value=json.dumps([{"event": "pressed", "value": value}]))

    def unfold(self, label: str) -> "Visit":
        """Opens a fold whose content is made only then."""
        fold = next(fold for fold in self.app.expander if fold.label == label)
        return self._report(fold.proto.id, bool_value=True)

    def click(self, label: str) -> "Visit":
        """Presses the button of that label."""
        self.button(label).click()
        return self.run()

    def pick(self, menu: str, option: str) -> "Visit":
        """Picks an entry of the menu button whose key ends so."""
        found = [one.proto for one in self.app.get("menu_button") if one.proto.id.endswith(menu)]
        assert found and option in found[0].options, f"no entry “{option}” in {[one.options for one in found]}"
        return self._report(found[0].id, string_trigger_value={"data": option})

    def choose(self, label: str, value: Any) -> "Visit":
        """Gives a field another value: a select box, a switch, a slider, a number or a text."""
        self.field(label).set_value(value)
        return self.run()

    def field(self, label: str) -> Any:
        """The field of that label."""
        kinds = ("selectbox", "multiselect", "button_group", "slider", "number_input", "text_input", "toggle")
        fields = [found for kind in kinds for found in self.app.get(kind)]
        found = [one for one in fields if one.label == label]
        assert len(found) == 1, f"“{label}” is not one of {[one.label for one in fields]}"
        return found[0]

    def button(self, label: str) -> Any:
        """The button of that label."""
        found = [button for button in self.app.button if seen(button.label) == label]
        assert found, f"no button “{label}” among {self.buttons}"
        return found[0]

    @property
    def buttons(self) -> list[str]:
        """The labels of all buttons."""
        return [seen(button.label) for button in self.app.button]

    @property
    def links(self) -> list[str]:
        """The labels of all links to pages."""
        return [seen(found.proto.label) for found in self.app.get("page_link")]

    def data(self, key: str) -> dict:
        """What a component of ours was given."""
        return json.loads(self._component(key).json)

    def has(self, key: str) -> bool:
        """Whether the component is on the page."""
        return any(found.key == key for found in self.app.get("bidi_component"))

    @property
    def charts(self) -> list[Any]:
        """The charts of the page: the messages to the browser."""
        return [chart.proto for chart in self.app.get("vega_lite_chart")]

    @property
    def html(self) -> str:
        """All HTML of the page, but for its style sheet."""
        bodies = [found.proto.body for found in self.app.get("html")]
        return "\n".join(body for body in bodies if not body.startswith("<style"))

    @property
    def text(self) -> str:
        """All words of the page that stand neither in a component nor in a field."""
        parts = [plain(self.html)]
        parts += [str(found.value) for kind in WORDS for found in self.app.get(kind)]
        return " ".join([*parts, *(fold.label for fold in self.app.expander), *self.links])

    def _component(self, key: str) -> Any:
        found = [one.proto for one in self.app.get("bidi_component") if one.key == key]
        assert found, f"no component “{key}” among {[one.key for one in self.app.get('bidi_component')]}"
        return found[0]

    def _report(self, widget: str, **value: Any) -> "Visit":
        states = self.app._tree.get_widget_states()
        states.widgets.add(id=widget, **value)
        return self._sound(self.app._run(states))

    def _sound(self, app: AppTest) -> "Visit":
        assert not app.exception, app.exception
        assert "Traceback" not in self.text and faults.BEGAN not in self.text, self.text
        return self
