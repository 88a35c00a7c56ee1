"""Exhibits in words and pictures: what the stage shows of each galaxy, made once and kept for the next visitor."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import streamlit as st

from galaxy_core import AbsentError, demonstration
from galaxy_core.charts import formatting
from galaxy_core.charts.class_labels import class_labels
from galaxy_core.charts.jpeg import data_uri
from galaxy_core.datasets import Galaxies
from galaxy_core.demonstration import Exhibit, games
from galaxy_core.evaluation import stored
from galaxy_core.runs import Run, dataset
from pages.ui import cache, notes, stage

SIDE = 640  # pixels at most; larger pictures gain nothing on a projector
BARS = 3


@dataclass(frozen=True, eq=False)
class Shown:
    """The exhibits of a run, their pictures, uint8 (n, h, w, 3), and what the stage shows of them."""

    exhibits: tuple[Exhibit, ...]
    images: np.ndarray
    scene: stage.Scene


def check(run: Run) -> None:
    """Raises GalaxyError where the run's predictions or images are gone, or it can't be shown; reads no image."""
    galaxies = cache.galaxies(run.request.dataset)
    if not stored.shows(run, galaxies):
        raise AbsentError(
            f"{galaxies.title} has changed since the run {run.name}, so its test images aren't here any more: choose "
            "another run."
        )
    demonstration.pool(run)


def shown(run: Run, heading: str, seed: int, game: bool) -> Shown:
    """The exhibits of a run that passed `check`. Raises GalaxyError where its images can't be read."""
    galaxies = cache.galaxies(run.request.dataset)
    file, changed, _ = stored.stamp(run)
    made_of = (str(file), changed, galaxies.identity.images)
    with notes.loading("Fetching galaxies that the model has never seen…", 400):
        return _shown(made_of, heading, seed, game, (run, galaxies))


@st.cache_resource(show_spinner=False, max_entries=24)
def _shown(made_of: tuple[str, int, str], heading: str, seed: int, game: bool, _of: tuple[Run, Galaxies]) -> Shown:
    run, galaxies = _of
    exhibits = demonstration.game_pool(run, seed) if game else demonstration.pool(run, seed)
    pictures = galaxies.images(np.array([exhibit.row for exhibit in exhibits]))
    questions = tuple(dict.fromkeys(exhibit.question for exhibit in exhibits))
    missed = games.missed(dataset.images(run)) if game else {}
    drawn = bool(run.result.get("made_by", {}).get("synthetic"))
    items = tuple(
        stage.Item(
            data_uri(picture, SIDE), questions.index(exhibit.question), exhibit.predicted, exhibit.truth,
            verdict(exhibit), told(exhibit, drawn), _more(exhibit, missed, game), bars(exhibit),
        )
        for exhibit, picture in zip(exhibits, pictures, strict=True)
    )  # fmt: skip
    identity = f"{run.name} {seed} {game}"
    asked = tuple(stage.Question(question.words, _answers(question)) for question in questions)
    return Shown(exhibits, pictures, stage.Scene(identity, heading, asked, items, game))


def short(exhibit: Exhibit) -> tuple[str, ...]:
    """The answers to its question, as short as they are written anywhere."""
    return tuple(answer.short for answer in _answers(exhibit.question))


def verdict(exhibit: Exhibit) -> str:
    """What the model says: "Probably an unbarred loose spiral"; of votes "72 of 100 volunteers would say “Bar”"."""
    order, answers = np.argsort(-exhibit.shares, kind="stable"), exhibit.question.answers
    first = float(exhibit.shares[order[0]])
    if not exhibit.question.is_class:
        return f"{round(100 * first)} of 100 volunteers would say “{answers[order[0]]}”"
    likeliest = [formatting.as_galaxy(answers[number]) for number in order[:2]]
    return formatting.verdict(first, likeliest[0], likeliest[-1])


def told(exhibit: Exhibit, drawn: bool) -> str:
    """The truth: "It was drawn as a merging galaxy.", "31 of 40 volunteers said “Bar”."; drawn: it is synthetic."""
    answer = exhibit.question.answers[exhibit.truth]
    if exhibit.question.is_class:
        return f"{'It was drawn as' if drawn else 'People called it'} {_with_article(answer)}."
    who = "simulated volunteers" if drawn else "volunteers"
    counted = f"{exhibit.volunteers[0]} of {exhibit.volunteers[1]}" if exhibit.volunteers else "Most"
    return f"{counted} {who} said “{answer}”."


def bars(exhibit: Exhibit) -> tuple[stage.Bar, ...]:
    """The likeliest answers, the likeliest first."""
    order = np.argsort(-exhibit.shares, kind="stable")[:BARS].tolist()
    shares = exhibit.shares.astype(float)
    return tuple(stage.Bar(number, shares[number], formatting.share(shares[number])) for number in order)


def _more(exhibit: Exhibit, missed: Mapping[int, tuple[int, int]], game: bool) -> str:
    """Of votes the way through the whole tree; in a game, what others made of the same galaxy."""
    if exhibit.ways is not None:
        return "" if game else f"The whole way, the model: {exhibit.ways[0]} Volunteers: {exhibit.ways[1]}"
    wrong, asked = missed.get(exhibit.row, (0, 0))
    return f"{wrong} of {formatting.count(asked, 'player')} before you got it wrong." if wrong else ""


def _answers(question: demonstration.Question) -> tuple[stage.Answer, ...]:
    if not question.is_class:
        return tuple(stage.Answer(answer, answer) for answer in question.answers)
    return tuple(stage.Answer(label.name, label.short, label.glyph) for label in class_labels(question.answers))


def _with_article(class_name: str) -> str:
    return formatting.with_article(formatting.as_galaxy(class_name))
