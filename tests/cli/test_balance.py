"""`balance`: what an epoch shows of each class, counted on a file of the layout and the counts of Galaxy10 SDSS."""

import h5py
import numpy as np
import pytest

from galaxy_core import datasets, plugins, splits
from galaxy_core.augmentations import balancing
from galaxy_core.datasets import galaxy10_sdss

KEYS = ["policy", "classes", "before", "after", "weights", "validation", "test"]


@pytest.fixture(scope="session")
def sdss(tmp_path_factory):
    """All the rows of Galaxy10 SDSS, with images of 8 × 8 pixels."""
    path, counts = tmp_path_factory.mktemp("sdss") / "Galaxy10.h5", galaxy10_sdss.COUNTS
    with h5py.File(path, "w") as file:
        file["images"] = np.zeros((sum(counts), 8, 8, 3), np.uint8)
        file["ans"] = np.random.default_rng(1).permutation(np.repeat(np.arange(10, dtype=np.uint8), counts))
    return path


def counted(path, policy="80/10/10"):
    """Images of each class in each part, straight from the split."""
    galaxies = datasets.open_dataset(str(path))
    split = splits.split(galaxies, policy)
    return {part: np.bincount(galaxies.labels[split.part(part)], minlength=10).tolist() for part in splits.PARTS}


@pytest.mark.parametrize("split", ["80/10/10", "75/25@3"])
def test_the_training_part_is_raised_as_in_study_000(trained, sdss, split):
    answer = trained.inside("balance", "--dataset", sdss, "--policy", "raise_small", "--split", split, "--json")
    assert answer.code == 0 and answer.err.startswith("Its images are 8 × 8 pixels"), "what one should know of the file"
    found, real = answer.json, counted(sdss, split)
    assert list(found) == KEYS and found["policy"] == "raise_small:images=4000"
    assert tuple(found["classes"]) == galaxy10_sdss.CLASSES
    assert [found[key] for key in ("before", "validation", "test")] == [real["train"], real["validation"], real["test"]]
    largest = sorted(real["train"])[-2:]
    assert found["after"] == [count if count in largest else 4000 for count in real["train"]]
    assert found["weights"] is None
    assert [sum(column) for column in zip(*real.values(), strict=True)] == list(galaxy10_sdss.COUNTS)


@pytest.mark.parametrize("policy", plugins.names(balancing))
def test_every_policy_is_counted_and_changes_the_training_part_alone(trained, sdss, policy):
    found = trained.inside("balance", "--dataset", sdss, "--policy", policy, "--json").json
    real = counted(sdss)
    assert found["after"] == balancing.shown(policy, np.array(real["train"])).tolist()
    assert (found["before"], found["validation"], found["test"]) == tuple(real.values())
    assert (found["weights"] is None) == (policy != "class_weights")
    if found["weights"]:
        assert found["weights"] == pytest.approx(sum(real["train"]) / (10 * np.array(real["train"])), abs=1e-4)


def test_the_table(trained, sdss):
    lines = trained.inside("balance", "--dataset", sdss, "--policy", "raise_and_cut:images=4000").out.splitlines()
    real = counted(sdss)
    assert lines[0].split() == ["CLASS", "BEFORE", "AFTER"] and len(lines) == 12
    for line, name, before in zip(lines[1:11], galaxy10_sdss.CLASSES, real["train"], strict=True):
        assert line.startswith(name) and line.split()[-2:] == [f"{before:,}", "4,000"]
    validation, test = (f"{sum(real[part]):,}" for part in ("validation", "test"))
    assert lines[-1] == (
        f"An epoch shows 40,000 images, of {sum(real['train']):,} for training. Validation ({validation} images) and "
        f"test ({test}) stay as they are."
    )
    weighted = trained.inside("balance", "--dataset", sdss, "--policy", "class_weights").out.splitlines()
    assert weighted[0].split() == ["CLASS", "BEFORE", "AFTER", "WEIGHT"]
    assert weighted[2].split()[-1] == f"{sum(real['train']) / (10 * real['train'][1]):.2f}"


def test_its_help_lists_the_policies(trained):
    out = trained.inside("balance", "--help").out
    for head in plugins.heads(balancing):
        assert f"  {head.name}: {head.sentence}" in out
    assert "    images=4000: How many images of every class but the two largest an epoch then shows." in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--policy", "more"], "“more” is not one of the balancing: choose none, class_weights, power"),
        (["--policy", "raise_small:images=0"], "images = 0 is out of range: give a whole number from 1 to 100000"),
        (["--policy", "raise_small:number=3"], "“number” is not a parameter here: choose images"),
        (["--policy", "raise_small:images"], "write NAME:PARAMETER=VALUE"),
        (["--policy", "raise_and_cut:images=9"], "would cut more than the two largest classes: give at least"),
        (["--policy", "targeted:factors=10x2"], "There is no class 10 in factors = “10x2”: give 0 to 9"),
        (["--policy", "none", "--split", "60/60"], "“60/60” is not a split"),
        ([], "The following arguments are required: --policy"),
    ],
)
def test_wrong_use_is_a_sentence(trained, arguments, words):
    answer = trained.inside("balance", "--dataset", "sample", "--json", *arguments)
    assert (answer.code, answer.out) == (2, "")
    assert words in answer.err.splitlines()[-1]


@pytest.mark.parametrize(
    ("dataset", "code", "words"), [("nix", 2, "“nix” is neither"), ("galaxy10_sdss", 1, "download")]
)
def test_data_that_are_not_here_are_a_sentence(trained, dataset, code, words):
    answer = trained.inside("balance", "--dataset", dataset, "--policy", "none", "--json")
    assert (answer.code, answer.out) == (code, "")
    assert words in answer.sentence


def test_the_sample_is_said_to_be_drawn(trained):
    answer = trained("balance", "--dataset", "sample", "--policy", "power", "--json")
    assert answer.code == 0 and answer.sentence.startswith("Synthetic")
    assert sum(answer.json["after"]) == sum(answer.json["before"])
