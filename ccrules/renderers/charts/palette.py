"""The colours of drawings: plain ones, each with a class that a page's style may override."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours as ``#rrggbb``.

    A drawing carries them as plain attributes, so that it can be turned into a picture anywhere. In
    a web page the classes ``fill-<name>`` and ``stroke-<name>`` beside them follow light and dark.

    Attributes:
        ink: texts.
        soft: lesser texts.
        line: lines.
        faint: grounds of areas.
        paper: the ground.
        accent: marks.
        critical: severities, from here …
        high: likewise.
        medium: likewise.
        low: likewise.
        info: … to here.
        bad: failed.
        good: passed.
        open: not assessed.
    """

    ink: str = "#18212c"
    soft: str = "#4c5866"
    line: str = "#cfd6de"
    faint: str = "#eef1f5"
    paper: str = "#ffffff"
    accent: str = "#17456f"
    critical: str = "#8c1528"
    high: str = "#b23a0a"
    medium: str = "#7d5a00"
    low: str = "#2f5f86"
    info: str = "#4c5866"
    bad: str = "#b4432b"
    good: str = "#3d7d62"
    open: str = "#8b93a0"


#: What documents are drawn in unless a firm has its own colours.
LIGHT = Palette()
