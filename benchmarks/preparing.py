"""How fast a folder of pictures is prepared, against the studies' own way: `python -m benchmarks.preparing [FOLDER]`.

The studies' way is study 003's function, picture by picture in one thread: read, find the central source, cut, write.
Ours is `prepare.folder` with the step `central_source`, on all cores. Both prepare the same JPEG files in turn, each
time into a new folder; the medians and their ratio are what to quote. Every pixel of both is compared. Without a
folder, the files are galaxies of the sample, enlarged to the study's 424 pixels.
"""

import argparse
import tempfile
import time
from pathlib import Path
from statistics import median

import numpy as np

from galaxy_core.datasets import open_dataset
from galaxy_core.prepare.folder import prepare_folder
from galaxy_core.prepare.folder.listing import pictures_of

SIZE = 424  # pixels along a side, as the study's
NOISE = 4  # grey levels: real pictures have some, and what is smooth is unpacked too fast
STEP = "central_source"


def main() -> None:
    """Reads the command line, measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, help="JPEG files of 424 × 424 pixels")
    parser.add_argument("--images", type=int, default=400, help="drawn where no folder is given")
    parser.add_argument("--times", type=int, default=7, help="of each, in turn")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="galaxy-preparing-") as place:
        folder = options.folder or draw(Path(place) / "drawn", options.images)
        print("\n".join(compare(folder, Path(place), options.times)))


def draw(folder: Path, count: int) -> Path:
    """Writes galaxies of the sample as JPEG files of the study's size: in colour, with some noise."""
    import cv2

    folder.mkdir(parents=True)
    galaxies, random = open_dataset("sample"), np.random.default_rng(0)
    for row in range(count):
        image = cv2.resize(
            galaxies.images(np.array([row % galaxies.n]))[0], (SIZE, SIZE), interpolation=cv2.INTER_CUBIC
        )
        noisy = np.clip(image + random.normal(0, NOISE, image.shape), 0, 255).astype(np.uint8)
        cv2.imwrite(str(folder / f"{row:06}.jpg"), noisy[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 90])
    return folder


def compare(folder: Path, place: Path, times: int) -> list[str]:
    """The lines to print. Folders stay until the end: ext4 makes files slowly where some have just been removed."""
    files = sorted(picture.path for picture in pictures_of(folder, place))
    contenders = {
        "studies": lambda out: studies(files, out),
        "ours": lambda out: prepare_folder(folder, (STEP,), out),
    }
    seconds = {who: [] for who in contenders}
    for turn in range(times + 1):
        for who, work in contenders.items():
            (out := place / f"{who}-{turn}").mkdir()
            began = time.perf_counter()
            work(out)
            seconds[who].append(time.perf_counter() - began)
    medians = {who: median(taken[1:]) for who, taken in seconds.items()}  # the first reads the disk, and isn't counted
    ratios = sorted(theirs / own for theirs, own in list(zip(*seconds.values(), strict=True))[1:])
    lines = [f"{who:8} {len(files) / taken:6.0f} images/s" for who, taken in medians.items()]
    spread = f"from {ratios[0]:.2f} to {ratios[-1]:.2f}, {times} of each in turn, {len(files)} files"
    same = equal(place / "studies-0", place / "ours-0")
    return [*lines, f"{'ratio':8} {median(ratios):6.2f} × ({spread})", f"{same} of {len(files)} images are equal"]


def equal(theirs: Path, ours: Path) -> int:
    """How many images of two folders are the same in every pixel."""
    import cv2

    def pixels(path: Path) -> np.ndarray | None:
        return cv2.imread(str(path), cv2.IMREAD_UNCHANGED)

    return sum(np.array_equal(pixels(path), pixels(ours / path.name)) for path in theirs.glob("*.png"))


def studies(files: list[str], out: Path) -> None:
    """Study 003's way with many pictures, in one thread."""
    import cv2

    before = cv2.getNumThreads()
    cv2.setNumThreads(1)
    for file in files:
        study(Path(file), out)
    cv2.setNumThreads(before)


def study(file: Path, out: Path) -> None:
    """Study 003's way with one picture, by its own steps and numbers."""
    import cv2

    grey = cv2.cvtColor(cv2.imread(str(file)), cv2.COLOR_BGR2GRAY)
    _, bright = cv2.threshold(cv2.GaussianBlur(grey, (5, 5), 0), 30, 255, cv2.THRESH_BINARY)
    wide = cv2.dilate(bright, cv2.getStructuringElement(cv2.MORPH_RECT, (5, 5)), iterations=1)
    outlines, _ = cv2.findContours(wide, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for outline in outlines:
        moments = cv2.moments(outline)
        if cv2.contourArea(outline) >= 100 and moments["m00"] != 0:
            x, y = int(moments["m10"] / moments["m00"]), int(moments["m01"] / moments["m00"])
            found.append((np.hypot(x - 212, y - 212), outline))
    x, y, width, height = cv2.boundingRect(min(found, key=lambda one: one[0])[1]) if found else (0, 0, SIZE, SIZE)
    if x >= 159 and y >= 159 and x + width <= 265 and y + height <= 265:
        small = grey[159:265, 159:265]
    elif x >= 106 and y >= 106 and x + width <= 318 and y + height <= 318:
        small = cv2.resize(grey[106:318, 106:318], (106, 106))
    else:
        small = cv2.resize(grey, (106, 106))
    cv2.imwrite(str(out / f"{file.stem}.png"), small)


if __name__ == "__main__":
    main()
