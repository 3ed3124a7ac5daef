"""Whole documents, compared with those that a person has read and approved."""

from __future__ import annotations

import pytest
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from tests.renderers import samples
from tests.renderers.reading import rendered
from tests.renderers.rich import rich

EXTENSIONS = {"html": "html", "json": "json", "markdown": "md", "terminal": "txt"}
SAMPLES = {
    "rich-en": lambda: rich("en"),
    "rich-fr": lambda: rich("fr"),
    "empty": samples.empty,
    "all-unknown-fr": lambda: samples.all_unknown("fr"),
}


@pytest.mark.parametrize("name", EXTENSIONS)
@pytest.mark.parametrize("sample", SAMPLES)
def test_document(sample, name, snapshot):
    class OneFile(SingleFileSnapshotExtension):
        _write_mode = WriteMode.TEXT
        file_extension = EXTENSIONS[name]

    document = rendered(name, SAMPLES[sample]())
    assert document == snapshot(extension_class=OneFile)


@pytest.mark.parametrize("name", EXTENSIONS)
def test_the_same_assessment_gives_the_same_document(name):
    assert rendered(name, rich()) == rendered(name, rich())
