"""A whole site: its pages in each language, written in each format, as files by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from ccrules.documenting import list_pages
from ccrules.documenting.blocks import Page
from ccrules.documenting.check_pages import check_page
from ccrules.documenting.examples import Examples
from ccrules.documenting.other_pages import conclusion_page, recommendation_page
from ccrules.documenting.paths import Paths
from ccrules.documenting.relations import Relations
from ccrules.documenting.search_page import search_page
from ccrules.documenting.vocabulary_pages import entity_page, vocabulary_page
from ccrules.documenting.writing import Writing
from ccrules.ruleset.model import Method

LANGUAGES = ("en", "fr")
FORMATS = ("html", "markdown")


class Form(Protocol):
    """Writes pages in one format."""

    def page(
        self, page: Page, pages: Sequence[Page], writing: Writing, others: Sequence[str]
    ) -> tuple[str, str]:
        """The ending of a page's file and its content.

        Args:
            page: the page.
            pages: all pages of its language.
            writing: the language.
            others: the other languages of the site.
        """

    def landing(self, titles: Mapping[str, str]) -> tuple[str, str]:
        """The page that leads to each language: its name and its content."""

    def files(self) -> Mapping[str, str]:
        """Further files of the whole site."""


def site(
    method: Method,
    examples: Examples,
    languages: Sequence[str] = LANGUAGES,
    formats: Sequence[str] = ("html",),
    variants: Mapping[str, Method] | None = None,
) -> dict[str, bytes]:
    """The files of a site, by their path in it; the same for the same method and tests.

    Args:
        method: the rules.
        examples: their tests.
        languages: the languages of the site; with several, each has a folder.
        formats: among :data:`FORMATS`.
        variants: for each profile the method with it applied, to show what it changes.
    """
    forms = [_form(name) for name in formats]
    relations, paths = Relations(method), _paths(method)
    files: dict[str, str] = {}
    titles: dict[str, str] = {}
    for language in languages:
        writing = Writing(method, language, relations, paths, examples)
        titles[language] = list_pages.title_of(writing)
        folder = f"{language}/" if len(languages) > 1 else ""
        others = [one for one in languages if one != language]
        found = list(pages(writing, variants or {}))
        for page in found:
            for form in forms:
                ending, content = form.page(page, found, writing, others)
                files[f"{folder}{page.path}{ending}"] = content
    for form in forms:
        files |= form.files()
        files |= [form.landing(titles)] if len(languages) > 1 else []
    return {name: files[name].encode("utf-8") for name in sorted(files)}


def _paths(method: Method) -> Paths:
    conclusions = dict.fromkeys(rule.conclusion for rule in method.inferences.values())
    return Paths(
        {
            "checks": method.checks,
            "recommendations": method.recommendations,
            "conclusions": conclusions,
            "vocabulary": [kind.name for kind in method.vocabulary],
        }
    )


def _form(name: str) -> Form:
    if name == "html":
        from ccrules.documenting.html import HtmlForm

        return HtmlForm()
    from ccrules.documenting.markdown import MarkdownForm

    return MarkdownForm()


def pages(writing: Writing, variants: Mapping[str, Method]) -> Iterator[Page]:
    """All pages of one language; those of the navigation come first, in its order.

    Args:
        writing: the language.
        variants: see :func:`site`.
    """
    yield from _main(writing, variants)
    method = writing.method
    yield from (check_page(check, writing) for check in method.checks.values())
    yield from (recommendation_page(one, writing) for one in method.recommendations.values())
    yield from (conclusion_page(id, writing) for id in writing.relations.leading_to)
    yield from (entity_page(kind, writing) for kind in method.vocabulary)


def _main(writing: Writing, variants: Mapping[str, Method]) -> Iterator[Page]:
    method = writing.method
    yield list_pages.start_page(writing)
    yield list_pages.topics_page(writing)
    if method.inferences:
        yield list_pages.conclusions_page(writing)
    if method.recommendations:
        yield list_pages.recommendations_page(writing)
    yield vocabulary_page(writing)
    if method.parameters:
        yield list_pages.parameters_page(writing)
    if method.profiles:
        yield list_pages.profiles_page(writing, variants)
    if method.scores:
        yield list_pages.scores_page(writing)
    sources = list_pages.sources_page(writing)
    if sources.blocks:
        yield sources
    yield search_page(writing)


def navigation(pages: Sequence[Page]) -> list[Page]:
    """The pages that every page links to."""
    return [page for page in pages if page.path == page.section]
