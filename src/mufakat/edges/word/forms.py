"""Word files that are filled in: comment matrix, letter, certificate.

Their templates are designed in Word and hold tags as docxtpl reads them: ``{{ title }}`` for a
value; ``{%tr for row in rows %}`` ... ``{%tr endfor %}`` around table rows, ``{%p ... %}`` around
paragraphs, ``{%r ... %}`` around runs. Values are text and nothing else: what is put in is never
looked at again. The same data, template, fingerprint and moment give the same bytes.

Each form knows the tags of ``tags.FIELDS`` but ``body``, and:

* matrix: ``summary``, ``types`` (``name``, ``rule``) and ``rows``, each the fields of a ``Row`` as
  text; its ``original`` and ``proposed`` are lists of pieces with ``text`` and ``look``, which is
  ``struck``, ``proposed``, ``quoted`` or nothing;
* letter: ``heading``, ``opening``, ``proposals`` and ``comments``, each as in ``rows`` with
  ``change`` (the words before and after in one), ``outcome`` (the disposition in words), ``others``
  (who proposed the same) and ``positions`` (who supports or opposes it) besides;
* certificate: ``verdict``, ``holds``, ``round``, ``digest``, ``counts``, ``laws`` (``name``,
  ``promise``, ``holds``, ``finding``), ``head``, ``body_rows`` and ``sums`` (the counts by
  delegation), ``fates`` (``name``, ``count``).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Literal

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template, TemplateError, UndefinedError, meta
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from mufakat.edges.word.fingerprint import Fingerprint
from mufakat.edges.word.form_data import certificate_data, letter_data, matrix_data
from mufakat.edges.word.last_rows import kept_together
from mufakat.edges.word.package_out import PackageOut, read_template
from mufakat.edges.word.properties_part import CORE, CUSTOM, core_xml, custom_xml
from mufakat.edges.word.tags import FIELDS, check_needed, refuse_braces
from mufakat.edges.word.word_template import Unfit, WordTemplate, using
from mufakat.edges.word.writer import complete
from mufakat.edges.word.xmltext import escape
from mufakat.procedure.certificate import Certificate
from mufakat.procedure.letter import Letter
from mufakat.procedure.matrix import Row

Form = Literal["matrix", "letter", "certificate"]

REQUIRED: Mapping[Form, tuple[str, ...]] = {
    "matrix": ("fingerprint", "rows", "symbol", "title"),
    "letter": ("comments", "delegation", "fingerprint", "opening", "proposals"),
    "certificate": ("body_rows", "fates", "fingerprint", "laws", "verdict"),
}

_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_CORE_RELATION = (
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
)
_CUSTOM_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
_EMPTY_RUN = re.compile(
    r"<w:r(?: [^>]*)?>(?:<w:rPr>(?:(?!</w:rPr>).)*</w:rPr>)?<w:t(?: [^>]*)?></w:t></w:r>", re.DOTALL
)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_SPECIAL = re.compile(_CONTROL.pattern.replace("[", "[&<>\n\t", 1))
_PLACES = {"\n": "<w:br/>", "\t": "<w:tab/>"}
_PLACE = re.compile("[\n\t]")


def matrix_docx(
    rows: Sequence[Row],
    template: WordTemplate,
    fields: Mapping[str, str],
    fingerprint: Fingerprint,
    *,
    when: datetime,
) -> bytes:
    """The comment matrix as a Word file."""
    return _fill("matrix", template, matrix_data(rows), fields, fingerprint, when)


def letter_docx(
    letter: Letter,
    template: WordTemplate,
    fields: Mapping[str, str],
    fingerprint: Fingerprint,
    *,
    when: datetime,
) -> bytes:
    """The letter to one delegation as a Word file."""
    said = {"delegation": letter.name, **fields}
    return _fill("letter", template, letter_data(letter), said, fingerprint, when)


def certificate_docx(
    certificate: Certificate,
    template: WordTemplate,
    fields: Mapping[str, str],
    fingerprint: Fingerprint,
    *,
    when: datetime,
) -> bytes:
    """The certificate of a round as a Word file."""
    return _fill("certificate", template, certificate_data(certificate), fields, fingerprint, when)


def _fill(
    form: Form,
    template: WordTemplate,
    data: Mapping[str, object],
    fields: Mapping[str, str],
    fingerprint: Fingerprint,
    when: datetime,
) -> bytes:
    values = dict.fromkeys(FIELDS, "") | complete(fields, fingerprint)
    values = {name: _CONTROL.sub(_shown, value) for name, value in values.items()}
    with using(template.name):
        package, filled = _open(form, template.data)
        made = package.copy()
        for name, part in filled.items():
            made.put(name, _render(part, {**values, **data}))
    if form == "letter":  # which is read on paper, page by page
        made.put(made.main, kept_together(made.parts[made.main]))
    for name, relation, content, xml in (
        (CORE, _CORE_RELATION, _CORE_TYPE, core_xml(fingerprint, values, when)),
        (CUSTOM, "custom-properties", _CUSTOM_TYPE, custom_xml(fingerprint)),
    ):
        held = made.related(relation.rsplit("/", 1)[-1], "")
        made.put(held[0] if held else name, xml, content)
        made.relate("", relation, held[0] if held else name)
    return made.zipped(when)


@lru_cache(maxsize=16)
def _open(form: Form, template: bytes) -> tuple[PackageOut, Mapping[str, Template]]:
    """A template's parts, and of those with tags what fills them; refused if a tag is lacking."""
    package, opened = read_template(template)
    environment = _environment()
    names = [opened.main, *opened.related("header"), *opened.related("footer")]
    roots = {name: opened.root(name) for name in names}
    for root in roots.values():
        refuse_braces(root, _TAG)
    for name in (*opened.related("footnotes"), *opened.related("endnotes")):
        refuse_braces(opened.root(name))
    try:
        sources = {name: _source(root) for name, root in roots.items()}
        found: set[str] = set()
        for source in sources.values():
            found |= meta.find_undeclared_variables(environment.parse(source))
        check_needed(REQUIRED[form], found)
        return package, {n: environment.from_string(s) for n, s in sources.items()}
    except TemplateError as problem:
        raise _unfit(str(problem)) from problem


