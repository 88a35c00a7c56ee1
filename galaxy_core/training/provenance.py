"""What made a result: code, packages, machine, threads and data set, so that it can be made again."""

import hashlib
import os
import platform
import re
from dataclasses import asdict
from importlib import metadata
from pathlib import Path

import galaxy_core
from galaxy_core import runs
from galaxy_core.datasets import Galaxies

PACKAGES = ("numpy", "tensorflow", "keras", "scikit-learn", "onnx", "opencv-python-headless")
CODE = Path(galaxy_core.__file__).parent


def made_by(run: runs.Run, galaxies: Galaxies) -> dict:
    """Versions, hash of the code, commit (None where there is none), machine, threads, identity of the data set."""
    versions = {"galaxy_core": galaxy_core.__version__, "python": platform.python_version()}
    for package in PACKAGES:
        try:
            versions[package] = metadata.version(package)
        except metadata.PackageNotFoundError:  # tensorflow goes by other names on some machines
            continue
    return {
        "versions": versions,
        "code": code(CODE),
        "commit": commit(CODE.parent),
        "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {_processor()}",
        "threads": run.request.threads,
        **asdict(galaxies.identity),
        "dataset_fingerprint": galaxies.identity.images,  # what it was called before there were three
        "dataset_title": galaxies.title,
        "synthetic": galaxies.synthetic,
    }


def code(folder: Path) -> str:
    """Twelve hexadecimal digits that change with any Python file of a folder: a checkout may differ from its commit."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(folder).as_posix()} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:12]


def commit(checkout: Path) -> str | None:
    """The commit that is checked out, read from `.git` (which may be missing, and git too), or None."""
    git = checkout / ".git"
    pointer = re.fullmatch(r"gitdir: (.+)", _text(git))  # of a second working tree
    git = checkout / pointer[1] if pointer else git
    head = _text(git / "HEAD")
    if reference := re.fullmatch(r"ref: (refs/[\w./-]+)", head):
        shared = git / (_text(git / "commondir") or ".")
        packed = re.search(rf"^([0-9a-f]+) {re.escape(reference[1])}$", _text(shared / "packed-refs"), re.MULTILINE)
        head = _text(shared / reference[1]) or (packed[1] if packed else "")
    return head if re.fullmatch(r"[0-9a-f]{40,64}", head) else None


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown processor"
    return next(
        (line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.processor()
    )
