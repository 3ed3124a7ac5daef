"""YAML and JSON as trees of text with positions; the lowest layer above the errors.

Whatever reads facts, rulesets, tests or settings starts here: :func:`read_document` gives nodes,
:func:`node_from_python` gives the same nodes for values of a program.
"""

from ccrules.documents.limits import LIMITS, Limits
from ccrules.documents.nodes import Mapping, Native, Node, Scalar, Sequence, is_empty
from ccrules.documents.plain import node_from_python
from ccrules.documents.read import DOCUMENT_SUFFIXES, find_documents, read_bytes, read_document
from ccrules.documents.source import Source

__all__ = [
    "DOCUMENT_SUFFIXES",
    "LIMITS",
    "Limits",
    "Mapping",
    "Native",
    "Node",
    "Scalar",
    "Sequence",
    "Source",
    "find_documents",
    "is_empty",
    "node_from_python",
    "read_bytes",
    "read_document",
]
