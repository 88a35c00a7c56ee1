"""The house rules that a machine can hold: who imports whom, what is heavy, what is safe, how large things are.

Most are read from syntax trees. Every check is a function from the sources of a checkout to the faults it finds, and is
run twice: on this checkout, and on an example that breaks its rule.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Callable, Container
from itertools import takewhile
from pathlib import Path

import pytest

from tests.naming import plugins_named
from tests.sources import FUNCTION, Source, core, product, read, roots

ROOT = Path(__file__).parents[1]
STAGES = {
    "plugins": 0, "storage": 0, "intervals": 0, "glossary": 0, "trees": 1, "surveys": 1, "tasks": 2, "datasets": 3,
    "health": 4, "splits": 4, "sky": 4, "prepare": 5,
    "augmentations": 6, "models": 7, "presets": 7, "runs": 8, "training": 9, "evaluation": 9, "search": 10,
    "demonstration": 10, "backends": 11, "queue": 12, "prediction": 13,
    "catalogue": 14, "charts": 15, "report": 16, "cli": 17, "__main__": 18,
}  # fmt: skip
HEAVY = {
    "optuna",
    "tensorflow",
    "keras",
    "sklearn",
    "pandas",
    "scipy",
    "plotly",
    "altair",
    "cv2",
    "onnx",
    "onnxruntime",
    "pyongc",
    "requests",
}
UNSAFE = {"pickle", "cPickle", "cloudpickle", "dill", "joblib", "marshal", "shelve"}
DRAWERS = {"utils", "util", "helpers", "helper", "manager", "managers", "common", "misc"}
FILE_LINES, FUNCTION_LINES, PARAMETERS = 300, 40, 6
PATIENCE = 30  # s
LAZY = ("galaxy_core", "datasets", "drawing")  # its modules are loaded by the first galaxy that is drawn, not before


# The checks: each from the sources of a checkout to its faults.


def upward(sources: list[Source]) -> list[str]:
    """Modules of galaxy_core that import, or name in a text, one whose stage isn't before their own; that have no
    stage; or that name one so that nobody can read which."""
    faults = []
    known = {source.module[1] for source in core(sources)} - {"__init__"}
    for source in core(sources):
        own = source.module[1]
        if own not in STAGES and own != "__init__":
            faults.append(f"{source.path} has no stage")
        named = [*source.imports(), *source.spawns()]
        faults += [f"{source.path} names some module of galaxy_core"] * ("galaxy_core." in named)
        used = {name.split(".")[1] for name in named if name.startswith("galaxy_core.")} & known - {own}
        faults += [
            f"{source.path} imports {other}" for other in sorted(used) if STAGES.get(other, 99) >= STAGES.get(own, -1)
        ]
    return faults


def circular(sources: list[Source]) -> list[str]:
    """Modules that import each other, at once or by way of others, even inside functions; not only for their types."""
    modules = {".".join(source.module).removesuffix(".__init__"): source for source in product(sources)}
    needs = {
        name: {_module(used, modules) for used in source.imports(types=False)} & {*modules}
        for name, source in modules.items()
    }
    return [f"{name} imports itself by way of others" for name in modules if name in _reached(name, needs)]


def _module(name: str, modules: Container[str]) -> str:
    """The module that an imported name is, or is in."""
    return name if name in modules else name.rpartition(".")[0]


def _reached(start: str, needs: dict[str, set[str]]) -> set[str]:
    """All modules that one imports, at once or by way of others."""
    reached: set[str] = set()
    ahead = list(needs[start] - {start})
    while ahead:
        name = ahead.pop()
        if name not in reached:
            reached.add(name)
            ahead += needs[name]
    return reached


def outward(sources: list[Source]) -> list[str]:
    """Modules of galaxy_core that import the pages, the tests or the benchmarks; product code that imports tests."""
    faults = [s for s in core(sources) if roots(s.imports()) & {"app", "pages", "benchmarks", "tests"}]
    return [str(s.path) for s in faults] + [str(s.path) for s in product(sources) if "tests" in roots(s.imports())]


def streamlit_outside_pages(sources: list[Source]) -> list[str]:
    """Files of the product that import streamlit although they are neither app.py nor below pages."""
    inside = {"app", "pages", "tests", "benchmarks"}
    return [str(s.path) for s in sources if "streamlit" in roots(s.imports()) and s.module[0] not in inside]


def heavy_at_import_time(sources: list[Source]) -> list[str]:
    """Modules of galaxy_core that import something slow or large outside a function."""
    prompt = [s for s in core(sources) if s.module[: len(LAZY)] != LAZY or s.module[-1] == "__init__"]
    return [str(s.path) for s in prompt if roots(s.imports(at_import_time=True)) & HEAVY]


def pickled(sources: list[Source]) -> list[str]:
    """Files that could run code hidden in data: pickle and its kin, by import or by numpy's `allow_pickle`."""
    faults = [str(s.path) for s in sources if roots(s.imports()) & UNSAFE]
    for source in sources:
        for node in ast.walk(source.tree):
            if isinstance(node, ast.keyword) and node.arg == "allow_pickle" and ast.unparse(node.value) != "False":
                faults.append(f"{source.path}:{node.value.lineno} allow_pickle")
    return faults


