"""``ccrules.toml``: the same options as on the command line, for those who type them often."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from ccrules.errors import InputError, Message, Place, Problem, message, suggestion

FILE = "ccrules.toml"
#: A file of settings is small; anything larger is not one.
MAX_SIZE = 1_000_000

Setting = str | bool | tuple[str, ...]


def read_configuration(file: str | None) -> dict[str, Setting]:
    """Read the settings.

    Args:
        file: the file; None for ``ccrules.toml`` in the current folder, if there is one.

    Returns:
        Settings by the names of the options' variables. Rulesets and outputs named by a path
        are taken from the folder of the file.

    Raises:
        InputError: the file can't be read, an unknown key, or a value of the wrong kind.
    """
    path = Path(file or FILE)
    if file is None and not path.is_file():
        return {}
    text = _text(path, file or FILE)
    values = _parsed(text, file or FILE)
    problems: list[Problem] = []
    settings: dict[str, Setting] = {}
    for key, value in values.items():
        kind = _KINDS.get(key)
        setting = kind(value, path.parent) if kind else None
        if setting is None:
            problems.append(_problem(key, Place(file or FILE, *_position(text, key))))
        else:
            settings[key.replace("-", "_")] = setting
    if problems:
        raise InputError(problems)
    return settings


def _text(path: Path, file: str) -> str:
    try:
        if path.stat().st_size > MAX_SIZE:
            what = message("the file is too large for settings")
            raise InputError(Problem(Place(file), what, message("name a file of settings")))
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        what = message("the settings can't be read")
        hint = message("check the path, and that the file is text in UTF-8")
        raise InputError(Problem(Place(file), what, hint)) from error


def _parsed(text: str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        found = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        place = Place(file, int(found[1]), int(found[2])) if found else Place(file)
        hint = message('write settings as in TOML: lang = "fr"')
        raise InputError(Problem(place, message("this is not TOML"), hint)) from error


def _problem(key: str, place: Place) -> Problem:
    if key not in _KINDS:
        what = message("there is no setting {name}", name=key)
        return Problem(place, what, suggestion(key, _KINDS))
    return Problem(place, message("{name} has a value of the wrong kind", name=key), _EXAMPLES[key])


def _position(text: str, key: str) -> tuple[int, int]:
    """Line and column of a key or a table; zeros if it is written in an unusual way."""
    pattern = re.compile(rf"^[ \t]*\[*[ \t]*[\"']?({re.escape(key)})[\"']?[ \t]*[\].=]", re.MULTILINE)
    found = pattern.search(text)
    if not found:
        return 0, 0
    return text.count("\n", 0, found.start(1)) + 1, found.start(1) - text.rfind("\n", 0, found.start(1))


def _word(value: Any, _: Path) -> str | None:
    """A text, a number or a date, as it would be typed."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | datetime.date):
        return None
    return str(value)


def _path(value: Any, folder: Path) -> str | None:
    return str(folder / value) if isinstance(value, str) and value else None


def _flag(value: Any, _: Path) -> bool | None:
    return value if isinstance(value, bool) else None


def _words(value: Any, folder: Path) -> tuple[str, ...] | None:
    words = [_word(item, folder) for item in (value if isinstance(value, list) else [value])]
    return tuple(word for word in words if word is not None) if None not in words else None


def _outputs(value: Any, folder: Path) -> tuple[str, ...] | None:
    words = _words(value, folder)
    return words and tuple(str(folder / word) for word in words)


def _rulesets(value: Any, folder: Path) -> tuple[str, ...] | None:
    """Names stay names; what is there as a file or folder is taken from the folder of the settings."""
    words = _words(value, folder)
    return words and tuple(str(folder / word) if (folder / word).exists() else word for word in words)


def _pairs(value: Any, folder: Path) -> tuple[str, ...] | None:
    """A table, or a list of texts, as ``NAME=VALUE``."""
    if not isinstance(value, Mapping):
        return _words(value, folder)
    words = {name: _pair_value(item) for name, item in value.items()}
    return tuple(f"{name}={word}" for name, word in words.items()) if None not in words.values() else None


def _pair_value(value: Any) -> str | None:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return _word(value, Path())


_KINDS: Mapping[str, Callable[[Any, Path], Setting | None]] = {
    "annex": _word,
    "as-of": _word,
    "audience": _word,
    "branding": _path,
    "explain": _flag,
    "fail-on": _word,
    "format": _word,
    "inference": _word,
    "lang": _word,
    "lock": _path,
    "output": _outputs,
    "param": _pairs,
    "plan": _path,
    "profile": _words,
    "review": _path,
    "ruleset": _rulesets,
    "set": _pairs,
    "template": _outputs,
    "view": _path,
    "waivers": _path,
}
_EXAMPLES: Mapping[str, Message] = {
    "annex": message("for example: {example}", example='annex = "full"'),
    "as-of": message("for example: {example}", example="as-of = 2026-10-01"),
    "audience": message("for example: {example}", example='audience = "board"'),
    "branding": message("for example: {example}", example='branding = "branding.toml"'),
    "explain": message("for example: {example}", example="explain = true"),
    "fail-on": message("for example: {example}", example='fail-on = "high"'),
    "format": message("for example: {example}", example='format = "markdown"'),
    "inference": message("for example: {example}", example='inference = "forward"'),
    "lang": message("for example: {example}", example='lang = "fr"'),
    "lock": message("for example: {example}", example='lock = "ccrules.lock"'),
    "output": message("for example: {example}", example='output = ["report.html", "report.md"]'),
    "param": message("for example: {example}", example="param = {max_boxes = 5}"),
    "plan": message("for example: {example}", example='plan = "follow-up.yaml"'),
    "profile": message("for example: {example}", example='profile = ["start-up"]'),
    "review": message("for example: {example}", example='review = "review.yaml"'),
    "ruleset": message("for example: {example}", example='ruleset = ["contact-centre"]'),
    "set": message("for example: {example}", example='set = {"mailbox/claims.tracked" = "no"}'),
    "template": message("for example: {example}", example='template = ["report.docx", "templates"]'),
    "view": message("for example: {example}", example='view = "views/our-board.yaml"'),
    "waivers": message("for example: {example}", example='waivers = "waivers.yaml"'),
}
