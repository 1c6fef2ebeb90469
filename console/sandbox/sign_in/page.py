"""The page on which a person allows or denies a sign-in: plain HTML, no script, nothing loaded."""

from __future__ import annotations

from html import escape
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from console.sandbox.sign_in.devices import Device, Devices

LARGEST_FORM = 4_096
"""Bytes of the form at most; its two fields take less than a hundred."""

_HEADERS = {
    # Nothing may frame the page, so that no other can make a person press its buttons unseen.
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
    # Without any referrer a browser would send the form with the Origin "null".
    "Referrer-Policy": "same-origin",
}

_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title} – sandbox</title>
<style>
:root {{ --page: #f4f5f7; --card: #fff; --text: #1b1f24; --faint: #57606a; --line: #d0d7de;
  --main: #0b6b5d; }}
@media (prefers-color-scheme: dark) {{
  :root {{ --page: #15181c; --card: #1f242a; --text: #e8eaed; --faint: #a9b1ba; --line: #3a424b;
    --main: #0e7d6d; }}
}}
* {{ box-sizing: border-box; }}
body {{ margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem;
  background: var(--page); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }}
main {{ width: 100%; max-width: 26rem; padding: 1.75rem; border-radius: .75rem;
  background: var(--card); border: 1px solid var(--line); }}
h1 {{ margin: 0 0 .75rem; font-size: 1.3rem; overflow-wrap: anywhere; }}
p {{ margin: 0 0 1rem; overflow-wrap: anywhere; }}
small {{ color: var(--faint); }}
.code {{ font: 600 1.6rem/1.2 ui-monospace, monospace; letter-spacing: .08em; }}
form {{ display: flex; flex-wrap: wrap; gap: .75rem; }}
label {{ width: 100%; }}
input {{ width: 100%; margin-top: .25rem; padding: .6rem .75rem; font: inherit; color: inherit;
  background: transparent; border: 1px solid var(--faint); border-radius: .5rem; text-transform: uppercase; }}
button {{ flex: 1; min-height: 2.75rem; padding: 0 1rem; font: inherit; font-weight: 600; cursor: pointer;
  color: var(--text); background: transparent; border: 1px solid var(--faint); border-radius: .5rem; }}
button.main {{ color: #fff; background: var(--main); border-color: var(--main); }}
:focus-visible {{ outline: 3px solid #4493f8; outline-offset: 2px; }}
</style>
</head>
<body><main>
<h1>{title}</h1>
{body}
<p style="margin: 1.25rem 0 0"><small>This is the sandbox of Connect Chat Console on this machine. It
stands in for AWS's own page; no account is behind it.</small></p>
</main></body>
</html>
"""

_ENTER = """<p>{told}</p>
<form method="get" action="/device">
<label>Code<input name="user_code" autocomplete="off" spellcheck="false" placeholder="ABCD-EFGH" required
autofocus></label>
<button class="main">Continue</button>
</form>"""

_DECIDE = """<p>Allow it only if the program shows this very code:</p>
<p class="code">{code}</p>
<form method="post" action="/device">
<input type="hidden" name="user_code" value="{code}">
<button name="decision" value="deny">Deny</button>
<button class="main" name="decision" value="allow">Allow</button>
</form>"""


class SignInPage:
    """The verification page of the device flow, and the access portal's address, which leads to it."""

    def __init__(self, devices: Devices) -> None:
        self._devices = devices

    paths = ("/start", "/device")
    """Where the page lies; no operation of a service has these paths."""

    def routes(self) -> list[Route]:
        """The page's routes."""
        return [
            *(Route(path, self.show, methods=["GET"]) for path in self.paths),
            Route("/device", self.decide, methods=["POST"]),
        ]

    async def show(self, request: Request) -> HTMLResponse:
        """Ask for the code, or for the decision where the address holds one."""
        code = request.query_params.get("user_code", "")
        if not code:
            return _page("Sign in", _ENTER.format(told="Type the code that the program shows."))
        device = self._devices.find(code)
        return _unknown() if device is None else _decision(device)

    async def decide(self, request: Request) -> HTMLResponse:
        """Take the decision; from this page or from a program, never from another page."""
        if not _is_own(request):
            return _page("Not from here", "<p>This form belongs to another page.</p>", 403)
        form = await _form(request)
        decision, code = form.get("decision"), form.get("user_code", "")
        if decision not in ("allow", "deny"):
            return _page("Nothing decided", "<p>The form must say allow or deny.</p>", 400)
        try:
            self._devices.decide(code, allowed=decision == "allow")
        except LookupError:
            return _unknown()
        told = "You can close this page and go back to the program."
        return _page("Allowed" if decision == "allow" else "Denied", f"<p>{told}</p>")


def _decision(device: Device) -> HTMLResponse:
    name = escape(device.client.name[:100])
    return _page(f"Let “{name}” sign in?", _DECIDE.format(code=escape(device.user_code)))


def _unknown() -> HTMLResponse:
    told = "No sign-in waits under that code. Its time may be over, or it was decided already."
    return _page("Unknown code", _ENTER.format(told=told), 404)


def _page(title: str, body: str, status: int = 200) -> HTMLResponse:
    """A page; title and body are HTML."""
    return HTMLResponse(_PAGE.format(title=title, body=body), status, _HEADERS)


def _is_own(request: Request) -> bool:
    # Host is the sandbox's own by now; a browser that sends no Origin tells by Sec-Fetch-Site.
    origin = request.headers.get("origin")
    if origin is not None:
        return origin.lower() == f"http://{request.headers['host'].lower()}"
    return request.headers.get("sec-fetch-site", "none") in ("none", "same-origin")


async def _form(request: Request) -> dict[str, str]:
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_FORM:
            return {}
    try:
        return dict(parse_qsl(body.decode("utf-8", "replace"), max_num_fields=10))
    except ValueError:
        return {}
