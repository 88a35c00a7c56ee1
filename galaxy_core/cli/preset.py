"""`preset NAME`: queues a whole study with one command."""

from typing import TYPE_CHECKING, Any

from galaxy_core import cli
from galaxy_core.cli import terminal

if TYPE_CHECKING:
    from galaxy_core.presets import Published
    from galaxy_core.tasks import Task

TITLE = "Run a whole study"
SENTENCE = "Queues all runs of a preset: a study as somebody did it, or a recipe of ours."
ORDER = 2.6


def arguments(parser) -> None:
    """Which preset, on what; the help lists them."""
    from galaxy_core import plugins, presets

    parser.add_argument("name", metavar="NAME", help="one of the presets below; hyphens or underscores")
    parser.add_argument("--dataset", metavar="DATASET", help="as “train” takes it; default: the one it was made for")
    parser.add_argument("--quick", action="store_true", help="fewer epochs and smaller images, to see that it works")
    parser.add_argument("--wait", action="store_true", help="show its progress and return when all runs have ended")
    heads = plugins.heads(presets)
    parser.epilog = "\n".join(["presets:", *(f"  {head.name}: {head.reason or head.sentence}" for head in heads)])


def run(options) -> dict[str, Any]:
    """`{preset, study, dataset, task, quick, runs: [{run, title, status}], published: [{who, value, measure, question,
    protocol, dataset}], needs: {seconds, disk, memory}}`."""
    from dataclasses import asdict

    from galaxy_core import datasets, presets, queue, runs, splits
    from galaxy_core.charts import formatting
    from galaxy_core.cli import waiting
    from galaxy_core.evaluation import resources
    from galaxy_core.runs import plans

    module = presets.preset(options.name)
    name = module.__name__.rpartition(".")[2]
    dataset = cli.reference(options.dataset or next(iter(module.DATASETS), datasets.usual()))
    galaxies = datasets.open_dataset(dataset)
    counts = splits.split(galaxies).counts("train")
    needed = resources.resources(plans.requests(name, dataset, counts, options.quick), galaxies)
    for sentence in (
        *plans.remarks(name, counts),
        *galaxies.notes,
        formatting.resources(needed.runs, needed.seconds, needed.memory, needed.disk),
    ):
        terminal.say(sentence)
    created = plans.create(name, dataset, counts, options.quick)
    queue.ensure()
    if options.wait:
        waiting.until_all_ended(created, lambda run: "", ": “runs” tells how far they are.")
    return {
        "preset": name,
        "study": created[0].request.study,
        "dataset": dataset,
        "task": galaxies.task.name,
        "quick": options.quick,
        "runs": [{"run": member.name, "title": runs.title(member), "status": member.status} for member in created],
        "published": [asdict(figure) for figure in module.PUBLISHED],
        "needs": asdict(needed),
    }


def text(value: dict[str, Any]) -> terminal.Parts:
    """Its runs, how each is, and what was reported elsewhere."""
    from galaxy_core import tasks
    from galaxy_core.presets import Published

    lines: list[terminal.Part] = [f"{value['preset']} is the study {value['study']}.", ""]
    rows = [(member["title"], member["status"], member["run"]) for member in value["runs"]]
    lines.append(terminal.table(("TITLE", "STATUS", "RUN"), rows))
    if value["published"]:
        figures = [_figure(Published(**figure), tasks.kind(value["task"])) for figure in value["published"]]
        heads = ("WHO", "SCORE", "OF", "HOW")
        lines += ["", "Reported elsewhere, under other rules:", terminal.table(heads, figures, (1,))]
    return lines


def _figure(figure: "Published", task: "type[Task]") -> tuple[str, str, str, str]:
    """Who reported it, the figure in its unit, of what, and how it was measured."""
    from galaxy_core.charts import measures

    known = next((measure for measure in task.SCORES if measure.key == figure.measure), None)
    of = f"{known.title if known else figure.measure}{f', {figure.question}' if figure.question else ''}"
    return figure.who, measures.reported(figure, task), of, figure.protocol


def failure(value: dict[str, Any]) -> str | None:
    """That some of its runs failed or were stopped."""
    bad = [member for member in value["runs"] if member["status"] in ("failed", "stopped")]
    if not bad:
        return None
    return f"{len(bad)} of its {len(value['runs'])} runs did not finish: “show {bad[0]['run']}” says why."
