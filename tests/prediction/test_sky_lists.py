"""Lists of places: asked once each, gone on with after they broke off, left for later where a service is silent."""

from collections.abc import Callable

import pytest

from galaxy_core import AbsentError, UsageError, runs
from galaxy_core.prediction import sky_lists
from galaxy_core.sky import asking
from tests.sky.conftest import galaxy, jpeg
from tests.sky.conftest import service as service

PLACES = ["12.5 3", "M 42", "200.25 -7", "M 51"]


@pytest.fixture
def run(finished: dict[str, runs.Run]) -> runs.Run:
    return finished["majority"]


def test_what_was_answered_is_not_asked_again(run: runs.Run, service) -> None:
    answers = sky_lists.predict(run, PLACES)
    assert ["error" in answer for answer in answers] == [False, True, False, False]
    assert [answer["asked"] for answer in answers] == PLACES and len(service.asked) == 3
    assert sky_lists.known(run, [*PLACES, "9 9"], None) == [*answers, None]
    again = sky_lists.predict(run, [*PLACES, "9 9"])
    assert again[:4] == answers and len(service.asked) == 4
    assert sky_lists.known(run, PLACES, "sdss") == [None] * 4, "another survey has other pictures"


def test_a_list_that_broke_off_goes_on(run: runs.Run, service) -> None:
    def killed(done: int, total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sky_lists.predict(run, ["1 1", "2 2", "3 3"], None, killed)
    with sky_lists._file(run, None).open("a") as file:
        file.write('{"asked": "3 3", "na')  # killed while it was written
    assert [answer is None for answer in sky_lists.known(run, ["1 1", "2 2", "3 3"], None)] == [False, False, True]
    before = len(service.asked)
    assert all("error" not in answer for answer in sky_lists.predict(run, ["1 1", "2 2", "3 3"]))
    assert len(service.asked) == before + 1 and None not in sky_lists.known(run, ["1 1", "2 2", "3 3"], None)


def test_a_silent_service_is_left_alone(run: runs.Run, service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "AGAIN", 0.0)
    service.cut = True
    places = [f"{number} 5" for number in range(10)]
    with pytest.raises(AbsentError, match=r"try again\. The answers so far are kept\."):
        sky_lists.predict(run, places)
    assert len(service.asked) == sky_lists.PATIENCE
    service.cut = False
    assert all("error" not in answer for answer in sky_lists.predict(run, places))


def test_trouble_at_one_place_is_a_row(run: runs.Run, service) -> None:
    service.answer = lambda path, query: (503, b"") if query["ra"].startswith("2") else (200, jpeg(galaxy()))
    answers = sky_lists.predict(run, ["1 1", "2 2", "3 3"])
    assert "503" in answers[1]["error"] and "error" not in answers[2]


def test_in_the_background_and_called_off(run: runs.Run, service, until: Callable) -> None:
    sky_lists.start(run, ["1 1", "2 2"], None)
    until(lambda: None not in sky_lists.known(run, ["1 1", "2 2"], None))
    until(lambda: sky_lists.job(run, None) is None)
    service.silence = 0.4
    places = [f"{number} 7" for number in range(40)]
    sky_lists.start(run, places, None)
    until(lambda: sky_lists.known(run, places, None)[0] is not None)
    assert sky_lists.is_asked(run, None)
    sky_lists.cancel(run, None)
    until(lambda: not sky_lists.is_asked(run, None))
    assert sky_lists.known(run, places, None)[-1] is None


@pytest.mark.parametrize(("asked", "survey", "words"), [
    ([], None, "is empty"), (["1 1"] * 5001, None, "5,001 places, more than 5,000"), (["1 1"], "nope", "nope"),
])  # fmt: skip
def test_lists_that_cannot_be_asked(run: runs.Run, asked: list[str], survey: str | None, words: str, service) -> None:
    for ask in (sky_lists.predict, sky_lists.start):
        with pytest.raises(UsageError, match=words):
            ask(run, asked, survey)
