"""French wording of every message template; the keys are the English templates."""

from __future__ import annotations

from types import MappingProxyType

FRENCH = MappingProxyType(
    {
        "the text of a template is longer than {limit} characters": (
            "le texte d'un modèle dépasse {limit} caractères"
        ),
        "the text has a template error: {reason}": "le texte contient une erreur de modèle : {reason}",
    }
)
