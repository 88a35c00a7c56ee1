"""`datasets`: what data sets have a name, and whether they are here."""

from galaxy_core.cli import terminal

TITLE = "List the data sets"
SENTENCE = "Lists the data sets that have a name: whether they are here, how many images, which classes."
ORDER = 0


def arguments(parser) -> None:
    """None of its own."""


def run(options) -> list[dict]:
    """`{name, title, task, present, synthetic, n, classes, counts}` of each; null where unknown."""
    from galaxy_core import datasets

    found = [datasets.summary(name) for name in datasets.names()]
    for one in found:
        if one.reason:
            terminal.say(f"{one.title} can't be used: {one.reason}")
    return [_document(one) for one in found]


def text(value: list[dict]) -> terminal.Parts:
    """A table, and how to get what isn't here."""
    from galaxy_core import datasets
    from galaxy_core.charts import formatting

    rows = [
        (one["name"], one["title"], formatting.count(one["n"]), len(one["classes"] or ()) or None, _place(one))
        for one in value
    ]
    absent = [datasets.absence(one["name"]) for one in value if not one["present"] and datasets.loads(one["name"])]
    return [terminal.table(("NAME", "TITLE", "IMAGES", "CLASSES", "HERE"), rows, right=(2, 3)), *absent]


def _document(one) -> dict:
    return {
        "name": one.name, "title": one.title, "task": one.task, "present": one.present, "synthetic": one.synthetic,
        "n": one.n, "classes": one.classes, "counts": one.counts,
    }  # fmt: skip


def _place(one: dict) -> str:
    if not one["present"]:
        return "no"
    return "yes, synthetic" if one["synthetic"] else "yes"
