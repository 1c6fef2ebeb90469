"""The command line: thin verbs. Results go to standard output, words to standard error."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from console import contact
from console.aws import Connect, Progress, Started
from console.conform.arguments import add_conform
from console.credentials import Keys
from console.errors import ConsoleError, ProfileProblem, RequestProblems
from console.paths import data_folder, version
from console.profiles import ENVIRONMENT, SANDBOX, Profile, environment_at, read_environment
from console.redaction import redact
from console.sessions import Signing
from console.shape import Problem

STARTED, REFUSED, PROBLEMS = 0, 1, 2


def run(arguments: list[str]) -> int:
    """Runs one verb and gives the exit status: 0 done, 1 refused, 2 nothing was sent."""
    parsed = _parser().parse_args(arguments)
    status: int = parsed.run(parsed)
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="connect-chat-console", description="Starts Amazon Connect chats.")
    parser.add_argument("--version", action="version", version=version())
    verbs = parser.add_subparsers(required=True, metavar="VERB")
    serve = verbs.add_parser(
        "sandbox",
        help="serve the sandbox to other clients, until interrupted",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        add_help=False,
    )
    serve.add_argument("-h", "--help", nargs=0, action=_SandboxHelp, help="show this help and exit")
    serve.add_argument("--port", type=int, default=0, help="0, the default, takes a free one")
    serve.add_argument(
        "--flows", type=Path, metavar="DIR", help="a folder of flows beside our own; edits run at once"
    )
    serve.add_argument("--stubs", type=Path, metavar="FILE", help="what answers for Lambda, Lex, queues …")
    serve.add_argument(
        "--trace", type=Path, metavar="FILE", help="what happens, as JSON lines; a folder gets a file a chat"
    )
    serve.add_argument(
        "--faults",
        action="append",
        default=[],
        metavar="OPERATION:ERROR[:COUNT][@WHEN]",
        help="what goes wrong, as below; may be repeated",
    )
    serve.add_argument(
        "--cors",
        action="append",
        default=[],
        metavar="ORIGIN",
        help="answer pages of this origin, such as http://localhost:3000; may be repeated, * is every page",
    )
    serve.set_defaults(run=_sandbox)
    start = verbs.add_parser("start", help="start one chat and print the response as JSON")
    start.add_argument(
        "--profile", required=True, metavar="NAME", help="sandbox, environment, or one of your own"
    )
    start.add_argument(
        "--request", type=Path, required=True, metavar="FILE.json", help="- for standard input"
    )
    start.add_argument("--show-token", action="store_true", help="print the participant token unmasked")
    start.set_defaults(run=_start)
    add_conform(verbs.add_parser("conform", help="play one chat in two places and tell what differs"))
    _add_flow(verbs.add_parser("flow", help="check, run or explore a flow that was exported, offline"))
    return parser


def _add_flow(flow: argparse.ArgumentParser) -> None:
    verbs = flow.add_subparsers(required=True, metavar="VERB")
    check = verbs.add_parser("check", help="say what files are and what is wrong with them")
    check.add_argument("files", nargs="+", metavar="FILE")
    check.set_defaults(run=_check_flows)
    play = verbs.add_parser("run", help="play one chat through a flow")
    play.add_argument("file", metavar="FILE")
    play.add_argument("--stubs", metavar="FILE", help="what stands in for Lambda, Lex, hours and queues")
    play.add_argument(
        "--say",
        action="append",
        default=[],
        metavar="TEXT",
        help="what the customer says, may be repeated; JSON answers a view or another interactive message",
    )
    play.set_defaults(run=_run_flow)
    explore = verbs.add_parser("explore", help="take every edge of a flow once")
    explore.add_argument("file", metavar="FILE")
    explore.set_defaults(run=_explore_flow)
    for verb in (check, play, explore):
        verb.add_argument("--json", action="store_true", help="one JSON object a line")


def _check_flows(arguments: argparse.Namespace) -> int:
    from console.sandbox.flow.verbs.commands import check

    return check(arguments.files, as_json=arguments.json)


def _run_flow(arguments: argparse.Namespace) -> int:
    from console.sandbox.flow.verbs.commands import run

    return run(arguments.file, arguments.stubs, arguments.say, as_json=arguments.json)


def _explore_flow(arguments: argparse.Namespace) -> int:
    from console.sandbox.flow.verbs.commands import explore_all

    return explore_all(arguments.file, as_json=arguments.json)


class _SandboxHelp(argparse.Action):
    """The help of the sandbox, with the faults of its own table: so it is drawn once it is asked for."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from console.sandbox.faults import guide

        parser.epilog = guide()
        parser.print_help()
        parser.exit()


def _sandbox(arguments: argparse.Namespace) -> int:
    from console.sandbox.serve import serve_until_signal

    return serve_until_signal(
        port=arguments.port,
        flows=arguments.flows,
        faults=arguments.faults,
        cors=arguments.cors,
        stubs=arguments.stubs,
        trace=arguments.trace,
    )