def too_large(sources: list[Source]) -> list[str]:
    """Files, functions (without their docstring) and lists of parameters above the limits, tests included."""
    faults = []
    for source in sources:
        lines = sum(bool(line.strip()) for line in source.text.splitlines())
        if lines > FILE_LINES:
            faults.append(f"{source.path} has {lines} lines")
        for function in source.functions():
            place = f"{source.path}:{function.lineno} {function.name}"
            length = function.end_lineno - function.lineno + 1 - _docstring_lines(function)
            if length > FUNCTION_LINES:
                faults.append(f"{place} has {length} lines")
            names = [node.arg for node in ast.walk(function.args) if isinstance(node, ast.arg)]
            if len({*names} - {"self", "cls"}) > PARAMETERS and source.module[0] != "tests":
                faults.append(f"{place} has {len(names)} parameters")
    return faults


def _docstring_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    if ast.get_docstring(function) is None:
        return 0
    return function.body[0].end_lineno - function.body[0].lineno + 1


def undocumented(sources: list[Source]) -> list[str]:
    """Modules, and public functions and methods of the product, without a docstring."""
    faults = [str(s.path) for s in product(sources) if s.text.strip() and ast.get_docstring(s.tree) is None]
    for source in product(sources):
        public = [f for f in source.functions() if not f.name.startswith("_") and ast.get_docstring(f) is None]
        hidden = [node for node in ast.walk(source.tree) if isinstance(node, ast.ClassDef) and node.name[0] == "_"]
        private = {f.name for node in hidden for f in node.body if isinstance(f, FUNCTION)}
        faults += [f"{source.path}:{f.lineno} {f.name}" for f in public if f.name not in private]
    return faults


def untested(sources: list[Source]) -> list[str]:
    """Modules of galaxy_core, and pages, without a test file of their name; a package counts if it has functions."""
    tested = {s.subject for s in sources if s.module[0] == "tests" and s.path.name.startswith("test_")}
    needed = [s for s in core(sources) if s.path.stem != "__init__" or any(s.functions())]
    needed += [s for s in sources if s.path.parent == Path("pages")]
    return [str(s.path) for s in needed if s.subject not in tested]


def drawers(sources: list[Source]) -> list[str]:
    """Modules whose name says nothing."""
    return [str(s.path) for s in sources if {part.strip("_") for part in s.module} & DRAWERS]


def script_code(sources: list[Source]) -> list[str]:
    """Pages with more than 40 lines that are neither imports, functions nor the docstring."""
    faults = []
    for source in (s for s in sources if s.path.name == "app.py" or s.path.parent == Path("pages")):
        statements = source.tree.body[ast.get_docstring(source.tree) is not None :]
        kept = [n for n in statements if not isinstance(n, (*FUNCTION, ast.ClassDef, ast.Import, ast.ImportFrom))]
        lines = sum(node.end_lineno - node.lineno + 1 for node in kept)
        faults += [f"{source.path} has {lines} lines of script"] * (lines > FUNCTION_LINES)
    return faults


def impatient(sources: list[Source]) -> list[str]:
    """Tests that fail where less than half a minute isn't enough: machines are busy. Count what is done instead."""
    faults = []
    for source in (source for source in sources if source.path.name.startswith(("test_", "conftest"))):
        for node in ast.walk(source.tree):
            limits = [k.value for k in getattr(node, "keywords", ()) if k.arg == "timeout"]
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("until", "_until"):
                limits += node.args[1:2]
            if isinstance(node, ast.Compare) and re.search(
                r"\b(time|monotonic|perf_counter)\(\) - ", ast.unparse(node)
            ):
                limits += node.comparators
            values = [limit.value for limit in limits if isinstance(limit, ast.Constant)]
            faults += [f"{source.path}:{node.lineno} {value} s" for value in values if value < PATIENCE]
    return faults


