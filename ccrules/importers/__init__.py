"""Files of one kind to documents; importing this loads no importer."""

from ccrules.importers.base import Importer, read_all

__all__ = ["Importer", "read_all"]
