"""What stands for entities in tests of texts."""

from __future__ import annotations

from typing import Any


class Box:
    """Stands for an entity."""

    def __init__(self, id: str, **values: Any) -> None:
        self.__dict__.update(values)
        self.id = id
        self._type = type("T", (), {"singleton": False, "name": "box", "label": {}})()
