"""The control route's part for the instance: its settings, and what an admin does to its flows."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse

from console.sandbox.control.guard import Row, body_of
from console.sandbox.flow.library.versions import FlowVersions, VersionedFlow
from console.sandbox.settings import STORAGE, InstanceSettings


class InstanceControl:
    """Settings and flows, changed as an admin would in the admin site."""

    def __init__(self, settings: InstanceSettings, flows: FlowVersions) -> None:
        self._settings = settings
        self._flows = flows

    @property
    def table(self) -> tuple[Row, ...]:
        """The routes of this part."""
        return (
            ("GET", "/instance/attributes", self.show_attributes),
            ("PUT", "/instance/attributes", self.set_attributes),
            ("PUT", "/instance/storage/{resource_type}", self.set_storage),
            ("GET", "/flows", self.show_flows),
            ("PUT", "/flows/{flow_id}/saved", self.save),
            ("DELETE", "/flows/{flow_id}/saved", self.discard),
            ("POST", "/flows/{flow_id}/publish", self.publish),
            ("POST", "/flows/{flow_id}/withdraw", self.withdraw),
            ("POST", "/flows/{flow_id}/archive", self.archive),
        )

    async def show_attributes(self, _request: Request) -> JSONResponse:
        """Every attribute of the instance."""
        return JSONResponse(dict(self._settings.attributes))

    async def set_attributes(self, request: Request) -> JSONResponse:
        """Set attributes: `{"MESSAGE_STREAMING": "false"}`. All or none."""
        wanted = await body_of(request)
        if not isinstance(wanted, dict):
            raise ValueError('The body must read {"MESSAGE_STREAMING": "false", …}.')
        self._settings.set_attributes(wanted)
        return JSONResponse(dict(self._settings.attributes))

    async def set_storage(self, request: Request) -> JSONResponse:
        """Say where a type of resource is stored: a list as the API has it, `[]` for nowhere.

        An empty body puts back what every start has.
        """
        kind = request.path_params["resource_type"]
        wanted = await body_of(request)
        self._settings.set_storage(kind, list(STORAGE.get(kind, ())) if wanted is None else wanted)
        return JSONResponse({"StorageConfigs": list(self._settings.storage(kind))})

    async def show_flows(self, _request: Request) -> JSONResponse:
        """Every flow in outline."""
        return JSONResponse({"flows": [_outline(one) for one in self._flows.all]})

    async def save(self, request: Request) -> JSONResponse:
        """Save content that is not published yet: the body is the flow's document."""
        self._flows.save(request.path_params["flow_id"], await body_of(request))
        return self._shown(request)

    async def discard(self, request: Request) -> JSONResponse:
        """Drop what was saved since the last publishing."""
        self._flows.discard(request.path_params["flow_id"])
        return self._shown(request)

    async def publish(self, request: Request) -> JSONResponse:
        """Publish what is saved as the next version."""
        self._flows.publish(request.path_params["flow_id"])
        return self._shown(request)

    async def withdraw(self, request: Request) -> JSONResponse:
        """Make the flow one that never was published."""
        self._flows.withdraw(request.path_params["flow_id"])
        return self._shown(request)

    async def archive(self, request: Request) -> JSONResponse:
        """Archive the flow."""
        self._flows.archive(request.path_params["flow_id"])
        return self._shown(request)

    def _shown(self, request: Request) -> JSONResponse:
        one = self._flows.find(request.path_params["flow_id"])
        return JSONResponse({} if one is None else _outline(one))


def _outline(one: VersionedFlow) -> dict[str, object]:
    return {
        "id": one.flow.id,
        "name": one.flow.name,
        "state": one.state,
        "status": one.status,
        "versions": [version.number for version in one.versions],
        "is_changed": one.saved is not None,
    }
