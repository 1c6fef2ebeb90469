"""Words as the shells make them. Where a shell is at hand, it is asked."""

from __future__ import annotations

import shlex
import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.export.imported import ImportProblem
from console.export.shells import Split, Word, cmd, posix, powershell, splits_for

BASH = shutil.which("bash")


def texts(split: Split, text: str) -> list[list[str]]:
    return [[word.text for word in statement] for statement in split(text)]


def one(split: Split, text: str) -> list[str]:
    (statement,) = texts(split, text)
    return statement


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("a b\tc", ["a", "b", "c"]),
        ("a \\\n  b", ["a", "b"]),
        ("a\\\nb", ["ab"]),
        (r"a\ b c\"d", ["a b", 'c"d']),
        ("'it'\"'\"'s'", ["it's"]),
        ("'a\nb' ''", ["a\nb", ""]),
        (r'"a \"b\" \\ \n \$x"', ['a "b" \\ \\n $x']),
        ('"a\\\nb"', ["ab"]),
        ("a'b'\"c\"d", ["abcd"]),
        ("a #b\n", ["a"]),
        ("a#b", ["a#b"]),
        ("a '#b'", ["a", "#b"]),
        (r"$'it\'s\n\t\\ \x41\101 \u00e9 \U0001f600 \q'", ["it's\n\t\\ AA é 😀 \\q"]),
        (r"$'\xf0\x9f\x98\x80'", ["😀"]),
        ("cost 5$ '$x'", ["cost", "5$", "$x"]),
        ("a > file b", ["a", "b"]),
        ("a 2>&1", ["a"]),
        ("a 2>/dev/null b", ["a", "b"]),
    ],
)
def test_a_posix_shell_and_we_make_the_same_words(written: str, words: list[str]) -> None:
    assert one(posix.split, written) == words
    if BASH and ">" not in written:
        script = f"args() {{ for one; do printf '%s\\0' \"$one\"; done; }}\nargs {written}\n"
        ran = subprocess.run([BASH, "-c", script], capture_output=True, timeout=30, check=True)
        assert ran.stdout.decode().split("\0")[:-1] == words


def test_what_browsers_write_for_characters_beyond_ascii_is_read() -> None:
    """Halves of a pair, and numbers below 256 that are no bytes of UTF-8."""
    assert one(posix.split, r"$'\ud83d\ude00 \xe9 \u0021'") == ["😀 é !"]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("$NAME", [Word("$NAME", ("NAME",))]),
        ('"a ${NAME} b"', [Word("a ${NAME} b", ("NAME",))]),
        ("${NAME:-x y}", [Word("${NAME:-x y}", ("NAME",))]),
        ('"$(cat (a) b)" c', [Word("$(cat (a) b)", ("$(…)",)), Word("c")]),
        ("`id -u`", [Word("`id -u`", ("`…`",))]),
        ("$1 $?", [Word("$1", ("$1",)), Word("$?", ("$?",))]),
        ("'$NAME'", [Word("$NAME")]),
    ],
)
def test_what_only_the_shell_knows_is_marked(written: str, words: list[Word]) -> None:
    assert posix.split(written) == [words]


def test_statements_are_told_apart() -> None:
    written = "a 'x;y' ; b && c | d\ne & (f) || g"
    assert texts(posix.split, written) == [["a", "x;y"], ["b"], ["c"], ["d"], ["e"], ["f"], ["g"]]


