"""A past chat as one web page that loads nothing, follows the reader's theme, and prints well."""

from __future__ import annotations

import json
from html import escape
from typing import Final

from console.history.entries import PastChat
from console.history.lines import SEEN, Line, facts, lines, title
from console.language import tr, tr_in
from console.redaction import clean, redact

# Colours of the reader's system, mixed: they follow light and dark by themselves.
_STYLE: Final = """
:root { color-scheme: light dark; --line: rgba(128, 128, 128, .35); --quiet: rgba(128, 128, 128, .13);
  --own: rgba(63, 91, 246, .16); }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 32px 20px 60px; max-width: 820px; background: Canvas; color: CanvasText;
  font: 15px/1.5 Inter, system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 24px; margin: 0 0 16px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 20px; margin: 0 0 20px;
  padding: 14px 18px; border: 1px solid var(--line); border-radius: 12px; font-size: 14px; }
dt { opacity: .75; } dd { margin: 0; }
ol { list-style: none; margin: 0; padding: 0; display: flex; flex-direction: column; gap: 10px; }
li { max-width: 78%; align-self: flex-start; break-inside: avoid; }
li.own { align-self: flex-end; }
li.event, li.day { align-self: center; max-width: 100%; text-align: center; font-size: 13px; opacity: .8; }
li.day { font-weight: 600; margin-top: 12px; }
li.past { opacity: .75; }
.bubble { padding: 9px 13px; border-radius: 14px; background: var(--quiet); white-space: pre-wrap; }
.own .bubble { background: var(--own); }
.who, .foot { font-size: 12px; opacity: .8; }
.own .foot { text-align: end; }
ul { margin: 6px 0 0; padding-inline-start: 20px; }
details { margin-top: 28px; border-top: 1px solid var(--line); padding-top: 12px; font-size: 14px; }
pre { white-space: pre-wrap; font: 12px/1.5 "JetBrains Mono", ui-monospace, monospace; }
@media print { :root { color-scheme: light; } body { padding: 0; max-width: none; font-size: 11pt; }
  .bubble { border: 1px solid var(--line); } }
"""
_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"


def as_page(chat: PastChat) -> str:
    """The page. It holds no script and no address that is loaded; everything said in it is escaped."""
    named = _safe(title(chat))
    told = ((_safe(name), _safe(value)) for name, value in facts(chat))
    known = "".join(f"<dt>{name}</dt><dd dir=auto>{value}</dd>\n" for name, value in told)
    request = json.dumps(redact(chat.request), ensure_ascii=False, indent=2)
    language = tr_in("the tag of this language, for the lang of a web page", "en")
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{named}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n"
        f"<h1 dir=auto>{named}</h1>\n<dl>\n{known}</dl>\n<ol>\n{_said(chat)}</ol>\n"
        f"<details><summary>{_safe(tr('The request'))}</summary>"
        f"<pre dir=ltr>{_safe(request)}</pre></details>\n"
        "</body>\n</html>\n"
    )


def _said(chat: PastChat) -> str:
    parts, day = [], None
    for line in lines(chat):
        if line.at.date() != day:
            day = line.at.date()
            parts.append(f'<li class="day">{day:%Y-%m-%d}</li>\n')
        parts.append(_event(line) if line.kind == "event" else _bubble(line))
    return "".join(parts) or f'<li class="event">{_safe(tr("Nothing was said."))}</li>\n'


def _event(line: Line) -> str:
    return f'<li class="event" dir=auto>{_safe(line.text)} · {_time(line)}</li>\n'


def _bubble(line: Line) -> str:
    choices = "".join(f"<li>{_safe(choice)}</li>" for choice in line.choices)
    files = "".join(f"<div>📎 {_safe(name)}</div>" for name in line.files)
    body = _safe(line.text) + (f"<ul>{choices}</ul>" if choices else "") + files
    state = f" · {_safe(SEEN[line.state])}" if line.state else ""
    kind = f"{line.kind} past" if line.is_past else line.kind
    return (
        f'<li class="{kind}"><div class="who" dir=auto>{_safe(line.who)}</div>'
        f'<div class="bubble" dir=auto>{body}</div><div class="foot">{_time(line)}{state}</div></li>\n'
    )


def _time(line: Line) -> str:
    return f'<time datetime="{line.at.isoformat()}">{line.at:%H:%M:%S} UTC</time>'


def _safe(text: str) -> str:
    return escape(clean(text))
