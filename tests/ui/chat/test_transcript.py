"""The transcript's rows: how they look, that the model tells Qt the truth, that long ones stay smooth."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from console.chat.interactive import TEMPLATES
from console.chat.items import EVENT, INTERACTIVE, Item, item_in
from console.chat.transcript import Row, Transcript
from console.errors import ConsoleError
from console.pictures import Pictures
from ui.chat.cards import Gate, MessageCard, Surroundings
from ui.chat.looks import look
from ui.chat.row_cards import KEPT, CardMeans
from ui.chat.row_menu import menu_of
from ui.chat.transcript import TranscriptModel
from ui.chat.transcript_view import TranscriptView
from ui.tasks import Tasks

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


def item(number: int, content: str = "", **members: Any) -> Item:
    whole = {
        "Id": f"item-{number:05}",
        "Type": "MESSAGE",
        "ContentType": "text/plain",
        "Content": content or f"Message {number}",
        "ParticipantRole": "SYSTEM",
        "DisplayName": "SYSTEM_MESSAGE",
        "ParticipantId": "flow",
        "ContactId": "contact",
        "AbsoluteTime": (NOON + timedelta(seconds=number)).isoformat(),
        **members,
    }
    return item_in(whole)


def of_customer(number: int, content: str, **members: Any) -> Item:
    who = {"ParticipantRole": "CUSTOMER", "DisplayName": "Ann", "ParticipantId": "me"}
    return item(number, content, **{**who, **members})


def means() -> CardMeans:
    """What cards are made with, where nobody answers."""

    async def describe(_token: str) -> Mapping[str, Any]:
        raise ConsoleError("There is nobody to ask.", "")

    tasks = Tasks(lambda *_: None)
    return CardMeans(Surroundings(Gate(Pictures(), tasks), lambda _: None, lambda _: None), tasks, describe)


def row(one: Item, **members: Any) -> Row:
    return Row(one.id, one, **members)


def filled(*items: Item) -> Transcript:
    transcript = Transcript("me")
    for one in items:
        transcript.apply(one)
    return transcript


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[TranscriptView]:
    made = TranscriptView(TranscriptModel(lambda: NOON), means())
    made.resize(700, 500)
    made.show()
    yield made
    made.close()
    made.deleteLater()


def shown(view: TranscriptView, transcript: Transcript) -> TranscriptModel:
    model = view.model()
    assert isinstance(model, TranscriptModel)
    model.show_rows(transcript.rows)
    return model


# looks


def test_a_row_says_who_what_when_and_how_it_stands() -> None:
    read = {"Receipts": [{"RecipientParticipantId": "agent", "ReadTimestamp": NOON.isoformat()}]}
    one = look(filled(of_customer(1, "Hello", MessageMetadata=read)).rows[0], None, NOON)
    assert (one.side, one.body, one.tick) == ("own", "Hello", ("check-check", "accent"))
    assert one.spoken.startswith("Ann · Customer, Hello, ")
    assert one.spoken.endswith(", Read")


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({"ContentType": EVENT + "participant.joined", "Type": "EVENT", "DisplayName": "Bea"}, "Bea joined"),
        ({"ContentType": EVENT + "chat.ended", "Type": "EVENT"}, "The chat has ended"),
        ({"ContentType": EVENT + "transfer.succeeded", "Type": "EVENT"}, "The chat was transferred"),
    ],
)
def test_an_event_is_a_line_in_the_middle(members: dict[str, Any], said: str) -> None:
    one = look(row(item(1, **members)), None, NOON)
    assert (one.side, one.body) == ("middle", said)


def test_what_is_not_known_is_shown_with_its_json() -> None:
    one = look(row(item(1, Type="HOLOGRAM", ContentType="x/hologram")), None, NOON, unfolded=True)
    assert "does not know (x/hologram)" in one.note
    assert '"HOLOGRAM"' in one.json
    assert [action.text for action in one.actions] == ["Hide JSON"]


def test_a_series_has_one_name_and_a_day_one_line() -> None:
    yesterday = (NOON - timedelta(days=1)).isoformat()
    rows = filled(item(1, AbsoluteTime=yesterday), item(2), item(3), item(400)).rows
    looks = [look(one, rows[at - 1] if at else None, NOON) for at, one in enumerate(rows)]
    assert [one.day for one in looks] == ["Yesterday", "Today", "", ""]
    assert [bool(one.who) for one in looks] == [True, True, False, True]


def test_past_sessions_stand_apart() -> None:
    rows = filled(item(1, ContactId="", RelatedContactId="old"), item(2)).rows
    first, second = look(rows[0], None, NOON), look(rows[1], rows[0], NOON)
    assert (first.heading, first.is_dim) == ("Earlier conversation", True)
    assert (second.heading, second.is_dim) == ("This conversation", False)


def test_a_rejected_file_can_not_be_saved() -> None:
    files = [
        {"AttachmentId": str(at), "AttachmentName": name, "ContentType": "image/png", "Status": status}
        for at, (name, status) in enumerate([("good.png", "APPROVED"), ("bad.png", "REJECTED")])
    ]
    one = look(row(item(1, Type="ATTACHMENT", Content="", ContentType="", Attachments=files)), None, NOON)
    assert [file.detail for file in one.files] == ["Ready to download", "Rejected by the scan"]
    assert [action.argument for action in one.actions] == ["0"]


# the model


@settings(max_examples=25)
@given(st.lists(st.integers(0, 12), max_size=30), st.integers(0, 3))
def test_the_model_follows_any_order_of_items(numbers: list[int], pending: int) -> None:
    transcript, model = Transcript("me"), TranscriptModel(lambda: NOON)
    tester = QAbstractItemModelTester(model, FATAL)
    for number in numbers:
        if number < pending:
            transcript.put_pending(f"token {number}", of_customer(number, "on its way"))
        if number == 11:
            transcript.drop_pending("token 0")
        transcript.apply(item(number, f"{number}"))
        if number % 2:
            # A follower may hear of several changes at once.
            model.show_rows(transcript.rows)
    model.show_rows(transcript.rows)
    assert [model.row(at).key for at in range(model.rowCount())] == [one.key for one in transcript.rows]
    for at in range(model.rowCount()):
        before = transcript.rows[at - 1] if at else None
        assert model.look(at) == look(transcript.rows[at], before, NOON), "no look is out of date"
    del tester


def test_today_is_another_day_after_midnight() -> None:
    now = [NOON]
    model = TranscriptModel(lambda: now[0])
    model.show_rows(filled(item(1, AbsoluteTime=(NOON - timedelta(days=3)).isoformat()), item(2)).rows)
    assert model.look(1).day == "Today"
    now[0] = NOON + timedelta(days=1)
    model.look_at_clock(now[0])
    assert model.look(1).day == "Yesterday"


# the view


def test_it_stays_at_the_newest_row_until_one_scrolls_away(view: TranscriptView) -> None:
    transcript = filled(*(item(number) for number in range(80)))
    model = shown(view, transcript)
    bar = view.verticalScrollBar()
    assert bar.value() == bar.maximum() > 0
    transcript.apply(item(90))
    model.show_rows(transcript.rows)
    assert bar.value() == bar.maximum()
    bar.setValue(bar.maximum() // 2)
    top = model.row(view.rowAt(0)).key
    place = view.rowViewportPosition(view.rowAt(0))
    transcript.apply(item(91))
    for number in range(-30, 0):
        transcript.apply(item(number))
    model.show_rows(transcript.rows)
    assert model.row(view.rowAt(0)).key == top, "what is read stays in sight while others come"
    assert view.rowViewportPosition(view.rowAt(0)) == place
    view.to_end()
    assert bar.value() == bar.maximum()


def test_every_height_becomes_exact_and_again_after_a_resize(view: TranscriptView, qtbot: QtBot) -> None:
    long = "a word and another " * 20
    model = shown(view, filled(*(item(number, long) for number in range(150))))
    qtbot.waitUntil(lambda: view.heights.is_done)
    heights = {view.rowHeight(at) for at in range(1, model.rowCount())}
    assert heights == {view.bubbles.height(149)}
    view.resize(420, 500)
    qtbot.waitUntil(lambda: view.heights.is_done)
    assert {view.rowHeight(at) for at in range(1, 150)} == {view.bubbles.height(149)}
    assert view.rowHeight(149) > max(heights)


def test_it_is_walked_by_keys_and_a_row_is_copied(view: TranscriptView, qtbot: QtBot) -> None:
    shown(view, filled(*(item(number) for number in range(5))))
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    view.clearFocus()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    assert view.currentIndex().row() == 4, "Tab comes to the newest"
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert view.currentIndex().row() == 3
    with qtbot.waitSignal(view.copy_requested) as copied:
        QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert copied.args == ["Message 3"]
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.currentIndex().row() == 0
    with qtbot.waitSignal(view.menu_requested) as asked:
        QTest.keyClick(view, Qt.Key.Key_Return)
    assert (asked.args or [None])[0] == 0


def test_text_is_selected_with_the_mouse(view: TranscriptView) -> None:
    shown(view, filled(item(1, "select these words")))
    places = view.bubbles.places(0)
    inside = places.texts[places.body].rect
    port = view.viewport()
    left = QPoint(int(inside.left()) + 1, int(inside.center().y()))
    right = QPoint(int(inside.right()) + 8, int(inside.center().y()))
    QTest.mousePress(port, Qt.MouseButton.LeftButton, pos=left)
    QTest.mouseMove(port, right)
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, pos=right)
    QTest.mouseDClick(port, Qt.MouseButton.LeftButton, pos=left)
    assert view.selecting.text == "select"
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.selecting.text == ""
    view.setCurrentIndex(view.model().index(0, 0))
    QTest.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert view.selecting.text == "select these words"


def test_the_menu_copies_text_markdown_id_and_json(view: TranscriptView) -> None:
    model = shown(view, filled(item(1, "a **bold** word", ContentType="text/markdown")))
    copied: list[str] = []
    menu = menu_of(
        view, model.row(0), model.look(0), "", copy=copied.append, act=lambda *_: None, can_act=True
    )
    for action in menu.actions():
        action.trigger()
    assert [action.text() for action in menu.actions()] == [
        "Copy text", "Copy as Markdown", "Copy item ID", "Copy JSON"
    ]  # fmt: skip
    assert copied[:3] == ["a bold word", "a **bold** word", "item-00001"]
    assert '"Content": "a **bold** word"' in copied[3]


def test_buttons_of_rows_exist_only_while_they_are_in_sight(view: TranscriptView) -> None:
    transcript = filled(*(item(number) for number in range(40)))
    transcript.put_pending("one", of_customer(50, "lost"))
    transcript.fail_pending("one", ConsoleError("It was refused.", "Send it again."))
    model = shown(view, transcript)
    key = model.row(40).key
    assert [one.accessibleName() for one in view.buttons.of_row(key)] == ["Resend", "Discard"]
    view.buttons.show_can_act(False, "Reconnecting.")
    assert [one.isEnabled() for one in view.buttons.of_row(key)] == [False, True]
    view.verticalScrollBar().setValue(0)
    assert view.buttons.of_row(key) == []


def test_a_streamed_message_grows_in_its_row(view: TranscriptView) -> None:
    transcript = filled(item(1))
    model = shown(view, transcript)
    grown = []
    for number in range(1, 30):
        chunk = {"MessageCompleted": False, "ChunkNumber": number}
        transcript.apply(item(2, "and so on, ", MessageMetadata=chunk))
        model.show_rows(transcript.rows)
        grown.append(view.rowHeight(1))
    assert model.rowCount() == 2
    assert grown == sorted(grown)
    assert grown[-1] > grown[0]
    assert model.look(1).foot.endswith("writing…")


def test_it_is_drawn_in_both_directions(view: TranscriptView, qapp: QApplication) -> None:
    shown(view, filled(of_customer(1, "mine"), item(2, "theirs")))
    mine = view.bubbles.places(0).bubble
    assert mine.center().x() > view.viewport().width() / 2
    view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    view.resize(701, 500)
    view.grab()
    assert view.bubbles.places(0).bubble.center().x() < view.viewport().width() / 2
    assert view.bubbles.places(1).bubble.center().x() > view.viewport().width() / 2


def test_ten_thousand_rows_take_a_new_one_without_measuring_the_others(view: TranscriptView) -> None:
    transcript = filled(*(item(number) for number in range(10_000)))
    model = shown(view, transcript)
    measured: list[int] = []
    height = view.bubbles.height

    def measure(at: int) -> int:
        measured.append(at)
        return height(at)

    view.heights._measure = measure
    for number in range(10_000, 10_003):
        transcript.apply(item(number))
        model.show_rows(transcript.rows)
    assert measured == [10_000, 10_001, 10_002]
    assert len(view.bubbles._places) <= 400


# cards


def offered(number: int, template: str = "Panel") -> Item:
    return item(number, TEMPLATES[template].message, ContentType=INTERACTIVE)


def test_a_card_takes_the_place_of_a_bubble_and_has_its_height(view: TranscriptView) -> None:
    model = shown(view, filled(item(1), offered(2, "QuickReply"), item(3)))
    places, card = view.bubbles.places(1), view.cards.card("item-00002")
    assert card is not None
    assert card.isVisible()
    assert places.bubble.isEmpty()
    assert card.geometry() == places.card.translated(0, view.rowViewportPosition(1)).toRect()
    assert card.height() == card.height_at(card.width()) < view.rowHeight(1)
    assert model.look(1).spoken.startswith("System, How was your experience?")
    model.unfold("item-00002")
    assert view.bubbles.places(1).bubble.top() > view.bubbles.places(1).card.bottom()
    assert [one.accessibleName() for one in view.buttons.of_row("item-00002")] == ["Hide JSON"]


def test_cards_among_ten_thousand_rows_are_made_where_one_looks(view: TranscriptView, qtbot: QtBot) -> None:
    transcript = filled(*(offered(at) if at % 10 == 5 else item(at) for at in range(10_000)))
    model = shown(view, transcript)
    made = view.viewport().findChildren(MessageCard)
    assert 0 < len(made) <= 2
    transcript.apply(of_customer(10_001, "Talk to an agent"))
    model.show_rows(transcript.rows)
    view.cards.show_standings()
    assert view.viewport().findChildren(MessageCard) == made
    assert view.cards.standings.of("item-09995").state == "answered"
    assert view.cards.standings.of("item-09985").state == "open"
    bar = view.verticalScrollBar()
    for step in range(60):
        bar.setValue(bar.maximum() * step // 60)
    qtbot.waitUntil(lambda: len(view.viewport().findChildren(MessageCard)) <= KEPT + 3)


def test_a_card_that_grows_pushes_what_is_below_it(view: TranscriptView, qtbot: QtBot) -> None:
    days = [f"2027-01-0{day}T10:00+00:00" for day in range(1, 8)]
    picker = {"title": "When?", "timeslots": [{"date": day, "duration": 1800} for day in days]}
    content = json.dumps({"templateType": "TimePicker", "version": "1.0", "data": {"content": picker}})
    shown(view, filled(item(1, content, ContentType=INTERACTIVE), item(2)))
    card = view.cards.card("item-00001")
    assert card is not None
    later = next(one for one in card.findChildren(QAbstractButton) if one.accessibleName() == "Later days")
    before = view.rowHeight(0)
    for _ in range(2):
        QTest.mouseClick(later, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: view.rowHeight(0) < before)
    assert card.geometry().bottom() < view.rowViewportPosition(1)


def test_whatever_has_the_keyboard_is_brought_into_sight(view: TranscriptView, qtbot: QtBot) -> None:
    shown(view, filled(offered(1, "ListPicker"), offered(2, "ListPicker")))
    view.resize(700, 300)
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    card = view.cards.card("item-00002")
    assert card is not None
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    names = [one.accessibleName() for one in view.cards.controls("item-00002")]
    assert names[0].startswith("Load pictures from")
    card.focus()
    focused = QApplication.focusWidget()
    assert focused is not None
    assert 0 <= focused.mapTo(view.viewport(), QPoint(0, 0)).y() < view.viewport().height() - focused.height()


def test_what_was_done_with_a_card_goes_on_where_its_chat_is_joined_again(view: TranscriptView) -> None:
    transcript = filled(offered(1, "Carousel"))
    shown(view, transcript)
    card = view.cards.card("item-00001")
    assert card is not None
    turn = next(one for one in card.findChildren(QAbstractButton) if one.accessibleName() == "Next page")
    QTest.mouseClick(turn, Qt.MouseButton.LeftButton)
    again = TranscriptView(TranscriptModel(lambda: NOON), means())
    again.cards.take_over(view.cards)
    again.resize(700, 500)
    again.show()
    shown(again, transcript)
    other = again.cards.card("item-00001")
    assert other is not None
    assert other.draft.page == card.draft.page == 1
    again.close()
    again.deleteLater()
