"""Where the files of a published data set are, so that they can be fetched and checked."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Download:
    """Where the published file is: `size` in bytes, `sha256` in hexadecimal; "" where none is published: then the size
    is about so much. `others` are files that belong to it. All go into `place`, a folder in the data folder; what is in
    an archive (.zip) goes into a folder of its name there."""

    url: str
    sha256: str
    size: int
    others: tuple["Download", ...] = ()
    place: str = ""

    @property
    def files(self) -> tuple["Download", ...]:
        """All files, the largest last."""
        return (*self.others, self)

    @property
    def total(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)

    @property
    def file(self) -> str:
        """The name of the file."""
        return self.url.rsplit("/", 1)[-1]
