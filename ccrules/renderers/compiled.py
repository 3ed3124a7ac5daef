"""Compiled templates of the built-in folder, kept beside the compiled modules (:mod:`ccrules.kept`).

Compiling them takes as long as filling them in. Templates of other folders are compiled every time.
"""

from __future__ import annotations

import marshal
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
from jinja2.bccache import Bucket, BytecodeCache

from ccrules.kept import keep, kept, key_of

if TYPE_CHECKING:
    from jinja2 import Environment

_SHORT = 8


class CompiledTemplates(BytecodeCache):
    """Where Jinja looks for the code of a template before it compiles it.

    Args:
        folder: the built-in folder.
        language: ``en`` or ``fr``; constants of a template are worded when it is compiled.
        calls: the functions that may be applied to constants likewise, by name.
    """

    def __init__(self, folder: Path, language: str, calls: Mapping[str, Callable[..., Any] | None]) -> None:
        self._folder = folder.as_posix() + "/"
        functions = (f"{name} {_told(call)}" for name, call in sorted(calls.items()))
        self._form = "\n".join((jinja2.__version__, language, *functions))
        self._variant = f"{language}-{sha256(self._form.encode()).hexdigest()[:_SHORT]}"

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        """What is known of a template: its code, or none where it has to be compiled."""
        file = Path(filename or "").as_posix()
        if not file.startswith(self._folder):
            return Bucket(environment, "", "")
        bucket = Bucket(environment, name, f"{file}\0{source}")
        content = kept(self._name(bucket), self._key(bucket))
        bucket.code = None if content is None else marshal.loads(content)  # noqa: S302 - hashed, see ccrules.kept
        return bucket

    def set_bucket(self, bucket: Bucket) -> None:
        """Keep the code of a template that had to be compiled."""
        if bucket.key:
            keep(self._name(bucket), self._key(bucket), marshal.dumps(bucket.code))

    def _name(self, bucket: Bucket) -> str:
        return f"{bucket.key.replace('/', '-')}.{self._variant}"

    def _key(self, bucket: Bucket) -> bytes:
        return key_of(self._form, bucket.key, bucket.checksum)


def _told(call: Callable[..., Any] | None) -> str:
    """A function by its name; what it does is told by the code of ccrules, which every key knows."""
    call = getattr(call, "func", call)
    return "" if call is None else f"{call.__module__}.{call.__qualname__}"
