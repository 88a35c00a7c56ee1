"""What stands in stored JSON, checked against types by msgspec: whatever is damaged is as if it weren't there.

`sound` reads what people and killed processes may have damaged, part by part: a field that can't be meant spoils none
beside it. `whole` takes a document that means something only as a whole, or gives None.
"""

import dataclasses
from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Any, TypeVar, cast, get_args, get_origin, get_type_hints, is_typeddict

import msgspec
from msgspec import Meta

Whole = Annotated[int, Meta(ge=-(2**53), le=2**53)]
Count = Annotated[int, Meta(ge=0, le=2**53)]
Number = Whole | Annotated[float, Meta(ge=-1e300, le=1e300)]  # finite, and no truth value
Time = Annotated[float, Meta(ge=0, lt=1e11)]  # seconds since 1970: no time that is meant lies beyond
Numbers = dict[str, Number]

T = TypeVar("T")


def sound(kind: type[T], stored: object) -> T:
    """What is sound of a stored object: of a TypedDict or a mapping those entries that are of their types, of a
    dataclass the same, with its defaults for all others. Entries that `kind` doesn't know are left out.
    """
    entries = stored if isinstance(stored, Mapping) else {}
    if get_origin(kind) is dict:
        value_type = get_args(kind)[1]
        sounds = {name: entry for name, raw in entries.items() if (entry := _entry(value_type, raw)) is not None}
        return cast(T, sounds)
    fields = {
        name: entry
        for name, hint in _hints(cast(Any, kind)).items()
        if name in entries and (entry := _entry(hint, entries[name])) is not None
    }
    return kind(**fields)


def whole(kind: Any, stored: object) -> Any:
    """The value of a type that a stored one is, lists as tuples where those are meant; None where it is none.

    A dataclass has to have no other fields than its own.
    """
    fields = {field.name for field in dataclasses.fields(kind)} if dataclasses.is_dataclass(kind) else None
    if fields is not None and not (isinstance(stored, Mapping) and stored.keys() <= fields):
        return None
    try:
        return msgspec.convert(stored, kind)
    except (msgspec.ValidationError, RecursionError):
        return None


def _entry(hint: Any, stored: object) -> Any:
    """The value of one field or entry; None where it is damaged."""
    if get_origin(hint) is dict or is_typeddict(hint):
        return sound(hint, stored) if isinstance(stored, Mapping) else None
    return whole(hint, stored)


@lru_cache(maxsize=256)
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind, include_extras=True)
