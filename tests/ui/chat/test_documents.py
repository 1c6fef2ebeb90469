"""What others say is drawn as documents in which nothing acts by itself."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QFont, QTextDocument
from PySide6.QtWidgets import QApplication

from ui.chat.documents import MOST_LINKS, document, may_open
from ui.chat.looks import Form


def links(made: QTextDocument) -> dict[str, str]:
    """The links of a document: their words and where they lead."""
    found = {}
    block = made.begin()
    while block.isValid():
        steps = block.begin()
        while not steps.atEnd():
            fragment = steps.fragment()
            if fragment.charFormat().isAnchor():
                found[fragment.text()] = fragment.charFormat().anchorHref()
            steps += 1
        block = block.next()
    return found


def has_pictures(made: QTextDocument) -> bool:
    return "\ufffc" in made.toPlainText()


def drawn(text: str, form: Form, qapp: QApplication) -> QTextDocument:
    made = document(text, form, qapp.font(), "accent")
    made.setTextWidth(300)
    return made


@pytest.mark.parametrize(
    "text",
    [
        '<img src="http://127.0.0.1:9/spy.png">',
        "<script>alert(1)</script>",
        '<a href="file:///etc/passwd">here</a>',
        "<iframe src='x'></iframe>",
    ],
)
@pytest.mark.parametrize("form", ["plain", "markdown"])
def test_html_is_text(text: str, form: Form, qapp: QApplication) -> None:
    made = drawn(text, form, qapp)
    assert made.toPlainText().strip() == text
    assert not has_pictures(made)
    assert all(may_open(address) for address in links(made).values())


def test_pictures_become_links_and_nothing_is_loaded(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = drawn("![a cat](http://127.0.0.1:9/cat.png) ![](file:///etc/passwd)", "markdown", qapp)
    assert not has_pictures(made)
    assert links(made) == {"[a cat]": "http://127.0.0.1:9/cat.png"}
    assert made.resource(QTextDocument.ResourceType.ImageResource.value, QUrl("file:///etc/passwd")) is None


@pytest.mark.parametrize(
    ("address", "is_safe"),
    [
        ("https://example.com/a?b=c", True),
        ("http://example.com", True),
        ("mailto:ann@example.com", True),
        ("file:///etc/passwd", False),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("smb://host/share", False),
        ("/relative", False),
        ("", False),
        ("https://", False),
        ("HTTPS://EXAMPLE.COM/", True),
    ],
)
def test_only_what_a_browser_or_a_mail_program_opens_is_a_link(
    address: str, is_safe: bool, qapp: QApplication
) -> None:
    assert may_open(address) is is_safe
    assert list(links(drawn(f"[here]({address})", "markdown", qapp)).values()) == [address] * is_safe


def test_links_of_plain_text_are_found_behind_what_takes_two_places(qapp: QApplication) -> None:
    made = drawn("😀 see https://example.com/x, or ask ann@example.com.", "plain", qapp)
    assert links(made) == {
        "https://example.com/x": "https://example.com/x",
        "ann@example.com": "mailto:ann@example.com",
    }


def test_markdown_is_drawn(qapp: QApplication) -> None:
    made = drawn(
        "# Title\n\n**bold** `code`\n\n* one\n* two\n\n| a | b |\n|---|---|\n| 1 | 2 |", "markdown", qapp
    )
    assert made.toPlainText().split("\n")[:4] == ["Title", "bold code", "one", "two"]
    assert made.begin().blockFormat().topMargin() == 0
    assert made.size().height() > 80


def test_json_is_code(qapp: QApplication) -> None:
    assert drawn('{"link": "https://example.com"}', "code", qapp).defaultFont().fixedPitch()


@pytest.mark.parametrize("letter", ["x", "a.b+c-"])
def test_a_long_word_takes_no_longer_than_many_short_ones(letter: str, qapp: QApplication) -> None:
    """One word of 9,000 letters took seconds: every letter was tried as the begin of an address."""

    def seconds(text: str) -> float:
        began = time.perf_counter()
        document(text, "plain", QFont(), "accent")
        return time.perf_counter() - began

    count = 12_000 // len(letter)
    usual = min(seconds("words and more words " * 600) for _ in range(3))
    assert min(seconds(letter * count) for _ in range(3)) < 60 * usual


def test_of_very_many_addresses_the_first_are_links(qapp: QApplication) -> None:
    made = document(" ".join(f"a{number}@b.example" for number in range(300)), "plain", QFont(), "accent")
    assert len(links(made)) == MOST_LINKS
