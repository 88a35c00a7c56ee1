"""Python imports this at its start where its folder is on PYTHONPATH:
three rooms of the lab get one more shelf each."""

from pathlib import Path

from galaxy_core import datasets, models, tasks

HERE = Path(__file__).parent
ROOMS = {"tasks": tasks, "datasets": datasets, "models": models}
for name, room in ROOMS.items():
    room.__path__.append(str(HERE / name))
