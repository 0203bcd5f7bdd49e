"""[5] What goes into an official PDF form that the office has: its fields -> our texts.

Which field of that form is which of ours, the office says in a mapping, since the
forms were not obtained. Whatever the mapping leaves out, or names wrongly, refuses it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ksef.errors import MappingInvalid, NoticeRefused
from ksef.zawfa.fields import FIELDS
from ksef.zawfa.model import Notice, Version
from ksef.zawfa.values import choices_of, values_of


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialMapping:
    """Which field of an official form is which of ours.

    Attributes:
        text: Name of its text field -> our key, e.g. `filer.nip`.
        tick: Name of its box -> our key and number, e.g. `purpose.1`.
    """

    text: Mapping[str, str]
    tick: Mapping[str, str]


def official_values(
    notice: Notice, copy: int, mapping: OfficialMapping
) -> tuple[dict[str, str], list[str]]:
    """Give the texts and the ticked boxes of an official form.

    Args:
        notice: Checked; nothing stands against it.
        copy: Which copy, from 1.
        mapping: As the office wrote it.

    Returns:
        Name of a text field -> text, and the names of the boxes to tick.

    Raises:
        NoticeRefused: The fields of its version are not known.
        MappingInvalid: It names a key that the version has not, or leaves out one
            that is filled in.
    """
    version = notice.version
    if version is None or version is Version.V2:
        raise NoticeRefused(())
    boxes = {
        f"{key}.{each.number}": each.ticked
        for key, choices in choices_of(notice, version).items()
        for each in choices
    }
    known = {each.key for each in FIELDS[version]} - choices_of(notice, version).keys()
    values = values_of(notice, copy)
    on_form = {key for key in values if key in known}
    ticked = {key for key, is_ticked in boxes.items() if is_ticked}
    for keys, admitted, filled in (
        (mapping.text, known, on_form),
        (mapping.tick, boxes.keys(), ticked),
    ):
        # What was written instead may be a value, so the form's own name is told.
        if wrong := [name for name, key in keys.items() if key not in admitted]:
            raise MappingInvalid(wrong[0], "is no field of this version")
        if absent := sorted(filled - set(keys.values())):
            raise MappingInvalid(absent[0], "is filled in and has no field")
    texts = {name: values[key] for name, key in mapping.text.items() if key in on_form}
    return texts, [name for name, key in mapping.tick.items() if key in ticked]
