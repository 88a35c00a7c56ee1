"""The menu of pages."""

from collections.abc import Callable

import pytest
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest, app_test

from tests.pages.visits import PAGES, ROOT

NAMES = [name.capitalize() for name in PAGES]


def test_it_says_home_and_each_page_by_its_file(visit: Callable):
    assert [page["page_name"] for page in visit().app._registered_pages.values()] == NAMES and NAMES[0] == "Home"


def test_the_first_page_of_a_server_has_it_also_by_its_address(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(app_test, "PagesManager", PagesManager)
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).switch_page(PAGES["compare"]).run()
    assert [title.value for title in app.title] == ["Compare"]
    assert [page["page_name"] for page in app._registered_pages.values()] == NAMES
