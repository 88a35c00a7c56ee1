"""Why a data set or a picture can't be used: the one place where these sentences stand.

Each says what was found, with its values, and after the colon what to do. A test reads them all.
"""

from dataclasses import dataclass

from galaxy_core import DataError


@dataclass(frozen=True)
class Refusal:
    """`problem` names what was found by `{values}`; `way_out` is what to do, and may name some, too."""

    problem: str
    way_out: str

    def __call__(self, **values: object) -> DataError:
        """The error that says so."""
        return DataError(f"{self.problem.format(**values)}: {self.way_out.format(**values)}.")


# Folders of pictures
LAYOUT = "make one folder for each class and put its pictures ({formats}) into it"
NO_FOLDERS = Refusal("{path} has no folders in it, only {count} files", LAYOUT)
TOO_MANY_FOLDERS = Refusal("{path} has {count:,} folders, more than {most:,} classes", LAYOUT)
ONE_CLASS = Refusal("{path} has only one class, {name}, where two are needed", LAYOUT)
NOTHING_IN_CLASS = Refusal(
    "The folder {name} of {path} is empty, where pictures of the class {name} are needed", "fill it or remove it"
)
NO_PICTURE_IN_CLASS = Refusal(
    "The folder {name} of {path} holds no picture, but {what}, which aren't read here",
    "save them as one of {formats}, or remove the folder",
)
DOUBLED = Refusal(
    "The folder {name} of {path} holds no picture itself, but the folder {inner} does, {count:,} of them",
    "move the pictures of {name}/{inner} to {name}",
)
ONLY_FOLDERS = Refusal(
    "The folder {name} of {path} holds only folders ({inner})", "name the folder that holds the class folders"
)
NO_USABLE_PICTURE = Refusal("{path} has no usable picture in {name}, the first is {file} ({why})", "replace them")
NO_FOLDER = Refusal("{path} is neither a folder nor a file that can be read here", "choose one of these, {what}")
NO_PICTURES = Refusal("{path} holds no picture{what}", "give the folder that {formats} files lie in")
PICTURE = Refusal("{path} can't be read ({why})", "replace it or take it away")
OUTSIDE_PICTURE = Refusal("{path} can't be read as a picture ({why})", "{way_out}")
GONE_PICTURE = Refusal("{path} isn't there any more", "put it back, or leave it out")
CHANGED = Refusal("{path} has changed since the data set was opened", "open it again")

# Files that hold many images
IMAGES_KIND = Refusal("{path} can't be used, its “{name}” are {kind}", "write them as bytes (uint8, 0…255)")
IMAGES_SHAPE = Refusal(
    "{path} can't be used, its “{name}” have the shape {shape}",
    "write them as (n, height, width, 3), (n, 3, height, width) or (n, height, width)",
)
IMAGES_RANGE = Refusal(
    "{path} can't be used, its “{name}” hold numbers from {low:.4g} to {high:.4g}",
    "scale them to 0…1, or write them as bytes (uint8, 0…255)",
)
NO_IMAGES = Refusal("{path} can't be used, its “{name}” hold 0 images", "write at least three of each class")
IMAGES_SIZE = Refusal("{path} can't be used, its images are {width} × {height} pixels", "bring them to 8 to 4,096")
TOO_MANY = Refusal("{path} can't be used, it declares {count:,} images, more than {most:,}", "divide it into several")
ABSENT = Refusal(
    "{path} can't be used, it has none of {names}, only {there}", "call the {what} “{name}”, as the Galaxy10 files do"
)
COUNTS = Refusal(
    "{path} can't be used, it has {images:,} images and {count:,} rows in “{name}”", "write one of these for each image"
)
LABEL = Refusal(
    "{path} can't be used, the label of its image {row} is {value} where a class number is needed",
    "number the classes 0, 1, 2 and so on",
)
LABEL_SHAPE = Refusal(
    "{path} can't be used, its “{name}” have the shape {shape} where one number for each image is needed",
    "write a class number for each image, or a row with a single 1",
)
VOTES = Refusal(
    "{path} can't be used, its “{name}” aren't a single 1 in each row of {count} (the first other row is {row})",
    "write the class that won as a number for each image",
)
ALL_DIFFERENT = Refusal(
    "{path} can't be used, its “{name}” hold {count:,} different values, more than {most:,} classes",
    "name the column of the classes “label”",
)
ONE_LABEL = Refusal(
    "{path} can't be used, all of its {count:,} images have the label {value}", "give it images of two classes or more"
)
NAMES = Refusal(
    "{path} can't be used, its “{name}” are {count} names, not two or more different ones", "name every class once"
)
FEW_NAMES = Refusal(
    "{path} can't be used, its “{name}” are {count} names, and its largest label is {label}",
    "give a name for each class number from 0",
)

