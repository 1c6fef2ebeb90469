"""Snippets of the communications widget, as the admin site hands them out and as pages change them."""

from __future__ import annotations

import pytest

from console.contact import problems
from console.export import read
from tests.console.export.test_importing import problem_of

LOADER = """\
<script type="text/javascript">
  (function(w, d, x, id){
    s=d.createElement('script');
    s.src='https://dexample.cloudfront.net/amazon-connect-chat-interface-client.js';
    s.async=1;
    s.id=id;
    d.getElementsByTagName('head')[0].appendChild(s);
    w[x] =  w[x] || function() { (w[x].ac = w[x].ac || []).push(arguments) };
  })(window, document, 'amazon_connect', 'a1b2c3d4-0000-4000-8000-00000000000f');
  amazon_connect('styles', { iconType: 'CHAT', openChat: { color: '#ffffff', backgroundColor: '#123456' } });
  amazon_connect('snippetId', 'QVFJREFIexample=');
  amazon_connect('supportedMessagingContentTypes', [ 'text/plain', 'text/markdown' ]);
"""
CHOOSE = "A snippet does not name its instance and flow: choose them in the form."
LOOKS = "These say how the widget looks and works, and were left out: styles, snippetId."
CUSTOMER = "The snippet gives no display name; the widget then uses Customer."
PREFIX = "The widget puts HostedWidget- before the key of each attribute; so it is here."


def snippet(*calls: str) -> str:
    return LOADER + "".join(f"  {call}\n" for call in calls) + "</script>\n"


def test_the_snippet_of_the_admin_site() -> None:
    imported = read(snippet())
    assert (imported.kind, imported.region, imported.endpoint) == ("widget", None, None)
    assert imported.request == {
        "ParticipantDetails": {"DisplayName": "Customer"},
        "SupportedMessagingContentTypes": ["text/plain", "text/markdown"],
    }
    assert imported.notes == (CUSTOMER, LOOKS, CHOOSE)
    assert [problem.where for problem in problems(imported.request)] == ["InstanceId", "ContactFlowId"]


def test_attributes_get_the_prefix_that_the_widget_gives_them() -> None:
    imported = read(snippet("amazon_connect('contactAttributes', {foo: 'bar', \"two-words\": \"b\", })"))
    assert imported.request["Attributes"] == {"HostedWidget-foo": "bar", "HostedWidget-two-words": "b"}
    assert PREFIX in imported.notes


def test_attributes_that_are_no_texts_become_such() -> None:
    imported = read(
        snippet("amazon_connect('contactAttributes', {n: 5, f: 1.5, y: true, o: {a: 1}, u: null});")
    )
    assert imported.request["Attributes"] == {
        "HostedWidget-n": "5",
        "HostedWidget-f": "1.5",
        "HostedWidget-y": "true",
    }
    assert "Attributes are texts; numbers, true and false were made into such." in imported.notes
    assert "An attribute that is an object or a list was left out: attributes are texts." in imported.notes


def test_attributes_that_the_page_computes_are_named() -> None:
    imported = read(snippet("amazon_connect('contactAttributes', {id: customer.id, plan: 'gold', name});"))
    assert imported.request["Attributes"] == {"HostedWidget-plan": "gold"}
    assert "id is computed by the page's code and was left out." in imported.notes
    assert "name is computed by the page's code and was left out." in imported.notes


@pytest.mark.parametrize(
    "function",
    [
        "function(callback) { const displayName = 'Jane Doe'; callback(displayName); }",
        'function (cb) {\n  // their name\n  cb("Jane Doe");\n}',
        "callback => callback('Jane Doe')",
        "(callback) => { let name = `Jane Doe`; callback(name) }",
        "async function named(callback){callback('Jane Doe')}",
        "'Jane Doe'",
    ],
)
def test_the_display_name_that_the_callback_is_given(function: str) -> None:
    imported = read(snippet(f"amazon_connect('customerDisplayName', {function});"))
    assert imported.request["ParticipantDetails"] == {"DisplayName": "Jane Doe"}
    assert CUSTOMER not in imported.notes


@pytest.mark.parametrize(
    "function",
    [
        "function(callback) { callback(user.name); }",
        "function(callback) { const name = user.name; callback(name); }",
        "function(callback) { const name = 'Jane ' + user.name; callback(name); }",
        "function(callback) { fetch('/me').then(r => callback(r.name)); }",
        "function(callback) { callback(`Hello ${name}`); }",
        "function(callback) { callback(''); }",
        "function(callback) { }",
        "getName",
        "null",
    ],
)
def test_a_display_name_that_the_page_computes_is_not_guessed(function: str) -> None:
    imported = read(snippet(f"amazon_connect('customerDisplayName', {function});"))
    assert "ParticipantDetails" not in imported.request
    assert "The display name is computed by the page's code; give one in the form." in imported.notes


