"""The sentences and headings of reports, one catalogue per language beside the templates.

A catalogue is ``shared/<language>.toml``: short texts by key, with values in ``{{ }}`` as in
rulesets. A firm's template folder may hold a catalogue of its own with the keys it words
differently.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from ccrules.errors import NOWHERE, InputError, Place, Problem, message
from ccrules.resources import templates_folder
from ccrules.text.templates import TextTemplate, compile_template

if TYPE_CHECKING:
    from ccrules.assessment import Assessment
    from ccrules.renderers.options import RenderOptions


class Wording:
    """All texts of reports in one language.

    Args:
        language: ``en`` or ``fr``.
        folders: template folders whose catalogues come first.

    Raises:
        InputError: a catalogue is no TOML or holds something other than texts.
    """

    def __init__(self, language: str, folders: tuple[Path, ...] = ()) -> None:
        self.language = language
        self.partial = False  # of a form that leaves something out: that nothing is there says nothing
        name = f"{language}.toml"
        self._texts = dict(_catalogue(templates_folder() / "shared" / name))
        for own in (folder / "shared" / name for folder in reversed(folders)):
            self._texts |= _catalogue(own) if own.is_file() else {}

    @property
    def keys(self) -> frozenset[str]:
        """The keys of all texts."""
        return frozenset(self._texts)

    def sources(self) -> tuple[tuple[str, str], ...]:
        """All texts as they were written, with their keys."""
        return tuple((key, self._texts[key].source) for key in sorted(self._texts))

    def say(self, key: str, **values: object) -> str:
        """One text with its values filled in.

        Args:
            key: the key in the catalogue.
            values: the values by name.

        Raises:
            InputError: no catalogue has this key, or the text needs a value that is not there.
        """
        if self.partial and key.startswith("intro.") and key[6:].startswith(("no_", "all_", "not_listed")):
            key = "intro.not_in_form"  # what stands where a section is empty
        if key not in self._texts:
            raise InputError(Problem(NOWHERE, message("the wording of reports has no text {key}", key=key)))
        return self._texts[key].render(values, self.language)

    def label(self, group: str, name: str) -> str:
        """The name of one choice for people, such as a severity; the choice itself if it has none."""
        key = f"{group}.{name}"
        return self._texts[key].render({}, self.language) if key in self._texts else name


def wording(language: str, folders: tuple[Path, ...] = ()) -> Wording:
    """The texts of reports in a language; English for a language without a catalogue.

    Args:
        language: ``en``, ``fr`` or empty.
        folders: template folders whose catalogues come first.
    """
    return Wording(language if language in ("en", "fr") else "en", folders)


def wording_for(assessment: Assessment, options: RenderOptions) -> Wording:
    """The texts for a report: in the language asked for, or else in that of the assessment.

    Args:
        assessment: the assessment.
        options: language and template folders.
    """
    return wording(options.language or assessment.assessment.language, options.template_folders)


def _catalogue(path: Path) -> Mapping[str, TextTemplate]:
    # The time of change is part of the key, so that an author who edits a catalogue sees it.
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=32)
def _read(path: Path, changed: int) -> Mapping[str, TextTemplate]:  # noqa: ARG001 - part of the cache's key
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        problem = message("the wording of the report can't be read: {reason}", reason=str(error))
        raise InputError(Problem(Place(str(path)), problem)) from error
    return dict(_flat(found, "", path))


def _flat(table: Mapping[str, object], prefix: str, path: Path) -> list[tuple[str, TextTemplate]]:
    texts: list[tuple[str, TextTemplate]] = []
    for key, value in table.items():
        place = Place(str(path), cell=prefix + key)
        if isinstance(value, dict):
            texts += _flat(value, f"{prefix}{key}.", path)
        elif isinstance(value, str):
            texts.append((prefix + key, compile_template(value, place)))
        else:
            raise InputError(Problem(place, message("a text is expected here"), message("put it in quotes")))
    return texts