# HDF5
LAYOUT_WAY = "use the published file, or one of its layout"
OWN_DATA = "use a file that holds its own data"
AGAIN = "copy or download it again"
NOT_HDF5 = Refusal("{path} can't be used, it isn't an HDF5 file", LAYOUT_WAY)
NO_REGULAR_FILE = Refusal("{path} can't be used, it is a folder or a device, where a file is needed", "choose a file")
EMPTY_FILE = Refusal("{path} can't be used, it is empty", AGAIN)
CUT_FILE = Refusal("{path} can't be used, it is cut short", AGAIN)
DAMAGED_FILE = Refusal("{path} can't be used, it is damaged or cut short", AGAIN)
LARGER_THAN_MEMORY = Refusal("{path} can't be used, it declares more than fits into memory", LAYOUT_WAY)
NOT_CLOSED = Refusal(
    "{path} can't be used, it was not closed by the program that wrote it",
    "close that program, or, if it was killed, run “h5clear -s {path}”",
)
NEWER = Refusal(
    "{path} can't be used, it is written in a newer format than HDF5 {version} reads",
    "repack it by “h5repack --high=v110 {path} NEW”, or save it again with libver=“earliest”",
)
NOT_THERE = Refusal("{path} can't be used, it has no “{name}”, only {there}", LAYOUT_WAY)
NO_ARRAY = Refusal("{path} can't be used, its “{name}” is a {kind}, where an array is needed", LAYOUT_WAY)
OUTSIDE = Refusal("{path} can't be used, its “{name}” is stored outside the file", OWN_DATA)
VIRTUAL = Refusal("{path} can't be used, its “{name}” is put together from other files", OWN_DATA)
LINK_OUT = Refusal("{path} can't be used, its “{name}” is a link to another file", OWN_DATA)
LINK_NOWHERE = Refusal("{path} can't be used, its “{name}” is a link that leads nowhere", LAYOUT_WAY)
FILTER = Refusal(
    "{path} can't be used, its “{name}” is compressed in a way unknown here (filter {code})", "repack it with gzip"
)
NOT_ALL = Refusal("{path} can't be used, its “{name}” declares {size:,} bytes that aren't all there", AGAIN)
LARGE_PIECES = Refusal(
    "{path} can't be used, its “{name}” is stored in pieces larger than 1 GB", "repack it in smaller ones"
)
PIECES = Refusal("{path} can't be used, its “{name}” has {there:,} of {pieces:,} pieces", AGAIN)
NO_NUMBERS = Refusal("{path} can't be used, its “{name}” holds {kind} where numbers are needed", LAYOUT_WAY)
NO_COLUMN = Refusal(
    "{path} can't be used, its “{name}” has the shape {shape} where one number per image is needed", LAYOUT_WAY
)
MANY_ROWS = Refusal(
    "{path} can't be used, its “{name}” declares {count:,} rows, more than {most:,}", "divide it into several"
)
NO_TEXTS = Refusal(
    "{path} can't be used, its “{name}” is no list of strings", "write the names of the classes as strings"
)
OTHER_SET = Refusal("{path} can't be used, its images are {size} pixels, {what} and not {title}", "{way_out}")

# Tables and votes
TABLE = Refusal(
    "{path} can't be read as a table ({why})", "save it as CSV in UTF-8, with the columns' names in its first line"
)
LACKS = Refusal("{path} lacks the columns {names}{more}", "use the table as published; fetch it again")
NO_OBJECT = Refusal(
    "{name} in row {row:,} of {path} is no whole number ({count:,} such rows); a spreadsheet may have rounded it",
    "use the table as published",
)
NEITHER = Refusal(
    "The column {name} holds neither counts of votes nor fractions (its largest is {value:g})",
    "write counts as whole numbers, or fractions from 0 to 1",
)
NEGATIVE = Refusal(
    "The column {name} holds {value:g} in row {row}, and votes are 0 or more", "check that row, or leave it empty"
)
ABOVE_ONE = Refusal("The column {name} holds {value:g} in row {row}, above 1", "write fractions of votes from 0 to 1")
NO_VOTES = Refusal("{path} has no columns of votes", "call them as a tree of galaxy_core/trees does")
ALL_EMPTY = Refusal("{path} has no votes, all of its columns of votes are 0 or empty", "check its table")
NO_PICTURE_NAMED = Refusal(
    "No row of the table names one of the {count:,} pictures (looked in {names})", "add a column “filename”"
)
NO_USABLE_PICTURES = Refusal("{path} has no picture that can be read", "put the pictures there")
NO_GALAXY_PICTURED = Refusal("No galaxy of {path} has a picture", "put those of the published set beside it")
FEW_CLASSES = Refusal(
    "In {title}, {fitting:,} of {n:,} galaxies fit a class of “{rule}”, {count} of its classes has {least} or more",
    "choose another rule, or a data set with more votes",
)
ARCHIVE_OUTSIDE = Refusal("{path} isn't the published file, it would write outside of its folder", "fetch it again")
ARCHIVE = Refusal("{path} is no whole archive", "take it away and fetch it again")

# Parquet
NOT_PARQUET = Refusal("{path} can't be used, it is no whole Parquet file", AGAIN)
SHARDS = Refusal(
    "{path} can't be used, its file {file} has other columns than {first}", "put them into folders of their own"
)
NO_PICTURE_IN_COLUMN = Refusal(
    "{path} can't be used, none of the first {count} entries of its “{name}” is a picture",
    "write the bytes of the pictures into it, not their paths or pixels",
)
ROWS = Refusal(
    "{path} has {count:,} pictures that can't be read, first that of row {row} ({why}); they are left out from now on",
    "open it again",
)

# Archives
UNSAFE = Refusal(
    "{path} can't be unpacked, its entry {name} leads out of the folder", "pack it anew, or unpack it yourself"
)
TOO_LARGE = Refusal(
    "{path} can't be unpacked, it holds {what}, more than {most}", "unpack it yourself and choose the folder"
)
PACKED = Refusal("{path} can't be unpacked ({why})", "unpack it yourself and choose the folder, or fetch it again")

EVERY = {name: value for name, value in list(globals().items()) if isinstance(value, Refusal)}
