"""Fact files in YAML and JSON."""

from __future__ import annotations

from ccrules.documents import read_document
from ccrules.importers.base import Importer

YAML = Importer("yaml", (".yaml", ".yml"), read_document)
JSON = Importer("json", (".json",), read_document)