def test_the_duration_of_the_chat() -> None:
    assert read(snippet("amazon_connect('chatDurationInMinutes', 90)")).request["ChatDurationInMinutes"] == 90
    imported = read(snippet("amazon_connect('chatDurationInMinutes', '90')"))
    assert "ChatDurationInMinutes" not in imported.request
    assert "chatDurationInMinutes is not a whole number here and was left out." in imported.notes


def test_a_page_that_starts_its_chats_itself() -> None:
    start = """amazon_connect('customStartChat', async function(callback) {
      window.fetch('https://api.example.com/start', { method: "POST", body: JSON.stringify({
        ConnectInstanceId: "i-1", ContactFlowId: "f-1", Attributes: { page: document.title, plan: "gold" },
        ParticipantDetails: { DisplayName: "Jane" },
      }) }).then((res) => res.json()).then((data) => { callback(data.data); });
    });"""
    imported = read(snippet(start))
    assert imported.request == {
        "InstanceId": "i-1",
        "ContactFlowId": "f-1",
        "Attributes": {"plan": "gold"},
        "ParticipantDetails": {"DisplayName": "Jane"},
        "SupportedMessagingContentTypes": ["text/plain", "text/markdown"],
    }
    assert "The page starts its chats itself (customStartChat), in place of the widget." in imported.notes
    assert "page is computed by the page's code and was left out." in imported.notes
    assert not {CHOOSE, CUSTOMER} & set(imported.notes)


def test_a_signed_chat_is_told_and_its_token_is_not_kept() -> None:
    imported = read(snippet("amazon_connect('authenticate', function(callback) { callback('TOPSECRET'); });"))
    assert any("the signed token" in note for note in imported.notes)
    assert "TOPSECRET" not in repr(imported)


def test_what_is_commented_out_is_not_read() -> None:
    imported = read(
        snippet(
            "// amazon_connect('contactAttributes', {a: '1'});",
            "/* amazon_connect('chatDurationInMinutes', 90);",
            "amazon_connect('customerDisplayName', 'No'); */",
            "log('amazon_connect(\\'contactAttributes\\', {b: 1})');",
            "my_amazon_connect('contactAttributes', {c: 1});",
        )
    )
    assert set(imported.request) == {"ParticipantDetails", "SupportedMessagingContentTypes"}
    assert imported.request["ParticipantDetails"] == {"DisplayName": "Customer"}


@pytest.mark.parametrize(
    "text",
    [
        "window.amazon_connect( 'supportedMessagingContentTypes' , ['text/plain'] )",
        "<Script id='chat'>{`(function(){ s.src=`https://d.cloudfront.net/x.js`; })();"
        'amazon_connect("supportedMessagingContentTypes", [`text/plain`]);`}</Script>',
        "if (on) {\r\n amazon_connect('supportedMessagingContentTypes',\r\n ['text/plain',],\r\n);\r\n}",
        "Don't forget:\namazon_connect('supportedMessagingContentTypes', ['text/plain']); // it's done",
    ],
)
def test_snippets_in_other_code(text: str) -> None:
    assert read(text).request["SupportedMessagingContentTypes"] == ["text/plain"]


def test_of_two_calls_for_one_field_the_last_counts() -> None:
    twice = snippet("amazon_connect('supportedMessagingContentTypes', ['text/plain']);")
    assert read(twice).request["SupportedMessagingContentTypes"] == ["text/plain"]


def test_content_types_that_the_page_computes_are_told() -> None:
    imported = read(
        "amazon_connect('supportedMessagingContentTypes', types); amazon_connect('x', ['y', z()])"
    )
    assert "SupportedMessagingContentTypes" not in imported.request
    assert "The content types are computed by the page's code and were left out." in imported.notes
    partly = read("amazon_connect('supportedMessagingContentTypes', ['text/plain', more]);")
    assert partly.request["SupportedMessagingContentTypes"] == ["text/plain"]
    assert "A part of a list is computed by the page's code and was left out." in partly.notes


def test_a_region_in_the_address_of_the_script_is_told() -> None:
    text = snippet().replace("dexample.cloudfront.net", "widget.connect.eu-west-2.amazonaws.com")
    assert read(text).region == "eu-west-2"


def test_a_call_that_does_not_end_is_told_and_what_stands_before_it_kept() -> None:
    imported = read(snippet("amazon_connect('contactAttributes', {a: 'b'").replace("</script>", ""))
    assert imported.request["SupportedMessagingContentTypes"] == ["text/plain", "text/markdown"]
    assert any(
        note.startswith("The call in line 13 can't be understood, nor what follows it. ")
        for note in imported.notes
    )


@pytest.mark.parametrize("arguments", ["", ")", "name, value)", "'styles')", "'styles', {)"])
def test_a_snippet_without_a_call_that_can_be_read_is_refused(arguments: str) -> None:
    assert (
        problem_of(f"amazon_connect({arguments}")
        == "No call of amazon_connect in this snippet can be understood."
    )
