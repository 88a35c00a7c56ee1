"""Splits: the same rows for the same seed, each class in its share, one place of the sky on one side only."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from galaxy_core import DataError, StorageError, UsageError, splits, tasks
from galaxy_core.datasets import Galaxies, galaxy10_decals, galaxy10_sdss
from galaxy_core.storage import lock

ARCSEC = 1 / 3600


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder: no split has been made before."""
    monkeypatch.setenv("GALAXY_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def galaxies(
    labels: np.ndarray, ra: np.ndarray | None = None, dec: np.ndarray | None = None, prints: np.ndarray | None = None
) -> Galaxies:
    """A data set whose images are all different, unless their prints aren't; another one each time."""
    labels = np.asarray(labels, np.int64)
    classes = tuple(f"class {number}" for number in range(int(max(labels)) + 1))
    prints = np.zeros(len(labels), np.uint64) if prints is None else prints.astype(np.uint64)
    return Galaxies(
        name="x", title="x", task=tasks.task("classes", classes), targets=labels, image_shape=(8, 8, 3),
        content=f"images{next(NUMBERS)}", read=pytest.fail, prints=lambda progress: prints,
        ra=None if ra is None else np.asarray(ra, float), dec=None if dec is None else np.asarray(dec, float),
    )  # fmt: skip


NUMBERS: Iterator[int] = iter(range(10**6))


