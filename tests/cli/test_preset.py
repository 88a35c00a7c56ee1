"""Presets in the shell."""

import json

import pytest

from galaxy_core import presets


def test_the_help_lists_them(cli):
    answer = cli.inside("preset", "--help")
    assert answer.code == 0 and all(name in answer.out for name in presets.names())


def test_a_preset_that_there_is_not(cli):
    answer = cli.inside("preset", "worst", "--json")
    assert answer.code == 2 and "best_small" in answer.err and answer.out == ""


def test_one_whose_data_set_is_not_here(cli):
    answer = cli.inside("preset", "decals-cnn", "--json")
    assert answer.code == 1 and "galaxy10_decals" in answer.err and answer.out == ""


@pytest.mark.long
def test_the_smallest_to_its_end_in_quick(cli):
    process = cli.open("preset", "best-small", "--dataset", "sample", "--quick", "--wait", "--json")
    out, err = process.communicate(timeout=500)
    assert process.returncode == 0, err
    value = json.loads(out)
    assert [one["status"] for one in value["runs"]] == ["finished"] * 4 and value["quick"] is True
    assert value["needs"]["runs"] == 3 and value["needs"]["memory"] < 4e9
    assert all(one["title"].endswith("(quick)") for one in value["runs"])
    scores = cli.inside("runs", "--json").json
    assert {one["run"] for one in scores} >= {one["run"] for one in value["runs"]}