LONG = "\n".join("    x = 1" for _ in range(FUNCTION_LINES))
PLUGIN = {"galaxy_core/augmentations/noise.py": 'TITLE = "Noise"\nSENTENCE = "It is noisy."\n'}
CHECKS: tuple[tuple[Callable, dict[str, str]], ...] = (
    (upward, {"galaxy_core/splits.py": "def f():\n    from galaxy_core import runs\n", "galaxy_core/runs.py": ""}),
    (upward, {"galaxy_core/health.py": "from galaxy_core.splits import split\n", "galaxy_core/splits.py": ""}),
    (upward, {"galaxy_core/models/cnn.py": "from ..training import train\n", "galaxy_core/training.py": ""}),
    (upward, {"galaxy_core/newcomer.py": ""}),
    (
        upward,
        {"galaxy_core/runs.py": "Popen(['python', '-m', 'galaxy_core.queue'])", "galaxy_core/queue/__init__.py": ""},
    ),
    (upward, {"galaxy_core/runs.py": "f'python -m galaxy_core.queue {name}'", "galaxy_core/queue.py": ""}),
    (upward, {"galaxy_core/runs.py": "f'galaxy_core.queue.{name}'", "galaxy_core/queue/__init__.py": ""}),
    (upward, {"galaxy_core/queue.py": "def f(stage):\n    return f'galaxy_core.{stage}'\n"}),
    (
        circular,
        {"galaxy_core/runs/a.py": "from galaxy_core.runs import b\n", "galaxy_core/runs/b.py": "from .a import x\n"},
    ),
    (
        circular,
        {
            "galaxy_core/runs/__init__.py": "from galaxy_core.runs.a import x\n",
            "galaxy_core/runs/a.py": "def f():\n    from galaxy_core import runs\n",
        },
    ),
    (
        circular,
        {
            "pages/ui/a.py": "from pages.ui import b\n",
            "pages/ui/b.py": "from pages.ui import c\n",
            "pages/ui/c.py": "from pages.ui.a import x\n",
        },
    ),
    (outward, {"galaxy_core/runs.py": "import pages.ui\n"}),
    (outward, {"app.py": "from tests.conftest import REAL\n"}),
    (streamlit_outside_pages, {"galaxy_core/runs.py": "def f():\n    import streamlit as st\n"}),
    (heavy_at_import_time, {"galaxy_core/models/cnn.py": "from keras import layers\n"}),
    (heavy_at_import_time, {"galaxy_core/datasets/drawing/__init__.py": "if True:\n    import scipy\n"}),
    (heavy_at_import_time, {"galaxy_core/models/cnn.py": "class A:\n    import scipy.sparse\n"}),
    (pickled, {"benchmarks/data.py": "import joblib\n"}),
    (pickled, {"galaxy_core/runs.py": "np.load(path, allow_pickle=True)\n"}),
    (too_large, {"galaxy_core/runs.py": "x = 1\n" * (FILE_LINES + 1)}),
    (too_large, {"pages/ui/form.py": f"class A:\n  def f():\n{LONG}\n"}),
    (too_large, {"galaxy_core/runs.py": "def f(a, b, c, *, d, e, f, g):\n    pass\n"}),
    (undocumented, {"galaxy_core/runs.py": '"""Runs."""\n\n\ndef delete():\n    pass\n'}),
    (undocumented, {"galaxy_core/runs.py": "x = 1\n"}),
    (untested, {"galaxy_core/models/cnn.py": "", "tests/models/test_majority.py": ""}),
    (untested, {"galaxy_core/models/__init__.py": "def f(): pass\n"}),
    (drawers, {"galaxy_core/utils.py": ""}),
    (drawers, {"pages/ui/helpers/__init__.py": ""}),
    (plugins_named, PLUGIN | {"pages/ui/form.py": "if name == 'noise': pass\n"}),
    (plugins_named, PLUGIN | {"galaxy_core/augmentations/blur.py": "x = 'noise:beta=0.2'\n"}),
    (plugins_named, PLUGIN | {"galaxy_core/augmentations/__init__.py": "USUAL = 'noise'\n"}),
    (plugins_named, PLUGIN | {"galaxy_core/evaluation/labelling.py": "x = f'noise:beta={y}'\n"}),
    (impatient, {"tests/test_runs.py": "until(lambda: True, 2.5)\n"}),
    (impatient, {"tests/test_runs.py": "assert time.monotonic() - began < 2\n"}),
    (impatient, {"tests/cli/conftest.py": "process.wait(timeout=20)\n"}),
    (script_code, {"pages/1_Explore.py": "x = 1\n" * (FUNCTION_LINES + 1)}),
)


