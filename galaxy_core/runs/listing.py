"""Which runs there are: by name, all of them, those that go on, and those that can't be read."""

import os
import shutil
from pathlib import Path

import galaxy_core
from galaxy_core import RunError
from galaxy_core.runs import shipped
from galaxy_core.runs.request import Request, request_in
from galaxy_core.runs.run import NAME, Run
from galaxy_core.storage import atomic, json_cache


def is_name(text: str) -> bool:
    """Whether a text is the name of a run: of one's own, there or not, or of one that is shipped."""
    return bool(NAME.fullmatch(text)) or shipped.find(text) is not None


def find(name: str) -> Run:
    """The run of that name, also a shipped one. Raises RunError where there is none, or where it can't be read."""
    if not NAME.fullmatch(name) and (run := shipped.find(name)):
        return run
    folder = galaxy_core.runs_folder() / name
    if not NAME.fullmatch(name) or folder.is_symlink() or not folder.is_dir():
        raise RunError(f"There is no run “{name}” in {galaxy_core.runs_folder()}: “runs” lists those there are.")
    if isinstance(request := _request(str(folder)), str):
        raise RunError(_sentence(name, request))
    return Run(folder, request)


def every() -> list[Run]:
    """All readable runs of the user, the newest first. Folders that can't be read are left out: see `unreadable`."""
    requests = [(folder, _request(folder)) for folder in _folders()]
    readable = [Run(Path(folder), request) for folder, request in requests if isinstance(request, Request)]
    return sorted(readable, key=lambda run: run.request.created, reverse=True)


def going() -> list[Run]:
    """Those that are queued or running, the newest first."""
    return [run for run in every() if run.status in ("queued", "running")]


def unreadable() -> dict[str, str]:
    """Run folders whose request can't be read: their names, and sentences that say why and what to do."""
    requests = {os.path.basename(folder): _request(folder) for folder in _folders()}
    return {name: _sentence(name, why) for name, why in requests.items() if isinstance(why, str)}


def delete(run: Run) -> None:
    """Removes a run that isn't being trained, for good. Raises RunError where it is, or where it is shipped."""
    if there := aside(run, ".old-"):
        shutil.rmtree(there, ignore_errors=True)


def aside(run: Run, prefix: str) -> Path | None:
    """Renames the folder of a run that isn't being trained, so that it is gone at once for whoever lists runs; None
    where it is gone already. Raises RunError where it is being trained, or shipped."""
    shipped.refuse(run, "be deleted: hide it on Runs")
    held = run.hold()
    if held is None:
        if not run.folder.exists():
            return None
        raise RunError(f"The run {run.name} is being trained: stop it first.")
    try:
        with atomic.sentences(run.folder.parent):
            os.replace(run.folder, there := run.folder.with_name(f"{prefix}{run.name}"))
    finally:
        os.close(held)
    return there


def _folders() -> list[str]:
    root = str(galaxy_core.runs_folder())
    try:
        entries = [entry for entry in os.scandir(root) if NAME.fullmatch(entry.name)]
        names = [entry.name for entry in entries if entry.is_dir(follow_symlinks=False)]
    except OSError:
        return []
    return [f"{root}/{name}" for name in sorted(names, reverse=True)]


def _request(folder: str) -> Request | str:
    """What was asked, or why it can't be read."""
    return json_cache.kept(f"{folder}/request.json", request_in) or request_in({})


def _sentence(name: str, why: str) -> str:
    return f"The run {name} can't be read: {why}."
