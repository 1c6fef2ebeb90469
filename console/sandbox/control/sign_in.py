"""The control route's part for signing in: decide for a person, and let what was given run out."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse

from console.sandbox.control.guard import Row, body_of
from console.sandbox.sign_in import SignIn


class SignInControl:
    """Who is signed in, who waits, and how long it lasts. No key and no token is ever shown."""

    def __init__(self, sign_in: SignIn) -> None:
        self._sign_in = sign_in

    @property
    def table(self) -> tuple[Row, ...]:
        """The routes of this part."""
        return (
            ("GET", "/sign-in", self.show),
            ("PUT", "/sign-in/lifetimes", self.set_lifetimes),
            ("POST", "/sign-in/expire", self.expire),
            ("POST", "/sign-in/devices/{user_code}/approve", self.approve),
            ("POST", "/sign-in/devices/{user_code}/deny", self.deny),
        )

    async def show(self, _request: Request) -> JSONResponse:
        """How many keys and tokens hold, which user codes wait, and the lifetimes."""
        return JSONResponse(self._sign_in.describe())

    async def set_lifetimes(self, request: Request) -> JSONResponse:
        """Set lifetimes in seconds for what is given from now on: `{"keys_s": 2}`. All or none."""
        wanted = await body_of(request)
        if not isinstance(wanted, dict):
            raise ValueError('The body must read {"keys_s": 2, …}.')
        self._sign_in.lifetimes.change(wanted)
        return JSONResponse(self._sign_in.describe())

    async def expire(self, request: Request) -> JSONResponse:
        """Let what is out now run out: keys and access tokens, or `{"kinds": ["portal_sessions"]}`."""
        self._sign_in.expire(*_kinds(await body_of(request)))
        return JSONResponse(self._sign_in.describe())

    async def approve(self, request: Request) -> JSONResponse:
        """Allow what waits under a user code, as a person does at the verification page."""
        self._sign_in.approve(request.path_params["user_code"])
        return JSONResponse(self._sign_in.describe())

    async def deny(self, request: Request) -> JSONResponse:
        """Refuse what waits under a user code."""
        self._sign_in.deny(request.path_params["user_code"])
        return JSONResponse(self._sign_in.describe())


def _kinds(asked: Any) -> list[str]:
    if asked is None:
        return []
    kinds = asked.get("kinds") if isinstance(asked, dict) else None
    if isinstance(kinds, list) and all(isinstance(kind, str) for kind in kinds):
        return kinds
    raise ValueError('The body must be empty or read {"kinds": ["keys", …]}.')