@pytest.fixture(scope="module")
def sources() -> list[Source]:
    """The files of this checkout."""
    return read(ROOT)


@pytest.mark.parametrize("check", dict.fromkeys(check for check, _ in CHECKS), ids=lambda check: check.__name__)
def test_this_checkout_keeps_the_rule(check: Callable, sources: list[Source]) -> None:
    faults = check(sources)
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize(("check", "files"), CHECKS, ids=[f"{c.__name__}-{n}" for n, (c, _) in enumerate(CHECKS)])
def test_a_broken_example_is_found(check: Callable, files: dict[str, str], tmp_path: Path) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert check(read(tmp_path))


def test_a_sound_example_passes_every_check(tmp_path: Path) -> None:
    files = {
        "galaxy_core/__init__.py": '"""The core."""\n',
        "galaxy_core/splits.py": '"""Splits."""\n\n\ndef split():\n    """Splits."""\n    import scipy\n',
        "galaxy_core/runs.py": '"""Runs."""\n\nfrom galaxy_core import splits\n',
        "tests/test_splits.py": "",
        "tests/test_runs.py": "",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = read(tmp_path)
    assert {check.__name__: check(found) for check, _ in CHECKS} == {check.__name__: [] for check, _ in CHECKS}


IMPORT_ALL = """
import importlib, pkgutil, sys
import galaxy_core
for module in pkgutil.walk_packages(galaxy_core.__path__, "galaxy_core."):
    if not module.name.startswith("galaxy_core.datasets.drawing."):
        importlib.import_module(module.name)
print(*sorted({name.split(".")[0] for name in sys.modules}))
"""
OPEN_ALL_PAGES = """
import sys
from pathlib import Path
from streamlit.testing.v1 import AppTest
app = AppTest.from_file("app.py", default_timeout=60).run()
for page in [None, *sorted(Path("pages").glob("*.py"))]:
    opened = app.switch_page(str(page)).run() if page else app
    faults = [html.proto.body for html in opened.get("html") if "could not be drawn" in html.proto.body]
    assert not opened.exception and not faults, f"{page}: {opened.exception} {faults}"
print(*sorted({name.split(".")[0] for name in sys.modules}))
"""


def _modules_after(code: str) -> set[str]:
    """The top-level packages that a fresh process has loaded after running `code` in the checkout."""
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert ended.returncode == 0, ended.stderr[-3000:]
    return set(ended.stdout.splitlines()[-1].split())


def test_importing_the_whole_core_loads_nothing_heavy() -> None:
    loaded = _modules_after(IMPORT_ALL)
    assert "galaxy_core" in loaded
    assert loaded & (HEAVY | {"streamlit"}) == set()


def test_what_a_process_loads_is_seen() -> None:
    assert "scipy" in _modules_after(IMPORT_ALL.replace("import galaxy_core\n", "import galaxy_core, scipy.sparse\n"))


def test_opening_every_page_never_loads_tensorflow(finished: dict) -> None:
    loaded = _modules_after(OPEN_ALL_PAGES)
    assert "streamlit" in loaded
    assert loaded & {"tensorflow", "keras"} == set()


def test_every_third_party_package_is_required_and_used(sources: list[Source]) -> None:
    used = set().union(*(roots(source.imports()) for source in product(sources)))
    used -= {*sys.stdlib_module_names, "galaxy_core", "pages", "benchmarks", "app"}
    used -= {"playwright", "websockets"}  # of benchmarks: in requirements-dev.txt; a part of streamlit
    used -= {"mlflow", "alembic"}  # an optional extra, and what it keeps its database with: in requirements-dev.txt
    names = {
        "vl_convert": "vl-convert-python",
        "cv2": "opencv-python-headless",
        "sklearn": "scikit-learn",
        "PIL": "pillow",
    }
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    required = {"".join(takewhile(lambda c: c not in "><=[ ;", line)) for line in lines if line and line[0] != "#"}
    assert {names.get(name, name) for name in used} | {"tf2onnx", "tensorflow"} == required
