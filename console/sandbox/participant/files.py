"""Where files of chats travel: the PUT of an upload, the GET of a download, and the sign-in page.

They stand for the storage service behind the participant service, whose errors are XML.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.sax.saxutils import escape

from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from console.sandbox.participant.attachments import PATH, Attachment, disposition
from console.sandbox.participant.chats import Chats
from console.sandbox.participant.sign_ins import PATH as SIGN_IN_PATH


class Files:
    """The routes of the storage."""

    def __init__(self, chats: Chats) -> None:
        self._chats = chats

    def routes(self) -> list[Route]:
        """The routes, for the sandbox's own port."""
        return [
            Route(PATH + "{token}", self.put, methods=["PUT"]),
            Route(PATH + "{token}", self.get, methods=["GET"]),
            Route(SIGN_IN_PATH + "{token}", self.sign_in, methods=["GET"]),
        ]

    async def put(self, request: Request) -> Response:
        """Take a file that was announced, with exactly the headers that were asked for."""
        attachment = self._opened("upload", request)
        if attachment is None:
            return _error(403, "AccessDenied", "Request has expired")
        if wrong := _wrong_header(attachment.headers, request):
            return _error(403, "SignatureDoesNotMatch", f"The header {wrong} is not the one that was signed.")
        content = bytearray()
        try:
            async for chunk in request.stream():
                content += chunk
                if len(content) > attachment.size:
                    return _error(400, "EntityTooLarge", "The upload is larger than was announced.")
        except ClientDisconnect:
            return _error(400, "IncompleteBody", "The upload broke off.")
        if len(content) != attachment.size:
            return _error(400, "IncompleteBody", "The upload is smaller than was announced.")
        if attachment.item is None:
            self._chats.attachments.keep(attachment, bytes(content))
        return Response(status_code=200)

    async def get(self, request: Request) -> Response:
        """Give a file that was approved."""
        attachment = self._opened("download", request)
        if attachment is None or attachment.content is None:
            return _error(403, "AccessDenied", "Request has expired")
        kind = "inline" if request.query_params.get("disposition") == "INLINE" else "attachment"
        headers = {
            "Content-Disposition": disposition(kind, attachment.name),
            "Content-Type": attachment.content_type,
        }
        return Response(attachment.content, headers=headers)

    async def sign_in(self, request: Request) -> Response:
        """Sign the customer in, and send the browser back."""
        with self._chats.lock:
            back = self._chats.sign_ins.visit(request.path_params["token"])
        if back is None:
            return _error(403, "AccessDenied", "This sign-in is over.")
        return RedirectResponse(back, 302)

    def _opened(self, kind: str, request: Request) -> Attachment | None:
        attachments = self._chats.attachments
        attachment_id = attachments.opened(kind, request.path_params["token"])
        return None if attachment_id is None else attachments.find(attachment_id)


def _wrong_header(wanted: Mapping[str, str], request: Request) -> str | None:
    return next((name for name, value in wanted.items() if request.headers.get(name) != value), None)


def _error(status: int, code: str, message: str) -> Response:
    body = f"<Error><Code>{escape(code)}</Code><Message>{escape(message)}</Message></Error>"
    return Response(body, status, media_type="application/xml")