def sky(n: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Positions all over the sky, none near another."""
    random = np.random.default_rng(seed)
    return random.uniform(0, 360, n), np.degrees(np.arcsin(random.uniform(-1, 1, n)))


def of(counts: tuple[int, ...]) -> np.ndarray:
    """Labels sorted by class, as the published sets are."""
    return np.repeat(np.arange(len(counts)), counts)


def check_parts(found: splits.Split, n: int) -> None:
    """Three sorted parts that hold every row once."""
    parts = [found.part(name) for name in splits.PARTS]
    assert np.array_equal(np.sort(np.concatenate(parts)), np.arange(n))
    for rows in parts:
        assert rows.dtype == np.int64
        assert (np.diff(rows) > 0).all()


@pytest.mark.parametrize("policy", splits.POLICIES)
@pytest.mark.parametrize("counts", [galaxy10_decals.COUNTS, galaxy10_sdss.COUNTS, (3, 3), (3, 1000), (4, 5, 6, 7)])
def test_every_class_has_its_share_to_one_image(policy: str, counts: tuple[int, ...]) -> None:
    labels, (validation, test) = of(counts), splits.shares(policy)
    found = splits.split(galaxies(labels), policy)
    check_parts(found, len(labels))
    for label, count in enumerate(counts):
        have = {name: (labels[found.part(name)] == label).sum() for name in splits.PARTS}
        assert all(have.values())
        for name, share in {"validation": validation, "test": test, "train": 1 - validation - test}.items():
            assert abs(have[name] - share * count) <= 1 or count < 20, (label, name)


def test_the_same_seed_gives_the_same_rows_and_another_others() -> None:
    labels = of((50, 60))
    one, same, other = (splits.split(galaxies(labels), seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(one.test, same.test)
    assert not np.array_equal(one.test, other.test)
    assert (one.policy, one.seed) == ("80/10/10", 1)
    assert one.test.tolist() == [2, 20, 33, 41, 42, 52, 64, 65, 99, 104, 109]  # on every machine, in every version


def test_rows_sorted_by_class_are_shuffled() -> None:
    found = splits.split(galaxies(of((1000, 1000))))
    assert 300 < np.median(found.test[found.test < 1000]) < 700


def test_shares_of_the_policies() -> None:
    expected = {"80/10/10": (0.1, 0.1), "90/10": (0.09, 0.1), "80/20": (0.08, 0.2), "75/25": (0.075, 0.25)}
    for policy, (validation, test) in expected.items():
        assert splits.shares(policy) == pytest.approx((validation, test))
    assert splits.shares("60/15/25") == (0.15, 0.25)


@pytest.mark.parametrize(
    "policy",
    [
        "",
        "80",
        "80/10",
        "100/0",
        "0/100",
        "80/0/20",
        "a/b",
        "80/10/5/5",
        "-10/110",
        "80,20",
        "80/20@",
        "80/20@x",
        "80/20@-1",
        "@5",
    ],
)
def test_other_texts_are_a_usage_error(policy: str) -> None:
    with pytest.raises(UsageError, match=r"choose 80/10/10|every part needs images"):
        splits.split(galaxies(of((10, 10))), policy)


def test_a_negative_seed_and_an_unknown_part_are_usage_errors() -> None:
    with pytest.raises(UsageError, match="seed -1"):
        splits.split(galaxies(of((10, 10))), seed=-1)
    with pytest.raises(UsageError, match="“all” is not a part"):
        splits.split(galaxies(of((10, 10)))).part("all")


@pytest.mark.parametrize("counts", [(10, 2), (1, 10), (10, 0, 10)])
def test_a_class_too_small_is_named(counts: tuple[int, ...]) -> None:
    label = int(np.argmin(counts))
    with pytest.raises(
        DataError, match=f"The class class {label} has {counts[label]} images?; .*: add {3 - counts[label]}"
    ):
        splits.split(galaxies(of(counts)))


def test_a_class_of_one_galaxy_many_times_is_too_small() -> None:
    ra, dec = sky(15)
    ra[10:], dec[10:] = 5.0, 5.0
    with pytest.raises(DataError, match="class 1 has 5 images, but they show 1 separate galaxy"):
        splits.split(galaxies(of((10, 5)), ra, dec))


def test_a_position_that_a_crowd_shares_is_no_place() -> None:
    """1,600 images at 0, 0 are as good as 1,600 without a position: every part has its share of them."""
    ra, dec = sky(8000)
    crowd = np.random.default_rng(3).permutation(8000)[:1600]
    ra[crowd], dec[crowd] = 0.0, 0.0
    found = splits.split(galaxies(of((3000, 3000, 2000)), ra, dec))
    check_parts(found, 8000)
    have = {part: np.isin(crowd, found.part(part)).sum() for part in splits.PARTS}
    assert have["train"] == pytest.approx(1280, abs=60)
    assert have["validation"] == pytest.approx(160, abs=40) and have["test"] == pytest.approx(160, abs=40)


def test_pictures_with_the_same_pixels_stay_together_with_and_without_positions() -> None:
    prints = np.arange(1, 601)
    prints[400:500] = prints[:100]
    prints[500:520] = 0  # blank: nobody's copy
    labels = np.random.default_rng(0).permutation(of((300, 300)))
    for places in ((None, None), sky(600)):
        found = splits.split(galaxies(labels, *places, prints))
        side = np.zeros(600, int)
        side[found.validation], side[found.test] = 1, 2
        assert np.array_equal(side[400:500], side[:100])
        assert len(set(side[500:520])) > 1
    ra, dec = sky(600)
    ra[1], dec[1] = ra[400], dec[400]  # 0 and 400 look alike, 1 and 400 are at one place, 1 and 401 look alike
    group = splits.groups(galaxies(labels, ra, dec, prints))
    assert group[0] == group[400] == group[1] == group[401] != group[2]


def test_corrected_labels_move_no_row() -> None:
    labels, draw = of((500, 300, 200)), np.random.default_rng(1)
    ra, dec = sky(1000)
    ra[100:130], dec[100:130] = ra[:30], dec[:30]
    whole = galaxies(labels, ra, dec)
    before = splits.split(whole)
    wrong = draw.permutation(1000)[:50]
    labels = labels.copy()
    labels[wrong] = (labels[wrong] + draw.integers(1, 3, 50)) % 3
    for now in (replace(whole, targets=labels), replace(whole, targets=labels, ra=None, dec=None, name="moved")):
        after = splits.split(now)
        assert all(np.array_equal(after.part(part), before.part(part)) for part in splits.PARTS)
        assert after.source.labels == whole.identity.labels != now.identity.labels
        assert after.counts("test").tolist() == np.bincount(labels[before.test], minlength=3).tolist()
    assert not np.array_equal(after.counts("train"), before.counts("train"))
    assert not np.array_equal(splits.split(replace(now, content="other images")).test, before.test)


def test_it_is_made_once_and_kept(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = galaxies(of((50, 60)))
    assert splits.find(whole) is None and splits.is_quick(whole)
    first = splits.split(whole)
    assert [file.name for file in (data_folder / "splits").glob("*.npz")] == [f"{whole.content}-80-10-10-0.npz"]
    monkeypatch.setattr(splits, "groups", pytest.fail)
    for found in (
        splits.split(whole),
        splits.find(whole),
        splits.split(whole, "80/10/10@0"),
        splits.find(whole, seed=0),
    ):
        assert np.array_equal(found.test, first.test)
    assert splits.find(whole, "80/10/10@1") is None and splits.find(whole, "90/10") is None


@pytest.mark.parametrize("content", [b"", b"words", "cut"])
def test_one_that_is_damaged_is_made_again(content: bytes | str) -> None:
    whole = galaxies(of((50, 60)))
    first, file = splits.split(whole), splits.path(whole)
    file.write_bytes(file.read_bytes()[:-30] if isinstance(content, str) else content)
    assert splits.find(whole) is None
    assert np.array_equal(splits.split(whole).test, first.test)
    assert splits.find(whole) is not None


TWO = """
import sys, numpy as np
from galaxy_core import splits, tasks
from galaxy_core.datasets import Galaxies
labels = np.random.default_rng(int(sys.argv[1])).permutation(np.repeat([0, 1], 500))
whole = Galaxies("x", "x", tasks.task("classes", ("a", "b")), labels, (8, 8, 3), "images", print,
                 prints=lambda progress: np.zeros(1000, np.uint64))
print("ready", flush=True)
sys.stdin.readline()
print(splits.split(whole).test.tolist())
"""


def test_processes_that_make_it_at_once_agree_whatever_labels_they_know() -> None:
    begun = [
        subprocess.Popen(
            [sys.executable, "-c", TWO, str(seed)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for seed in range(3)
    ]
    for process in begun:
        assert process.stdout.readline() == "ready\n"
    for process in begun:
        process.stdin.write("go\n")
        process.stdin.flush()
    assert len({process.communicate(timeout=120)[0] for process in begun}) == 1


def test_a_folder_that_cannot_be_written_only_forgets_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> None:
        raise StorageError("It can't be written.")

    whole = galaxies(of((50, 60)))
    monkeypatch.setattr(lock, "waiting", refuse)
    assert np.array_equal(splits.split(whole).test, splits.split(whole).test)
    assert splits.find(whole) is None


def test_a_class_that_has_nothing_left_to_learn_from_is_named() -> None:
    whole = galaxies(of((30, 10)))
    split = splits.split(whole)
    labels = whole.labels.copy()
    labels[np.intersect1d(split.train, np.arange(30, 40))] = 0
    with pytest.raises(DataError, match=r"class 1 has no image in the training part.*draw another, such as 80/10/10@1"):
        splits.split(replace(whole, targets=labels))


PLACES = {
    "equator": ((10.0, 0.0), (10.0, 9 * ARCSEC)),
    "far in the north, far in ra": ((10.0, 80.0), (10.0 + 50 * ARCSEC, 80.0)),
    "across 0 h": ((359.9999, 20.0), (0.0001, 20.0)),
    "-180 and 180": ((-180.0, 0.0), (180.0, 0.0)),
    "north pole": ((0.0, 90 - 4 * ARCSEC), (180.0, 90 - 4 * ARCSEC)),
    "south pole": ((77.0, -90.0), (200.0, -90.0)),
    "same": ((1.0, 2.0), (1.0, 2.0)),
}


@pytest.mark.parametrize("place", PLACES)
def test_neighbours_on_the_sky_share_a_group(place: str) -> None:
    (ra1, dec1), (ra2, dec2) = PLACES[place]
    found = splits.groups(galaxies(of((2, 1)), [ra1, ra2, 100.0], [dec1, dec2, 45.0]))
    assert found[0] == found[1] != found[2]


def test_eleven_arcsec_apart_they_do_not_but_a_chain_does() -> None:
    dec = np.array([0, 11, 30, 39, 48, 57]) * ARCSEC
    assert splits.groups(galaxies(of((3, 3)), np.zeros(6), dec)).tolist() == [0, 1, 2, 2, 2, 2]


def test_unknown_positions_are_groups_of_their_own() -> None:
    nothing = np.full(4, np.nan)
    assert splits.groups(galaxies(of((2, 2)), nothing, nothing)).tolist() == [0, 1, 2, 3]
    ra = np.array([5.0, np.nan, 5.0, np.nan])
    assert splits.groups(galaxies(of((2, 2)), ra, np.zeros(4))).tolist() == [0, 1, 0, 2]
    assert splits.groups(galaxies(of((2, 2)))).tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize("seed", range(5))
def test_no_group_is_ever_divided(seed: int) -> None:
    """600 galaxies, 80 twins with other labels, 20 chains of five: shares hold, and nothing crosses."""
    random = np.random.default_rng(seed)
    ra, dec = sky(600, seed)
    ra[300:380], dec[300:380] = ra[:80], dec[:80]
    for chain in range(20):
        rows = 400 + 5 * chain + np.arange(5)
        ra[rows], dec[rows] = ra[rows[0]], 0.3 + chain + np.arange(5) * 9 * ARCSEC
    labels = random.permutation(of((300, 200, 100)))
    whole = galaxies(labels, ra, dec)
    found = splits.split(whole, seed=seed)
    check_parts(found, 600)
    side = np.zeros(600, int)
    side[found.validation], side[found.test] = 1, 2
    group = splits.groups(whole)
    assert len(set(group)) == 600 - 80 - 20 * 4
    for number in set(group):
        assert len(set(side[group == number])) == 1
    assert len(found.test) == pytest.approx(60, abs=6)
    assert len(found.validation) == pytest.approx(60, abs=6)


def test_one_long_chain_leaves_every_part_something() -> None:
    """A group larger than any share can't be placed well; every part must still have images of the class."""
    ra, dec = sky(53)
    ra[:50], dec[:50] = 5.0, np.arange(50) * 5 * ARCSEC
    for seed in range(10):
        found = splits.split(galaxies(np.append(of((52,)), 0), ra, dec), "75/25", seed)
        assert min(len(found.part(name)) for name in splits.PARTS) >= 1


def test_a_policy_can_name_its_own_draw() -> None:
    found = galaxies(of((40, 60)))
    named, same, other = (
        splits.split(found, policy, seed) for policy, seed in (("80/20@7", 0), ("80/20", 7), ("80/20", 0))
    )
    assert np.array_equal(named.test, same.test) and not np.array_equal(named.test, other.test)
    assert splits.shares("80/20@7") == splits.shares("80/20") and named.seed == 7
