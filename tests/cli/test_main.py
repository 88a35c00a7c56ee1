"""`python -m galaxy_core`: exit codes, what goes where, how fast, and the contract of every command."""

import ast
import subprocess
from pathlib import Path

import pytest

from galaxy_core import __main__ as main
from galaxy_core import cli, plugins
from galaxy_core.cli import terminal
from tests.test_layers import HEAVY

FIRST = (  # what the first wave had, in this order; more may come between
    "datasets", "download", "prepare", "balance", "train", "study", "preset", "search", "runs", "queue", "show",
    "predictions", "report", "export", "predict", "stop", "continue", "describe", "delete",
)  # fmt: skip
COMMANDS = plugins.names(cli)


def test_every_command_is_a_file_with_the_whole_contract():
    assert tuple(head.name for head in cli.heads()) == COMMANDS
    assert tuple(name for name in COMMANDS if name in FIRST) == FIRST
    for head in cli.heads():
        command = cli.command(head.name)
        assert head.reason is None
        assert head.title
        assert head.sentence.endswith(".")
        assert all(callable(getattr(command, part)) for part in ("arguments", "run", "text"))
        assert (Path(__file__).parent / f"test_{head.name}.py").exists()


def test_no_command_imports_anything_heavy():
    heavy = {"pandas", "tensorflow", "keras", "streamlit", "sklearn"}
    for file in Path(cli.__file__).parent.rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                named = {alias.name for alias in node.names} | {getattr(node, "module", None) or ""}
                assert not {name.split(".")[0] for name in named} & heavy, file


@pytest.mark.parametrize("arguments", [["--help"], *([name, "--help"] for name in COMMANDS)])
def test_help(trained, arguments):
    answer = trained.inside(*arguments)
    assert answer.code == 0
    assert answer.err == ""
    assert answer.out.startswith("usage: python -m galaxy_core")


def test_help_lists_every_command_and_loads_next_to_nothing(trained):
    answer = trained("--help")
    assert all(f"  {name} " in answer.out for name in COMMANDS)
    assert trained.loads("--help") & (HEAVY | {"numpy", "h5py", "PIL"}) == set()


def test_version(trained):
    assert trained("--version").out == "0.1.0\n"


def test_wrong_use_in_a_process(trained):
    answer = trained("train", "--json")
    assert (answer.code, answer.out) == (2, "")
    assert answer.sentence


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "No command is given: choose datasets, download"),
        (["nix"], "“nix” is not a command: choose datasets, download"),
        (["n\x1b[31m\nx"], r"“n\x1b[31m\nx” is not a command"),
        (["--nix"], "Unrecognized arguments: --nix"),
        (["datasets", "--nix", "--json"], "Unrecognized arguments: --nix"),
        (["show", "--json"], "The following arguments are required: RUN"),
        (["train", "--json"], "The following arguments are required: --dataset, --model"),
        (["predict", "latest", "--json"], "There is nothing to classify: give files, or --sky"),
    ],
)
def test_wrong_use_is_one_sentence_and_ends_with_2(trained, arguments, words):
    answer = trained.inside(*arguments)
    assert answer.code == 2
    assert answer.out == ""
    assert words in answer.sentence


def test_a_wrong_setting_of_the_environment_is_wrong_use(trained):
    answer = trained.inside("train", "--dataset", "sample", "--model", "majority", GALAXY_SAMPLE="many")
    assert answer.code == 2
    assert "GALAXY_SAMPLE = “many” can't be used" in answer.sentence


@pytest.mark.parametrize("name", ["nix", "../runs", "latest\x1b[2J", "20260101-000000-cnn-0000", ""])
@pytest.mark.parametrize("command", ["show", "predictions", "stop", "continue", "delete"])
def test_a_run_that_does_not_exist_ends_with_1(trained, command, name):
    answer = trained.inside(command, name, "--json")
    assert answer.code == 1
    assert answer.out == ""
    assert "There is no run" in answer.sentence
    assert "\x1b" not in answer.sentence


def test_latest_without_any_run(trained, tmp_path):
    answer = trained.inside("show", "latest", GALAXY_RUNS=str(tmp_path / "none"))
    assert answer.code == 1
    assert "“train” starts one" in answer.sentence
    assert not (tmp_path / "none").exists()


def test_a_reader_that_has_seen_enough_is_no_error(trained):
    line = " ".join(trained.command("predictions", "latest", "--part", "train", "--json"))
    done = subprocess.run(
        ["bash", "-c", f"{line} | head -1; exit ${{PIPESTATUS[0]}}"], env=trained.environment, cwd=trained.files,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "[\n", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_output_that_cannot_be_written_is_a_failure(trained):
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            trained.command("runs"),
            env=trained.environment,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "The output can't be written" in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
def test_nobody_reading_stderr_changes_nothing(trained):
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            trained.command("nix"), env=trained.environment, stdout=subprocess.PIPE, stderr=full, text=True, check=False
        )
    assert (done.returncode, done.stdout) == (2, "")


def test_a_terminal_without_our_characters_gets_their_codes(trained):
    answer = trained("datasets", LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert answer.code == 0
    assert r"\u201cpython -m galaxy_core download" in answer.out


@pytest.fixture
def broken(monkeypatch, tmp_path) -> Path:
    """A package of commands in which one can't be loaded, one fails unexpectedly, and one prints and gives a NaN."""
    head = 'TITLE = "T"\nSENTENCE = "Does it."\ndef arguments(parser): pass\ndef text(value): return str(value)\n'
    (tmp_path / "unloadable.py").write_text("import nothing_of_that_name")
    (tmp_path / "failing.py").write_text(head + 'def run(options):\n    raise KeyError("a\\nb")\n')
    (tmp_path / "printing.py").write_text(
        head + 'def run(options):\n    print("!")\n    return [float("nan"), 1e999]\n'
    )
    monkeypatch.setattr(cli, "__path__", [str(tmp_path)])
    return tmp_path


def test_a_command_that_cannot_be_loaded_stays_in_the_help_with_its_reason(broken, capsys):
    assert main.main(["--help"]) == 0
    assert "nothing_of_that_name" in capsys.readouterr().out
    assert main.main(["unloadable"]) == 2
    assert "“unloadable” can't be loaded: ModuleNotFoundError" in capsys.readouterr().err


def test_an_unexpected_error_is_one_sentence_with_its_place(broken, own_runs, capsys):
    assert main.main(["failing", "--json"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    log = own_runs / "errors.log"
    assert err == f"Unexpected error in failing.py, line 6: KeyError: 'a\\nb'. Its traceback stands in {log}.\n"
    assert "Traceback" in log.read_text() and "in run" in log.read_text()


def test_what_libraries_print_and_numbers_that_are_none_stay_out_of_the_document(broken, capsys):
    assert main.main(["printing", "--json"]) == 0
    out, err = capsys.readouterr()
    assert out.split() == ["[", "null,", "null", "]"]
    assert err == "!\n"


def test_plain_leaves_letters_and_writes_the_rest_as_codes():
    assert terminal.plain("Größe ⟨b⟩\x1b[1m\t\u202e\udc80") == r"Größe ⟨b⟩\x1b[1m\t\u202e\udc80"


def test_a_table_is_as_wide_as_its_widest_cells():
    table = terminal.table(("A", "N"), [("abc", 1), (None, "1,000")], right=(1,))
    assert terminal.written(table) == "A        N\nabc      1\n–    1,000"
