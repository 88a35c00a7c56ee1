"""The data of a run: what was looked at, how it was divided, and an example of each class."""

from dataclasses import dataclass

import numpy as np

from galaxy_core import splits
from galaxy_core.charts import formatting
from galaxy_core.prepare import thumbnails
from galaxy_core.report import markup
from galaxy_core.report.evidence import Evidence
from galaxy_core.report.images import part_shown, picture

DRAWN = (
    "These galaxies are drawn by a program, not observed. Everything said here shows how a model learns; it says "
    "nothing of how well it would do on the real sky."
)
MOST = 50  # classes with an example


@dataclass(frozen=True)
class Example:
    """A class with a typical row of the data set (None where there is none), and its images by part."""

    label: int
    row: int | None
    counts: dict[str, int]


def facts(evidence: Evidence) -> list[tuple[str, str]]:
    """Pairs of a name and words: what is known of the data and of how they were divided."""
    sentence, source = evidence.source
    sizes, galaxies = images(evidence), evidence.galaxies
    shares = ", ".join(
        f"{formatting.count(sizes[part])} {name.lower()}" for part, name in formatting.PARTS.items() if part in sizes
    )
    height, width = (*evidence.result.get("image_shape", []), 0, 0)[:2]
    pairs = [
        ("Data set", evidence.data + (" (synthetic: drawn, not observed)" if evidence.synthetic else "")),
        ("What it is", sentence),
        ("Source", source),
        ("Images", f"{formatting.count(sum(sizes.values()))}: {shares}" if sizes else ""),
        ("Classes", formatting.count(len(evidence.classes)) if evidence.classes else ""),
        ("Image size", f"{width} × {height} pixels" if height and width else ""),
        ("Pixel scale", _scale(evidence)),
        ("Split", _split(evidence)),
        ("Known of it", " ".join(galaxies.notes) if galaxies and not evidence.synthetic else ""),
    ]
    return [(name, words) for name, words in pairs if words]


def images(evidence: Evidence) -> dict[str, int]:
    """Images by part, as the run wrote them down or as its predictions count them."""
    written = evidence.result.get("rows", {})
    counted = {part: int(counts.sum()) for part, counts in evidence.counts.items()}
    return {part: int(n) for part, n in (counted | written).items() if part in splits.PARTS}


def examples(evidence: Evidence) -> list[Example]:
    """A line for each class, up to MOST: the test image of it that was recognised most surely, or else any."""
    return [
        Example(label, _row(evidence, label), {part: int(n[label]) for part, n in evidence.counts.items()})
        for label in range(len(evidence.classes))[:MOST]
    ]


def html(evidence: Evidence, pictures: dict[int, str]) -> str:
    """The section; `pictures` are data URIs by row."""
    shown = [
        _card(evidence, example, "" if example.row is None else pictures.get(example.row, ""))
        for example in examples(evidence)
    ]
    left = len(evidence.classes) - len(shown)
    lead = ["The kinds it has to tell apart, each with its name and its sign."] if shown else []
    if any(example.row in pictures for example in examples(evidence)):
        lead.append("Each picture is one that the model was right about, and surest of, where there is one.")
        lead.append(part_shown(evidence.galaxies, evidence.result))
    after = [f"… and {formatting.count(left, 'more class', 'more classes')}."] if left else []
    cards = f'<ul class="cards">{"".join(shown)}</ul>' if shown else ""
    inside = markup.sentences([" ".join(lead)]) + cards + markup.sentences(after, "quiet")
    return markup.section("data", "The data", inside + markup.facts(facts(evidence)))


def _card(evidence: Evidence, example: Example, uri: str) -> str:
    label = evidence.labels[example.label]
    counted = ", ".join(f"{n:,} {words}" for n, words in _few(example.counts))
    shown = picture(uri, f"an example of {markup.text(label.name)}") if uri else ""
    return f"<li>{shown}<div>{markup.named(label)}<small>{markup.text(counted)}</small></div></li>"


def _few(counts: dict[str, int]) -> list[tuple[int, str]]:
    return [(counts[part], formatting.PARTS[part].lower()) for part in ("train", "test") if part in counts]


def _row(evidence: Evidence, label: int) -> int | None:
    galaxies, predictions = evidence.galaxies, evidence.predictions
    if galaxies is None:
        return None
    if predictions is not None and len(right := np.flatnonzero(predictions.right & (predictions.labels == label))):
        return int(predictions.rows[right[predictions.confidence[right].argmax()]])
    rows = thumbnails.handful(galaxies.labels, 1, 0, label)
    return int(rows[0]) if len(rows) else None


def _scale(evidence: Evidence) -> str:
    scale = evidence.galaxies.pixel_scale if evidence.galaxies is not None else None
    measured = scale[np.isfinite(scale)] if scale is not None else np.empty(0)
    return f"{np.median(measured):.3g}″ of sky in a pixel" if len(measured) else ""


def _split(evidence: Evidence) -> str:
    kinds = "class" if evidence.classes else "kind of galaxy"
    words = f"{evidence.run.request.split}, at random, stratified: each {kinds} has the same share in every part"
    if evidence.galaxies is not None and evidence.galaxies.ra is not None:
        words += f"; images within {splits.RADIUS:g}″ of each other on the sky stay on one side"
    return words
