"""Commands are the files of a folder; runs are named in full, or as the latest."""

import pytest

from galaxy_core import RunError, UsageError, cli, plugins


def test_every_command_has_a_head_and_its_functions():
    for head in cli.heads():
        command = cli.command(head.name)
        assert head.reason is None and head.title and head.sentence.endswith(".")
        assert all(callable(getattr(command, name)) for name in ("arguments", "run", "text"))


def test_an_unknown_command_lists_those_there_are():
    with pytest.raises(UsageError, match="train") as error:
        cli.command("trian")
    assert all(name in str(error.value) for name in plugins.names(cli))


def test_the_latest_of_no_runs_is_a_sentence(monkeypatch, tmp_path):
    monkeypatch.setenv("GALAXY_RUNS", str(tmp_path))
    with pytest.raises(RunError, match="no run"):
        cli.run_named("latest")
