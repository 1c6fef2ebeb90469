"""What people paste, understood or refused in words."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.pasted import Destination, read_attributes, read_destination

INSTANCE = "a1b2c3d4-0000-4000-8000-00000000000a"
FLOW = "b1b2c3d4-1111-4111-8111-00000000000b"

# -- pasted destinations --------------------------------------------------------------------------

ARN = f"arn:aws:connect:eu-central-1:123456789012:instance/{INSTANCE}"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (ARN, Destination("eu-central-1", INSTANCE)),
        (f"{ARN}/contact-flow/{FLOW}", Destination("eu-central-1", INSTANCE, FLOW)),
        (f"  {ARN}/contact-flow/{FLOW}\n", Destination("eu-central-1", INSTANCE, FLOW)),
        (f"{ARN}/contact-flow/{FLOW}:$LATEST", Destination("eu-central-1", INSTANCE, FLOW)),
        (f"{ARN}/contact-flow/{FLOW}:3", Destination("eu-central-1", INSTANCE, FLOW)),
        (
            ARN.replace("arn:aws:", "arn:aws-us-gov:").replace("eu-central-1", "us-gov-west-1"),
            Destination("us-gov-west-1", INSTANCE),
        ),
        (f"{ARN}/queue/{FLOW}", Destination("eu-central-1", INSTANCE)),
        (ARN.replace(INSTANCE, INSTANCE.upper()), Destination("eu-central-1", INSTANCE)),
        (f'"{ARN}/contact-flow/{FLOW}",', Destination("eu-central-1", INSTANCE, FLOW)),
        (FLOW, Destination(flow_id=FLOW)),
        (FLOW.upper(), Destination(flow_id=FLOW)),
        (
            f"https://my-center.my.connect.aws/contact-flows/edit?id={ARN}/contact-flow/{FLOW}",
            Destination("eu-central-1", INSTANCE, FLOW, "my-center"),
        ),
        (
            "https://my-center.my.connect.aws/contact-flows/edit?id="
            + f"{ARN}/contact-flow/{FLOW}".replace(":", "%3A").replace("/", "%2F"),
            Destination("eu-central-1", INSTANCE, FLOW, "my-center"),
        ),
        (
            "https://my-center.my.connect.aws/contact-flows/edit?id="
            + f"{ARN}/contact-flow/{FLOW}".replace(":", "%253A").replace("/", "%252F"),
            Destination("eu-central-1", INSTANCE, FLOW, "my-center"),
        ),
        (
            f"https://My-Center.awsapps.com/connect/contact-flows/{FLOW}",
            Destination(flow_id=FLOW, alias="my-center"),
        ),
        (
            f"https://x.my.connect.aws/flows/edit/{FLOW}?tab=1",
            Destination(flow_id=FLOW, alias="x"),
        ),
        ("https://my-center.my.connect.aws/", Destination(alias="my-center")),
        ("https://my-center.my.connect.aws", Destination(alias="my-center")),
        (
            f"https://eu-west-2.console.aws.amazon.com/connect/v2/app/instances/{INSTANCE}",
            Destination("eu-west-2", INSTANCE),
        ),
        (
            f"https://console.aws.amazon.com/connect/v2/app/instance/{INSTANCE}?region=us-west-2",
            Destination("us-west-2", INSTANCE),
        ),
        (
            "https://us-east-1.console.aws.amazon.com/connect/home?region=eu-west-1",
            Destination("us-east-1"),
        ),
    ],
)
def test_a_pasted_text_points_somewhere(text: str, wanted: Destination) -> None:
    assert read_destination(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "",
        "greeting",
        "https://example.com/contact-flows",
        "https://example.com/?region=eu-west-1",
        "https://my.connect.aws.example.com/",
        "arn:aws:s3:::bucket",
        "arn:aws:connect:eu-central-1:123456789012:phone-number/x",
        FLOW[:-1],
        f"{FLOW}0",
        f"{FLOW} {FLOW}",
    ],
)
def test_a_text_that_points_nowhere_is_no_destination(text: str) -> None:
    assert read_destination(text) is None


@given(st.text(max_size=60) | st.text(max_size=12).map(lambda text: f"https://a.my.connect.aws/{text}"))
def test_no_text_upsets_the_reader(text: str) -> None:
    found = read_destination(text)
    assert found is None or found != Destination()


@given(st.uuids(), st.uuids(), st.sampled_from(["us-east-1", "ap-southeast-2", "us-gov-west-1"]))
def test_an_arn_gives_its_parts_back(instance: object, flow: object, region: str) -> None:
    arn = f"arn:aws:connect:{region}:123456789012:instance/{instance}/contact-flow/{flow}"
    assert read_destination(arn) == Destination(region, str(instance), str(flow))


# -- pasted attributes ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", {}),
        ("\n \n", {}),
        ("a=1", {"a": "1"}),
        ("a=1\nb = two words \n", {"a": "1", "b": "two words"}),
        ("a: 1\r\nb:2", {"a": "1", "b": "2"}),
        ("# a comment\na=1\n\n  # another\nb=2", {"a": "1", "b": "2"}),
        ('"a": "1",\n"b": "x, y",', {"a": "1", "b": "x, y"}),
        ("orderId: 48213,\nlocale: 'en-GB',", {"orderId": "48213", "locale": "en-GB"}),
        ("a=Hello,", {"a": "Hello,"}),
        ('a="Hello",', {"a": "Hello"}),
        ("a=", {"a": ""}),
        ('a="', {"a": '"'}),
        ('a="quoted"', {"a": "quoted"}),
        ("a=x=y", {"a": "x=y"}),
        ("time=10:30", {"time": "10:30"}),
        ("url: https://example.com/?q=1", {"url": "https://example.com/?q=1"}),
        ('"url": "https://example.com/?q=1"', {"url": "https://example.com/?q=1"}),
        ("a=1\na=2", {"a": "2"}),
        ("{}", {}),
        (
            '{"a": "1", "b": 2, "c": true, "d": null, "e": 1.5}',
            {"a": "1", "b": "2", "c": "true", "d": "", "e": "1.5"},
        ),
        ('  {\n"a": "x\\ny"}\n', {"a": "x\ny"}),
    ],
)
def test_pasted_attributes_are_read(text: str, wanted: dict[str, str]) -> None:
    assert read_attributes(text) == wanted


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a=1\nnonsense", "Line 2 is not key=value: “nonsense”."),
        ("=1", "Line 1 is not key=value"),
        (": x", "Line 1 is not key=value"),
        ("x" * 200, "Line 1 is not key=value: “" + "x" * 60 + "”."),
        ('{"a": }', "This is not JSON: line 1, column 7"),
        ('{"a": "1"', "This is not JSON"),
        ('{"a": {"b": 1}}', "The value of “a” is not a text."),
        ('{"a": [1]}', "The value of “a” is not a text."),
        ('{"a": NaN}', "This is not JSON: NaN is not JSON."),
    ],
)
def test_what_cannot_be_read_is_said(text: str, words: str) -> None:
    with pytest.raises(ValueError, match=r"\.$") as raised:
        read_attributes(text)
    assert str(raised.value).startswith(words)


@given(st.dictionaries(st.text(max_size=8), st.text(max_size=8), max_size=5))
def test_attributes_come_back_from_json(attributes: dict[str, str]) -> None:
    assert read_attributes(json.dumps(attributes)) == attributes
    assert read_attributes(json.dumps(attributes, indent=2, ensure_ascii=False)) == attributes


PLAIN_KEYS = st.text("abcXYZ019-_", min_size=1, max_size=8)
PLAIN_VALUES = st.text("abc =:/?&,.;äöü👍", max_size=12).map(str.strip)


@given(st.dictionaries(PLAIN_KEYS, PLAIN_VALUES, max_size=5))
def test_attributes_come_back_from_lines(attributes: dict[str, str]) -> None:
    lines = "\n".join(f"{key}={value}" for key, value in attributes.items())
    assert read_attributes(lines) == attributes


def _read(text: str) -> dict[str, str] | str:
    try:
        return read_attributes(text)
    except ValueError as problem:
        return str(problem)


@given(st.text(max_size=40) | st.text("ab\"'=:,# \n{}1", max_size=12))
def test_a_paste_is_read_or_refused_in_words(text: str) -> None:
    found = _read(text)
    if isinstance(found, str):
        assert found.endswith(".")
    else:
        assert all(isinstance(part, str) for pair in found.items() for part in pair)
