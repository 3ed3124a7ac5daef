"""A firm's clothes as data: name, logo, colours and fonts, read from ``branding.toml``.

Every document takes them from here: web page and PDF as custom properties of their style sheet,
Word and PowerPoint as styles of the default template. A template of the firm's own keeps its own.
"""

from __future__ import annotations

import base64
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ccrules.errors import InputError, Message, Place, Problem, message, suggestion
from ccrules.renderers.options import RenderOptions

FILE = "branding.toml"
#: The least contrast between a text and its ground (WCAG 2.2, success criterion 1.4.3).
LEAST_CONTRAST = 4.5
#: The largest logo, in bytes; it is embedded in every document.
MAX_LOGO = 2_000_000
#: The largest file of branding, in bytes.
MAX_SIZE = 100_000

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_FONT = re.compile(r"[\w .+-]{1,60}")
_KINDS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)
_SVG_UNSAFE = re.compile(
    rb"<!DOCTYPE|<!ENTITY|<script|<foreignObject|\bon\w+\s*=|href\s*=\s*[\"'](?!#|data:image/(?:png|jpeg))"
    rb"|@import|url\(\s*[\"']?(?!#)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture to embed.

    Attributes:
        content: the file's bytes.
        kind: ``image/png``, ``image/jpeg`` or ``image/svg+xml``.
    """

    content: bytes
    kind: str

    @property
    def address(self) -> str:
        """The picture as a ``data:`` address."""
        return f"data:{self.kind};base64,{base64.b64encode(self.content).decode('ascii')}"


@dataclass(frozen=True, slots=True)
class Branding:
    """What a firm's documents look like. Empty texts leave the look of ccrules as it is.

    Attributes:
        name: the firm's name, printed at the foot of pages.
        classification: what pages are marked with, such as "Confidential", by language.
        logo: the logo; None if there is none.
        primary: the colour of covers and headings, as ``#rrggbb``.
        on_primary: the colour of texts on it.
        accent: the colour of links and marks.
        headings: the font of headings.
        body: the font of everything else.
    """

    name: str = ""
    classification: Mapping[str, str] | None = None
    logo: Logo | None = None
    primary: str = "#12324f"
    on_primary: str = "#ffffff"
    accent: str = "#17456f"
    headings: str = ""
    body: str = ""

    @property
    def custom(self) -> bool:
        """Whether anything of it was said."""
        return self != PLAIN

    def marked(self, language: str) -> str:
        """The classification in a language; empty if there is none."""
        texts = self.classification or {}
        return texts.get(language) or next(iter(texts.values()), "")

    def marking(self, text: str) -> Branding:
        """The same, with what pages of this very document are marked with; unchanged for no text."""
        return replace(self, classification={"": text}) if text else self


PLAIN = Branding()


def branding_of(options: RenderOptions) -> Branding:
    """The branding asked for, or else that of the first template folder that has one.

    Args:
        options: ``branding`` and ``template_folders``.

    Raises:
        InputError: the file can't be read, or everything that is wrong in it.
    """
    if options.branding is not None:
        return read_branding(options.branding)
    files = (folder / FILE for folder in options.template_folders)
    found = next((file for file in files if file.is_file()), None)
    return read_branding(found) if found else PLAIN


def read_branding(file: Path) -> Branding:
    """Read a file of branding.

    Args:
        file: the TOML file; its logo is named relative to it.

    Raises:
        InputError: every problem in it.
    """
    text = _text(file)
    try:
        written = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        line = re.search(r"line (\d+), column (\d+)", str(error))
        place = Place(str(file), int(line[1]), int(line[2])) if line else Place(str(file))
        hint = message('write branding as in TOML: name = "Our firm"')
        raise InputError(Problem(place, message("this is not TOML"), hint)) from error
    problems: list[Problem] = []
    values = dict(_values(written, file, text, problems))
    if problems:
        raise InputError(problems)
    return Branding(**values)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21.

    Args:
        one: a colour as ``#rrggbb``.
        other: another.

    The formula is that of WCAG 2.2: (L1 + 0.05) / (L2 + 0.05), L being the relative luminance.
    """
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast_problems(branding: Branding, file: str) -> tuple[Problem, ...]:
    """Texts that can't be read well on their ground.

    Args:
        branding: the colours.
        file: the file they come from, for the place.
    """
    pairs = (
        ("colours.primary", branding.on_primary, branding.primary),
        ("colours.primary", branding.primary, "#ffffff"),
        ("colours.accent", branding.accent, "#ffffff"),
    )
    return tuple(_weak(file, key, text, ground) for key, text, ground in pairs if _is_weak(text, ground))


def _is_weak(text: str, ground: str) -> bool:
    return contrast(text, ground) < LEAST_CONTRAST


def _weak(file: str, key: str, text: str, ground: str) -> Problem:
    what = message(
        "text in {text} on {ground} has a contrast of {ratio}; {least} is the least",
        text=text,
        ground=ground,
        ratio=f"{contrast(text, ground):.1f}",
        least=LEAST_CONTRAST,
    )
    return Problem(Place(file, cell=key), what, message("take a darker or a lighter colour"))


def _text(file: Path) -> str:
    try:
        if file.stat().st_size > MAX_SIZE:
            raise InputError(Problem(Place(str(file)), message("the file is too large for branding")))
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        what = message("the branding can't be read")
        hint = message("check the path, and that the file is text in UTF-8")
        raise InputError(Problem(Place(str(file)), what, hint)) from error


def _values(
    written: Mapping[str, Any], file: Path, text: str, problems: list[Problem]
) -> Iterator[tuple[str, Any]]:
    for key, value in _flat(written):
        place = Place(str(file), *_position(text, key))
        if key not in _KEYS:
            what = message("branding has no {name}", name=key)
            problems.append(Problem(place, what, suggestion(key, tuple(_KEYS))))
            continue
        name, read, hint = _KEYS[key]
        found = read(value, file)
        if isinstance(found, Message):
            problems.append(Problem(place, found, hint))
        else:
            yield name, found


def _flat(written: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in written.items():
        if isinstance(value, Mapping) and key in ("colours", "fonts"):
            yield from ((f"{key}.{name}", one) for name, one in value.items())
        else:
            yield key, value


def _position(text: str, key: str) -> tuple[int, int]:
    """Where a key is written, as far as it is written in the usual way."""
    found = re.search(rf"^[ \t]*({re.escape(key.rpartition('.')[2])})[ \t]*=", text, re.MULTILINE)
    return (text.count("\n", 0, found.start(1)) + 1, 1) if found else (0, 0)


def _word(value: Any, _: Path) -> str | Message:
    return value if isinstance(value, str) else message("a text is expected here")


def _words(value: Any, _: Path) -> Mapping[str, str] | Message:
    if isinstance(value, str):
        return {"": value}
    if isinstance(value, Mapping) and all(isinstance(one, str) for one in value.values()):
        return dict(value)
    return message("a text is expected here, or one for each language")


def _colour(value: Any, _: Path) -> str | Message:
    if isinstance(value, str) and _COLOUR.fullmatch(value):
        return value.lower()
    return message("{value} is no colour", value=str(value)[:40])


def _font(value: Any, _: Path) -> str | Message:
    if isinstance(value, str) and _FONT.fullmatch(value):
        return value
    return message("{value} is no name of a font", value=str(value)[:40])


def _logo(value: Any, file: Path) -> Logo | Message:
    if not isinstance(value, str):
        return message("a text is expected here")
    path = file.parent / value
    if not path.is_file() or path.stat().st_size > MAX_LOGO:
        return message("{file} is no picture of at most {size} megabytes", file=value, size=MAX_LOGO // 10**6)
    return _picture(path.read_bytes(), value)


def _picture(content: bytes, name: str) -> Logo | Message:
    for start, kind in _KINDS:
        if content.startswith(start):
            return Logo(content, kind)
    if b"<svg" not in content[:2000]:
        return message("{file} is neither PNG, JPEG nor SVG", file=name)
    if _SVG_UNSAFE.search(content):
        return message("{file} holds scripts or refers to other files", file=name)
    return Logo(content, "image/svg+xml")


_COLOUR_HINT = message("for example: {example}", example='primary = "#12324f"')
_KEYS: Mapping[str, tuple[str, Callable[[Any, Path], Any], Message]] = {
    "name": ("name", _word, message("for example: {example}", example='name = "Our firm"')),
    "classification": (
        "classification",
        _words,
        message(
            "for example: {example}", example='classification = {en = "Confidential", fr = "Confidentiel"}'
        ),
    ),
    "logo": ("logo", _logo, message("name a PNG, JPEG or SVG file beside this one")),
    "colours.primary": ("primary", _colour, _COLOUR_HINT),
    "colours.on-primary": ("on_primary", _colour, _COLOUR_HINT),
    "colours.accent": ("accent", _colour, _COLOUR_HINT),
    "fonts.headings": ("headings", _font, message("for example: {example}", example='headings = "Georgia"')),
    "fonts.body": ("body", _font, message("for example: {example}", example='body = "Calibri"')),
}