def _source(root: etree._Element) -> str:
    """A part's XML as a Jinja template: docxtpl joins the tags that Word has cut in pieces."""
    # Written anew, for LibreOffice writes quotation marks as entities, which Jinja does not know.
    xml = etree.tostring(root, encoding="UTF-8", xml_declaration=True, standalone=True)
    patched: str = DocxTemplate("").patch_xml(xml.decode())
    return _EMPTY_RUN.sub("", patched)


def _render(part: Template, values: Mapping[str, object]) -> bytes:
    try:
        return part.render(values).encode()
    except UndefinedError as problem:
        raise _unfit(f"nothing fills one of its tags ({problem.message})") from problem
    except (TemplateError, SecurityError, TypeError, ValueError) as problem:
        raise _unfit(str(problem)) from problem


def _unfit(why: str) -> Unfit:
    return Unfit(
        f"It cannot be filled: {why}.",
        "Correct its tags in Word; docs/templates.md lists them.",
    )


class _Environment(ImmutableSandboxedEnvironment):
    """A sandbox that looks a field up where it is, before it asks for an attribute of its name."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """The field of this name, or what the sandbox allows."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


def _environment() -> ImmutableSandboxedEnvironment:
    """Jinja for templates that a secretariat edits: no globals, few filters, words are escaped."""
    # Everything printed goes through ``_words``, which escapes: Jinja need not do so again.
    environment = _Environment(autoescape=False, finalize=_words, undefined=StrictUndefined)
    kept: Mapping[str, Callable[..., Any]] = environment.filters
    environment.filters = {name: kept[name] for name in ("join", "length", "lower", "upper")}
    environment.globals.clear()
    return environment


def _words(value: object) -> object:
    """A value as the inside of a ``w:t``: each character is itself, lines and tabs are kept."""
    if isinstance(value, StrictUndefined):
        return value  # which refuses to be printed, and says its name
    text = str(value)
    if not _SPECIAL.search(text):
        return text
    text = _CONTROL.sub(_shown, text.replace("\r\n", "\n"))
    return _PLACE.sub(_between, escape(text))


def _shown(match: re.Match[str]) -> str:
    """A character that XML cannot hold, as the sign that stands for it (␇), or as unknown."""
    code = ord(match[0])
    return chr(0x2400 + code) if code < 0x20 else "␡" if code == 0x7F else "\ufffd"


def _between(match: re.Match[str]) -> str:
    return f'</w:t>{_PLACES[match[0]]}<w:t xml:space="preserve">'