@pytest.mark.parametrize(
    ("split", "written", "words"),
    [
        (powershell.split, "a `\n  b", ["a", "b"]),
        (powershell.split, "a ` \n b", ["a", "b"]),
        (powershell.split, "'it''s' \"a `\"b`\" `$x `n\"", ["it's", 'a "b" $x \n']),
        (powershell.split, "'{\\\"a\\\":1}'", ['{\\"a\\":1}']),
        (powershell.split, '"say ""hi"""', ['say "hi"']),
        (powershell.split, "C:\\path\\aws.exe x", ["C:\\path\\aws.exe", "x"]),
        (cmd.split, "a ^\n  b", ["a", "b"]),
        (cmd.split, "a ^\n b ^& c^^d", ["a", "b", "&", "c^d"]),
        (cmd.split, r'"{\"a\": \"b c\"}" x', ['{"a": "b c"}', "x"]),
        (cmd.split, r'"say ""hi""" C:\dir\ "C:\a b\\" \\"x"', ['say "hi"', "C:\\dir\\", "C:\\a b\\", "\\x"]),
        (cmd.split, '"a^b" ""', ["a^b", ""]),
        (cmd.split, r'^"^{^\^"a^\^":^\^"1 ^& 2^\^"^}^"', ['{"a":"1 & 2"}']),
        (cmd.split, '^"line 1^\n\nline 2^"', ["line 1\nline 2"]),
        (cmd.split, r'"a\\nb"', [r"a\\nb"]),
        (cmd.split_copied, r'^"a^\^\nb\c^"', [r"a\nb\c"]),
        (cmd.split_copied_carelessly, r'"^{^\^"a^\^":1^}"', ['{"a":1}']),
        (cmd.split, "it's 'so'", ["it's", "'so'"]),
    ],
)
def test_the_shells_of_windows(split: Split, written: str, words: list[str]) -> None:
    assert one(split, written) == words


def test_what_only_the_shells_of_windows_know_is_marked() -> None:
    assert powershell.split('$env:FLOW "$(id) ${a b}"') == [
        [Word("$env:FLOW", ("env:FLOW",)), Word("$(id) ${a b}", ("$(…)", "${…}"))]
    ]
    assert cmd.split("a %FLOW% 100%") == [[Word("a"), Word("%FLOW%", ("FLOW",)), Word("100%")]]
    assert texts(cmd.split, 'a "x & y" & b\nc') == [["a", "x & y"], ["b"], ["c"]]


@pytest.mark.parametrize(
    ("split", "written", "what"),
    [
        (posix.split, "a\nb 'c", "A quote that opens in line 2 of the command is never closed."),
        (posix.split, 'a "b', "A quote that opens in line 1 of the command is never closed."),
        (posix.split, "a `b", "A quote that opens in line 1 of the command is never closed."),
        (posix.split, "a $(b", "A parenthesis that opens in line 1 of the command is never closed."),
        (powershell.split, "a 'b''", "A quote that opens in line 1 of the command is never closed."),
        (powershell.split, 'a "b', "A quote that opens in line 1 of the command is never closed."),
        (cmd.split, 'a "b', "A quote in the command is never closed."),
    ],
)
def test_a_quote_that_is_never_closed_is_a_problem(split: Split, written: str, what: str) -> None:
    with pytest.raises(ImportProblem) as caught:
        split(written)
    assert str(caught.value) == what


@pytest.mark.parametrize(
    ("written", "first"),
    [
        ("aws x \\\n y", posix.split),
        ("aws x `\n y", powershell.split),
        ("aws x ^\n y", cmd.split),
        ("# why `\n# not ^\naws x \\\n '^\n'", posix.split),
        ("aws x '^' '`'", posix.split),
        ("aws x `id`", posix.split),
        ("aws x ^", posix.split),
        ("", posix.split),
    ],
)
def test_the_first_line_tells_the_shell(written: str, first: Split) -> None:
    assert splits_for(written)[0] is first


def test_a_browser_s_copy_is_read_as_browsers_write() -> None:
    assert splits_for('curl ^"https://a/^" -X POST', is_copied=True)[0] is cmd.split_copied
    assert splits_for('curl "https://a/" ^\n -X POST', is_copied=True)[0] is cmd.split_copied
    assert splits_for("curl 'https://a/'", is_copied=True)[0] is posix.split
    assert splits_for("curl 'https://a/' \\\n -X POST", is_copied=True) == (posix.split,)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1)))
def test_what_is_quoted_for_a_posix_shell_comes_back(words: list[str]) -> None:
    assert [word.text for word in (posix.split(shlex.join(words)) or [[]])[0]] == words


@pytest.mark.parametrize(
    ("written", "meant"),
    [('{\\"a\\": 1}', '{"a": 1}'), ('\\\\\\"x', '\\"x'), ("no \\n quote \\", "no \\n quote \\")],
)
def test_quotes_that_windows_escapes(written: str, meant: str) -> None:
    assert cmd.without_quote_escapes(written) == meant
