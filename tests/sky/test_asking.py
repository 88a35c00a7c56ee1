"""Asking: silence, refusals, cut connections and floods each end in time, with a sentence."""

import pytest

from galaxy_core import AbsentError
from galaxy_core.sky import asking
from galaxy_core.surveys import services


def test_an_answer_and_how_it_was_asked_for(service):
    service.answer = lambda path, query: (200, f"{path} {sorted(query.items())}".encode())
    told = asking.ask(services.address("GALAXY_HIPS"), {"hips": "CDS/P/DSS2/color", "ra": "1.5"})
    assert told == b"/hips [('hips', 'CDS/P/DSS2/color'), ('ra', '1.5')]"


@pytest.mark.parametrize(
    ("status", "words"), [(404, "refuses"), (400, "refuses"), (429, "too often"), (500, "trouble"), (503, "trouble")]
)
def test_refusals(status: int, words: str, service):
    service.answer = lambda path, query: (status, b"no")
    with pytest.raises(asking.Refused, match=words) as refused:
        asking.ask(services.address("GALAXY_SDSS"), {"ra": "1"})
    assert refused.value.status == status and refused.value.body == b"no" and len(service.asked) == 1


def test_silence_ends_in_time(service, monkeypatch):
    monkeypatch.setattr(asking, "DEADLINE", 0.6)
    monkeypatch.setattr(asking, "AGAIN", 0.1)
    service.silence = 2
    with pytest.raises(AbsentError, match="doesn't answer within 1 seconds"):
        asking.ask(services.address("GALAXY_SDSS"), {"ra": "1"})


def test_a_connection_that_is_cut_is_tried_once_more(service, monkeypatch):
    monkeypatch.setattr(asking, "AGAIN", asking.DEADLINE)  # on a busy machine even a cut takes its time
    service.cut = True
    with pytest.raises(AbsentError, match="can't be reached|was cut"):
        asking.ask(services.address("GALAXY_SDSS"), {"ra": "1"})
    assert len(service.asked) == 2


def test_more_than_a_picture_can_be(service, monkeypatch):
    monkeypatch.setattr(asking, "LARGEST", 1000)
    service.answer = lambda path, query: (200, b"x" * 5000)
    with pytest.raises(AbsentError, match="that is no picture"):
        asking.ask(services.address("GALAXY_SDSS"), {"ra": "1"})


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "ftp://127.0.0.1/x", "nonsense", "http://"])
def test_nobody_is_there(address: str, service):
    with pytest.raises(AbsentError, match="can't be reached"):
        asking.ask(address, {"ra": "1"})
