"""Commands by name, and runs by name or as the latest."""

from pathlib import Path

import pytest

from galaxy_core import RunError, UsageError, runs, shell


def test_commands_are_found_by_their_file() -> None:
    assert shell.command("train").TITLE and shell.heads()[0].name == "datasets"
    for name in ("terminal", "waiting", "nothing", "../runs", ""):
        with pytest.raises(UsageError, match="train"):
            shell.command(name)


def test_latest_is_the_newest_run(own_runs: Path) -> None:
    with pytest.raises(RunError, match="“train” starts one"):
        shell.run_named("latest")
    asked = runs.request("sample", "majority")
    made = [runs.create(asked), runs.create(runs.request("sample", "majority"))]
    assert shell.run_named("latest") == runs.every()[0]
    assert shell.run_named(made[0].name) == made[0]
    with pytest.raises(RunError, match="There is no run"):
        shell.run_named("20200101-000000-cnn-0000")
