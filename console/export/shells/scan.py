"""A walk over a command line: the words and statements that quotes and blanks make of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from console.export.imported import ImportProblem
from console.language import tr

_REDIRECTION = re.compile(r"[<>&|]*")
_LINE = re.compile(r"[^\n]*")


@dataclass(frozen=True)
class Word:
    """One argument of a command, without its quotes.

    `unknown` names what the shell would have put in from elsewhere: variables by their names, other
    commands as they are written, with … in the place of the rest; in the text it all stands as it was
    written.
    """

    text: str
    unknown: tuple[str, ...] = ()


Statement = list[Word]


class Scan:
    """A place in the text, and the statements and words found so far."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self._statements: list[Statement] = [[]]
        self._letters: list[str] | None = None
        self._unknown: list[str] = []
        self._word_is_a_file = False

    def take(self) -> str:
        """The next character, or an empty text at the end."""
        character = self.text[self.at : self.at + 1]
        self.at += 1
        return character

    def take_match(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """What the pattern matches here, or None."""
        if match := pattern.match(self.text, self.at):
            self.at = match.end()
        return match

    def take_until(self, closing: str) -> str:
        """What stands before the closing character; goes on behind it.

        Raises:
            ImportProblem: there is none.
        """
        end = self.text.find(closing, self.at)
        if end < 0:
            raise self.unclosed_quote(self.at - 1)
        found, self.at = self.text[self.at : end], end + 1
        return found

    def take_parentheses(self) -> None:
        """Goes behind the parenthesis that closes the one standing here.

        Raises:
            ImportProblem: there is none.
        """
        depth, start = 0, self.at
        while character := self.take():
            depth += {"(": 1, ")": -1}.get(character, 0)
            if depth == 0:
                return
        line = self._line_of(start)
        raise ImportProblem(
            tr("A parenthesis that opens in line {line} of the command is never closed.", line=line)
        )

    def put(self, text: str) -> None:
        """More of the current word; an empty text begins one, too."""
        self._letters = [] if self._letters is None else self._letters
        self._letters.append(text)

    def put_unknown(self, start: int, name: str) -> None:
        """More of the current word, from a place in the text up to here, that only the shell knows."""
        self.put(self.text[start : self.at])
        self._unknown.append(name)

    def end_word(self) -> None:
        """A blank."""
        if self._letters is None:
            return
        if not self._word_is_a_file:
            self._statements[-1].append(Word("".join(self._letters), tuple(self._unknown)))
        self._letters, self._unknown, self._word_is_a_file = None, [], False

    def end_statement(self) -> None:
        """What follows is another command."""
        self.end_word()
        self._word_is_a_file = False
        if self._statements[-1]:
            self._statements.append([])

    def redirect(self) -> None:
        """The next word names a file, and digits right before are a channel: neither is an argument."""
        if self._letters is not None and "".join(self._letters).isdigit():
            self._letters, self._unknown = None, []
        self.end_word()
        self.take_match(_REDIRECTION)
        self._word_is_a_file = True

    def comment(self) -> None:
        """The rest of the line is a comment, unless the mark stands within a word."""
        if self._letters is None:
            self.take_match(_LINE)
        else:
            self.put("#")

    def unclosed_quote(self, start: int) -> ImportProblem:
        """The problem that a quote opened and was never closed."""
        line = self._line_of(start)
        return ImportProblem(
            tr("A quote that opens in line {line} of the command is never closed.", line=line)
        )

    def _line_of(self, place: int) -> int:
        return self.text.count("\n", 0, place) + 1

    def statements(self) -> list[Statement]:
        """Everything found."""
        self.end_word()
        return [statement for statement in self._statements if statement]


Step = Callable[[Scan], None]

SEPARATORS: Mapping[str, Step] = {
    " ": Scan.end_word, "\t": Scan.end_word, "\r": Scan.end_word,
    "\n": Scan.end_statement, ";": Scan.end_statement, "|": Scan.end_statement, "&": Scan.end_statement,
    ">": Scan.redirect, "<": Scan.redirect, "#": Scan.comment,
}  # fmt: skip


def walk(text: str, steps: Mapping[str, Step], plain: re.Pattern[str]) -> list[Statement]:
    """The statements of a text: runs of plain characters are words, each other one has its step."""
    scan = Scan(text)
    while scan.at < len(text):
        if run := scan.take_match(plain):
            scan.put(run[0])
        elif step := steps.get(character := scan.take()):
            step(scan)
        else:
            scan.put(character)
    return scan.statements()
