"""Catalogues of the sentences that ccrules itself says, one module per language but English."""
