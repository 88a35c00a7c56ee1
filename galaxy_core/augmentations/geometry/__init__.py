"""Geometric changes of images as matrices, applied once: exactly where they only turn or mirror, else bilinear.

A matrix leads from a pixel of the result to where it comes from, both as (x, y) from the image's centre, in pixels. The
eight symmetries of a square (the dihedral group D4) are numbered 4 m + r: mirrored left to right m times, then turned
by r quarters.
"""

import numpy as np

SYMMETRIES = 8
BORDERS = ("reflect", "edge", "black")
_MIRROR, _QUARTER = np.array([[-1, 0], [0, 1]]), np.array([[0, -1], [1, 0]])
_GROUP = np.stack([
    np.linalg.matrix_power(_MIRROR, number // 4) @ np.linalg.matrix_power(_QUARTER, number % 4)
    for number in range(SYMMETRIES)
]).astype(np.float32)  # fmt: skip


def symmetries(numbers: np.ndarray) -> np.ndarray:
    """The matrices of symmetries 0…7 (larger numbers begin anew): float32 (b, 2, 2)."""
    return _GROUP[np.asarray(numbers) % SYMMETRIES]


def after(first: np.ndarray | None, then: np.ndarray) -> np.ndarray:
    """Both changes as one, float32 (b, 3, 3): `then` (b, 2, 2), (b, 2, 3) or (b, 3, 3) follows `first`."""
    return _whole(then) if first is None else _whole(first) @ _whole(then)


def warp(batch: np.ndarray, matrices: np.ndarray, border: str = "reflect") -> np.ndarray:
    """uint8 (b, h, w, c), each image through its own matrix; `border` is what lies outside: one of BORDERS.

    A symmetry moves pixels and computes none, bit for bit; a quarter turn needs a square for that.
    """
    import cv2

    height, width = batch.shape[1:3]
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    outside = {"reflect": cv2.BORDER_REFLECT_101, "edge": cv2.BORDER_REPLICATE, "black": cv2.BORDER_CONSTANT}[border]
    out, abouts = np.empty(batch.shape, np.uint8), _abouts(matrices, height, width)
    for number, (image, about, exact) in enumerate(zip(batch, abouts, _exact(matrices, height, width), strict=True)):
        if exact >= 0:
            out[number] = symmetric(image, exact)
        else:
            cv2.warpAffine(image, about, (width, height), out[number], flags=flags, borderMode=outside)  # in place
    return out


def described(matrix: np.ndarray) -> list[str]:
    """What one change, (2, 2), (2, 3) or (3, 3), does to an image, in words: "mirrored", "turned 40°" (against the
    clock), "1.2 times as large", "moved 3 px right, 5 px up"; [] where it does nothing."""
    whole = _whole(np.asarray(matrix, np.float64)[None])[0]
    forth = np.linalg.inv(whole[:2, :2])  # from the image to the result
    determinant = float(np.linalg.det(forth))
    mirrored, size = determinant < 0, abs(determinant) ** 0.5
    turning = forth @ _MIRROR if mirrored else forth
    angle = round(float(np.degrees(np.arctan2(turning[0, 1] - turning[1, 0], turning[0, 0] + turning[1, 1])))) % 360
    right, down = (round(float(part)) for part in -forth @ whole[:2, 2])
    words = ["mirrored"] * mirrored + [f"turned {angle}°"] * (angle != 0)
    words += [f"{size:.2f} times as large"] * (abs(size - 1) >= 0.005)
    moved = [f"{abs(right)} px {'right' if right > 0 else 'left'}"] * (right != 0)
    moved += [f"{abs(down)} px {'down' if down > 0 else 'up'}"] * (down != 0)
    return words + [f"moved {', '.join(moved)}"] * bool(moved)


def symmetric(image: np.ndarray, number: int) -> np.ndarray:
    """One image (h, w, c) under symmetry 0…7: a view."""
    mirrored = image[:, ::-1] if number // 4 else image
    return np.rot90(mirrored, number % 4)


def blank(matrices: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """Share of the pixels of a result of (height, width) that come from outside the image: float32 (b,)."""
    height, width = size
    grid = np.stack(np.meshgrid(np.arange(width) - (width - 1) / 2, np.arange(height) - (height - 1) / 2), -1)
    whole, shares = _whole(matrices), []
    for matrix in whole:
        from_where = np.abs(grid @ matrix[:2, :2].T + matrix[:2, 2])
        shares.append((from_where > np.array([width, height]) / 2 + 1e-3).any(axis=-1).mean())
    return np.array(shares, np.float32)


def _whole(matrices: np.ndarray) -> np.ndarray:
    """(b, 2, 2) or (b, 2, 3) as (b, 3, 3)."""
    if matrices.shape[1] == 3:
        return matrices
    whole = np.tile(np.eye(3, dtype=np.float32), (len(matrices), 1, 1))
    whole[:, :2, : matrices.shape[2]] = matrices
    return whole


def _abouts(matrices: np.ndarray, height: int, width: int) -> np.ndarray:
    """The same from the corner of the image instead of its middle, as OpenCV wants them: float64 (b, 2, 3)."""
    whole, middle = _whole(matrices).astype(np.float64), np.array([(width - 1) / 2, (height - 1) / 2])
    abouts = whole[:, :2].copy()
    abouts[:, :, 2] += middle - whole[:, :2, :2] @ middle
    return abouts


def _exact(matrices: np.ndarray, height: int, width: int) -> np.ndarray:
    """Which symmetry each matrix is, or −1: int64 (b,)."""
    whole = _whole(matrices)
    same = (whole[:, None, :2, :2] == _GROUP[None]).all(axis=(2, 3)) & (whole[:, None, :2, 2] == 0).all(axis=2)
    if height != width:
        same[:, 1::2] = False
    return np.where(same.any(axis=1), same.argmax(axis=1), -1)
