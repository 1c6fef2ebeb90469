"""What each profile of a text could become. `_WAYS` is the table: which settings make which kind.

Their order is botocore's (`create_credential_resolver`): a role counts before Identity Center, that
before keys, those before console sign-in and a command.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from console.candidates.candidate import Texts, Written
from console.candidates.entries import checked, endpoint_of, region_of, remarks, with_expiry
from console.candidates.names import KEY_ID, SECRET
from console.candidates.secrecy import shown, shown_name
from console.language import tr
from console.profiles import Kind

_ROLES_KEYS = tr("{name} (keys)")


@dataclass(frozen=True)
class Draft:
    """A candidate before its name and its source are settled.

    `owner` is the name of its profile in the text; `source`, which only roles have, is another's.
    """

    owner: str
    label: str
    kind: Kind
    region: str
    endpoint: str
    origin: str
    entry: Mapping[str, str] = field(repr=False)
    source: str = ""
    command: str = field(default="", repr=False)
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    missing: Mapping[str, str] = field(default_factory=dict)

    @property
    def stands(self) -> bool:
        """Whether it could be added, as far as its own settings go."""
        return not self.problems and not self.missing


def drafts_of(texts: Texts) -> Iterator[Draft]:
    """What the profiles could become, then the sign-ons of Identity Center that no profile names."""
    for profile in texts.profiles:
        yield from _drafts(profile, texts)
    named = {profile.settings.get("sso_session", "") for profile in texts.profiles}
    for name, settings in texts.sign_ons.items():
        if name not in named:
            # Nobody can refer to it, so it has no name to be found by.
            yield replace(_identity_center(Written(name, settings, texts.origin), texts), owner="")


def _drafts(profile: Written, texts: Texts) -> Iterator[Draft]:
    settings = profile.settings
    way = next((way for holds, way in _WAYS if holds(settings)), None)
    if way is None:
        return
    draft = way(profile, texts)
    yield replace(draft, notes=(*draft.notes, *_left_out(settings, draft)))
    # A role may stand on keys in its own profile, and other roles may, too.
    if draft.kind == "role" and _has_keys(settings):
        yield replace(_access_key(profile, texts), label=_ROLES_KEYS.format(name=draft.label))


def _left_out(settings: Mapping[str, str], draft: Draft) -> Iterator[str]:
    if draft.kind == "access_key" and not draft.command:
        if settings.get("credential_process"):
            yield tr("Its credential_process is left out: the keys stand here.")
        if settings.get("login_session"):
            yield tr("Its login_session is left out: the keys stand here.")
    if draft.kind == "identity_center" and _has_keys(settings):
        yield tr("Its keys are left out: Identity Center counts before them.")


def _has_keys(settings: Mapping[str, str]) -> bool:
    return bool(settings.get(KEY_ID) or settings.get(SECRET))


def _is_role(settings: Mapping[str, str]) -> bool:
    return bool(settings.get("role_arn") or settings.get("web_identity_token_file"))


def _is_identity_center(settings: Mapping[str, str]) -> bool:
    if settings.get("sso_account_id") or settings.get("sso_role_name"):
        return True
    return bool(settings.get("sso_session") or settings.get("sso_start_url")) and not _has_keys(settings)


def _draft(profile: Written, texts: Texts, kind: Kind, settings: Mapping[str, str] | None = None) -> Draft:
    own = profile.settings
    region, region_note = region_of(own)
    endpoint, endpoint_note = endpoint_of(own, texts.endpoints)
    found = checked(kind, own if settings is None else settings)
    notes = (*profile.notes, region_note, endpoint_note, *remarks(own, kind))
    return Draft(
        owner=profile.name,
        label=profile.label or profile.name,
        kind=kind,
        region=region,
        endpoint=endpoint,
        origin=profile.origin,
        entry=found.entry,
        notes=tuple(filter(None, notes)),
        problems=found.problems,
        missing=found.missing,
    )


def _access_key(profile: Written, texts: Texts) -> Draft:
    draft = _draft(profile, texts, "access_key")
    return replace(draft, entry=with_expiry(draft.entry, profile.settings))


def _role(profile: Written, texts: Texts) -> Draft:
    draft = _draft(profile, texts, "role")
    settings = profile.settings
    source, provider = settings.get("source_profile", ""), settings.get("credential_source", "")
    if settings.get("web_identity_token_file"):
        return replace(draft, missing={}, problems=(*draft.problems, _WEB_IDENTITY))
    if source and provider:
        return replace(draft, problems=(*draft.problems, _BOTH_SOURCES))
    if provider and provider.lower() != "environment":
        return replace(draft, problems=(*draft.problems, _NO_SOURCE_HERE))
    if not source:
        missing = {**draft.missing, "source": _FROM_ENVIRONMENT if provider else _CHOOSE_SOURCE}
        return replace(draft, missing=missing)
    return replace(draft, source=source)


_WEB_IDENTITY = tr("It signs in with web_identity_token_file, which is not supported here.")
_BOTH_SOURCES = tr("It has both source_profile and credential_source, and only one of them can hold.")
_NO_SOURCE_HERE = tr(
    "Its credential_source takes keys from the machine that a program runs on, which is not supported here."
)
_FROM_ENVIRONMENT = tr(
    "Its credential_source is the environment: choose the profile Environment as its source."
)
_CHOOSE_SOURCE = tr("Choose the profile whose keys assume the role.")


def _identity_center(profile: Written, texts: Texts) -> Draft:
    name = profile.settings.get("sso_session", "")
    draft = _draft(profile, texts, "identity_center", {**profile.settings, **texts.sign_ons.get(name, {})})
    if name and name not in texts.sign_ons and not draft.entry.get("start_url"):
        problem = tr("Its sso_session names [sso-session {name}], and there is none.", name=shown_name(name))
        return replace(draft, problems=(*draft.problems, problem))
    return draft


def _console_login(profile: Written, texts: Texts) -> Draft:
    return _draft(profile, texts, "console_login")


def _command(profile: Written, texts: Texts) -> Draft:
    draft = _draft(profile, texts, "access_key")
    # Shown to a person who decides whether to run it; a password within it is not.
    command = shown(profile.settings["credential_process"])
    return replace(draft, command=command, problems=(_NEVER_RUN,), missing={})


_NEVER_RUN = tr(
    "Its keys come from a command, which is never run here. Run it yourself, and paste what it prints."
)

_WAYS: Sequence[tuple[Callable[[Mapping[str, str]], bool], Callable[[Written, Texts], Draft]]] = (
    (_is_role, _role),
    (_is_identity_center, _identity_center),
    (_has_keys, _access_key),
    (lambda settings: bool(settings.get("login_session")), _console_login),
    (lambda settings: bool(settings.get("credential_process")), _command),
)


def signs_in(settings: Mapping[str, str]) -> bool:
    """Whether settings say any way to sign in."""
    return any(holds(settings) for holds, _ in _WAYS)
