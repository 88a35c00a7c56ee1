"""`balance --dataset DATASET --policy P`: how many images of each class an epoch shows, before anything is trained."""

from galaxy_core.cli import terminal

TITLE = "Count what balancing shows"
SENTENCE = "Counts the training images of each class, and those that an epoch shows under a balancing policy."
ORDER = 1.9


def arguments(parser) -> None:
    """The data set, the policy, the split; the help lists the policies and their parameters."""
    from galaxy_core import runs
    from galaxy_core.augmentations import balancing
    from galaxy_core.cli import catalogue

    parser.add_argument("--dataset", metavar="DATASET", required=True, help="as “train” takes it")
    parser.add_argument(
        "--policy", metavar="P", required=True, help="one of the policies below: NAME or NAME:PARAMETER=VALUE,…"
    )
    parser.add_argument(
        "--split", metavar="SPLIT", default=runs.Request.split, help="as “train” takes it; default: %(default)s"
    )
    parser.epilog = catalogue.listing(balancing, "policies and their parameters (--policy NAME:PARAMETER=VALUE,…)")


def run(options) -> dict:
    """`{policy, classes, before, after, weights, validation, test}`: lists in the order of the classes.

    `before` counts the images of the training part, `after` those that an epoch shows of it; `weights` is how much a
    mistake on one image counts, null where all count alike.
    """
    import numpy as np

    from galaxy_core import datasets, splits
    from galaxy_core.augmentations import balancing

    policy = balancing.policy(options.policy)
    galaxies = datasets.open_dataset(options.dataset)
    split = splits.split(galaxies, options.split)
    for note in galaxies.notes:
        terminal.say(note)
    labels = {part: galaxies.labels[split.part(part)] for part in splits.PARTS}
    counts = {part: np.bincount(part_labels, minlength=len(galaxies.classes)) for part, part_labels in labels.items()}
    weights = balancing.weights(str(policy), counts["train"]) if hasattr(policy.module, "weights") else None
    return {
        "policy": str(policy),
        "classes": list(galaxies.classes),
        "before": counts["train"].tolist(),
        "after": balancing.shown(str(policy), counts["train"]).tolist(),
        "weights": None if weights is None else [round(weight, 4) for weight in weights.tolist()],
        "validation": counts["validation"].tolist(),
        "test": counts["test"].tolist(),
    }


def text(value: dict) -> terminal.Parts:
    """A table of the classes, and that only the training part changes."""
    from galaxy_core.charts import formatting

    columns = [
        value["classes"],
        *([formatting.count(images) for images in value[name]] for name in ("before", "after")),
    ]
    heads = ["CLASS", "BEFORE", "AFTER"]
    if value["weights"]:
        heads, columns = [*heads, "WEIGHT"], [*columns, [f"{weight:.2f}" for weight in value["weights"]]]
    table = terminal.table(heads, zip(*columns, strict=True), right=range(1, len(heads)))
    shown, there, validation, test = (sum(value[name]) for name in ("after", "before", "validation", "test"))
    epoch = f"An epoch shows {formatting.count(shown, 'image')}, of {formatting.count(there)} for training."
    others = (
        f"Validation ({formatting.count(validation, 'image')}) and test ({formatting.count(test)}) stay as they are."
    )
    return [table, f"{epoch} {others}"]
