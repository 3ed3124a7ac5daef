"""Which files a ruleset has, and the hash over them; without reading what they say."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from ccrules.documents import find_documents

TEMPLATES = "templates"
#: Folders beside the rules whose files are no parts of them.
ASIDE = (TEMPLATES, "interactions", "schemas")


def paths_of(path: Path) -> list[Path]:
    """The files of a ruleset, in order.

    Args:
        path: a file, or a folder whose YAML and JSON files are its parts; tests
            (``*.tests.yaml``) and the folders aside are not.

    Raises:
        InputError: there are none.
    """
    found = find_documents([path])
    if not path.is_dir():
        return found
    return [document for document in found if document.relative_to(path).parts[0] not in ASIDE]


def digest_of(contents: Iterable[tuple[str, bytes]]) -> str:
    """SHA-256 over names and contents, with lengths so that nothing can move from one to the next."""
    digest = hashlib.sha256()
    for name, content in sorted(contents):
        for part in (name.encode(), content):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
    return digest.hexdigest()