def _start(arguments: argparse.Namespace) -> int:
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(levelname)s %(message)s")
    try:
        request = _read_request(arguments.request)
        return asyncio.run(_start_chat(arguments.profile, request, show_token=arguments.show_token))
    except RequestProblems as problems:
        for problem in problems.problems:
            _complain(problem.as_json())
        return PROBLEMS
    except ConsoleError as error:
        _complain(error.as_json())
        return REFUSED


def _read_request(file: Path) -> dict[str, Any]:
    try:
        text = sys.stdin.read() if str(file) == "-" else file.read_text("utf-8-sig")
        request = json.loads(text)
    except OSError as fault:
        raise RequestProblems([_whole("unreadable", f"{file}: {fault.strerror or fault}")]) from None
    except ValueError as fault:
        raise RequestProblems([_whole("not_json", f"{file} is not JSON: {fault}")]) from None
    if not isinstance(request, dict):
        raise RequestProblems([_whole("type", "The request must be a JSON object.")])
    return request


def _whole(code: str, message: str) -> Problem:
    return Problem((), code, message)


async def _start_chat(name: str, request: Mapping[str, Any], *, show_token: bool) -> int:
    if name == ENVIRONMENT.id:
        profile, keys = read_environment(os.environ)
        profile = environment_at(profile.region, profile.endpoint or "")
        return await _start_at(profile, Signing(keys), request, show_token=show_token)
    if name != SANDBOX.id:
        return await _start_with(name, request, show_token=show_token)
    from console.sandbox import Sandbox

    with Sandbox() as sandbox:
        place = {"InstanceId": sandbox.instance_id, "ContactFlowId": sandbox.flows[0].id}
        profile = Profile(SANDBOX.name, "sandbox", sandbox.region, sandbox.endpoint)
        keys = Keys(sandbox.access_key_id, sandbox.secret_access_key)
        return await _start_at(profile, Signing(keys), place | dict(request), show_token=show_token)


async def _start_with(name: str, request: Mapping[str, Any], *, show_token: bool) -> int:
    """With a profile of the user's own; a keyring that is locked stays so, since nobody clicked."""
    from console.terminal import Terminal
    from console.workspace import Workspace

    workspace = Workspace(data_folder())
    try:
        own = workspace.own_profiles.all
        profile = next((one for one in own if name.casefold() in (one.name.casefold(), one.id)), None)
        if profile is None:
            known = ", ".join([SANDBOX.id, ENVIRONMENT.id, *(one.name for one in own)])
            raise ProfileProblem(f"There is no profile “{name}”.", f"Give one of these: {known}.")
        _refuse_problems(request)
        signing = await workspace.wallet.sessions.open(profile, Terminal())
        return await _start_at(profile, signing, request, show_token=show_token)
    finally:
        await workspace.close()


async def _start_at(
    profile: Profile, signing: Signing, request: Mapping[str, Any], *, show_token: bool
) -> int:
    for warning in _refuse_problems(request):
        _complain({"level": "warning"} | warning.as_json())
    connect = Connect(profile, signing.keys, proxy=signing.proxy)
    try:
        started = await connect.start_chat_contact(request, on_progress=_say_progress)
    finally:
        connect.close()
    print(json.dumps(_response(started, show_token=show_token), indent=2))
    return STARTED


def _refuse_problems(request: Mapping[str, Any]) -> list[Problem]:
    """The warnings; what blocks is raised."""
    found = contact.problems(request)
    if blocking := [problem for problem in found if problem.blocks]:
        raise RequestProblems(blocking)
    return found


def _response(started: Started, *, show_token: bool) -> Mapping[str, Any]:
    """The answer of StartChatContact, in AWS's names."""
    response: dict[str, Any] = {
        "ContactId": started.contact_id,
        "ParticipantId": started.participant_id,
        "ParticipantToken": started.participant_token,
        "ContinuedFromContactId": started.continued_from_contact_id,
        "StreamingId": started.streaming_id,
    }
    if joined := started.connection:
        response["Websocket"] = _present(
            {"Url": joined.websocket_url, "ConnectionExpiry": joined.websocket_expiry}
        )
        response["ConnectionCredentials"] = _present(
            {"ConnectionToken": joined.token, "Expiry": joined.token_expiry}
        )
    present = _present(response)
    return present if show_token else redact(present)


def _present(members: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in members.items() if value}


def _say_progress(progress: Progress) -> None:
    if progress.waiting_s:
        attempt = f"attempt {progress.attempt} of {progress.of}"
        print(f"{progress.reason} Retrying in {progress.waiting_s:.1f} s, {attempt}.", file=sys.stderr)


def _complain(line: Mapping[str, object]) -> None:
    print(json.dumps(line, ensure_ascii=False), file=sys.stderr)
