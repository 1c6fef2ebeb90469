"""The card of a profile that signs in with IAM Identity Center: sign in, then choose account and role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from console.errors import ConsoleError, ProfileProblem, SignInNeeded
from console.language import tr, tr_text
from ui import dates
from ui.controls import Banner, button, label, row
from ui.drawn import Spinner
from ui.profiles.choices import PickerBox
from ui.profiles.credentials import CredentialsCard, pair, region_choices
from ui.profiles.device import DeviceView
from ui.profiles.picker import Choice
from ui.profiles.typed import Typed

if TYPE_CHECKING:
    from console.aws import Account
    from console.sessions import Portal


class IdentityCenterCard(CredentialsCard):
    """Start URL and region, a sign-in, and what may be used then; both can be typed as well."""

    def lay_out(self) -> None:
        means = self.means
        self._typed: Typed | None = None
        self._portal: Portal | None = None
        self._portal_at: tuple[str | None, ...] = ()
        self._roles_of = ""
        region = self.kind.field("sso_region")
        self.sso_region = PickerBox("sso_region", region_choices(), example=region.example)
        self.add(pair(self.made_of("start_url"), self.made(self.sso_region)))
        self.sign_in = button(tr("Sign in"), self.begin, kind="primary", icon="log-in", tint="on_accent")
        self.state = label("", "muted", wraps=True)
        self._busy = Spinner()
        self._busy.hide()
        line = row(self.sign_in, self._busy, gap=10)
        line.addWidget(self.state, 1)
        self.device = DeviceView(means.tasks, means.clipboard, means.clock, means.open_address)
        self.device.signed_in.connect(self._signed_in)
        self.device.ended.connect(self._show_state)
        self.banner = Banner()
        self.account = PickerBox("account_id", example=self.kind.field("account_id").example)
        self.role = PickerBox("role_name", example=self.kind.field("role_name").example)
        self.account.edited.connect(lambda *_: self._load_roles())
        self.add(line, self.device, self.banner, pair(self.made(self.account), self.made(self.role)))
        self._show_state()

    def show_typed(self, typed: Typed) -> None:
        if self._typed is not typed:
            self._typed = typed
            self._look()
        if self._portal is not None and self._address() != self._portal_at:
            # Another start URL: what was found belongs to the old one.
            self._portal = None
            self._roles_of = ""
            self.device.cancel()
            self.account.show_choices(())
            self.role.show_choices(())
            self._show_state()
        self.sign_in.setEnabled(self._can_sign_in())

    def leave(self) -> None:
        self.device.cancel()

    def _address(self) -> tuple[str | None, ...]:
        """Where a sign-in as typed would go, and by which way."""
        if self._typed is None:
            return ("", "")
        names = ("start_url", "sso_region", "proxy_user", "proxy_password")
        profile = self._typed.profile
        texts = [str(self._typed.value(name)).strip() for name in names]
        return (*texts, profile.proxy, profile.endpoint if profile.is_local else None)

    def _portal_as_typed(self) -> Portal:
        if self._typed is None:
            raise RuntimeError("nothing is typed yet")
        return self.means.wallet.portal_of(self._typed.profile, self._typed.entry)

    def _can_sign_in(self) -> bool:
        values = zip(("start_url", "sso_region"), self._address(), strict=False)
        return all(text and self.kind.field(name).problem(text) is None for name, text in values)

    # -- signing in -----------------------------------------------------------------------------

    def begin(self) -> None:
        """Begins to sign in."""
        self.banner.hide()
        try:
            self._portal = self._portal_as_typed()
        except ProfileProblem as error:
            self.banner.tell("danger", error.sentence, error.advice)
            return
        self._portal_at = self._address()
        self.sign_in.setVisible(False)
        self.state.clear()
        self.device.begin(self._portal)

    def _signed_in(self) -> None:
        self._show_state(tr("Signed in."))
        self._load(focus=True)

    def _look(self) -> None:
        """A sign-in that still holds is used without another one."""
        if self._can_sign_in():
            self.means.tasks.start(self._look_quietly(), "look for a sign-in")

    async def _look_quietly(self) -> None:
        address = self._address()
        try:
            portal = self._portal_as_typed()
            until = await portal.signed_in_until()
        except ConsoleError:
            return
        is_over = until is None or until <= self.means.clock()
        if until is None or is_over or self.device.is_under_way or address != self._address():
            return
        self._portal, self._portal_at = portal, address
        self._show_state(tr("Signed in until {moment}.", moment=dates.moment(until, self.means.clock())))
        self._load(focus=False)

    def _show_state(self, said: str = "") -> None:
        """Shows the button, and what is known of the sign-in."""
        text = tr("Sign in again") if said else tr("Sign in")
        self.sign_in.setText(f" {text}")
        self.sign_in.setAccessibleName(text)
        self.sign_in.setVisible(True)
        self.sign_in.setEnabled(self._can_sign_in())
        self.state.setText(said or tr("The browser asks who you are; accounts and roles are listed then."))

    # -- what may be used -----------------------------------------------------------------------

    def _load(self, *, focus: bool) -> None:
        if self._portal is not None:
            self.means.tasks.start(self._load_accounts(self._portal, focus), "list the accounts")

    async def _load_accounts(self, portal: Portal, focus: bool) -> None:
        self._busy.show()
        try:
            accounts = await portal.accounts()
        except ConsoleError as error:
            self._show_failure(error, tr("The accounts could not be listed; type the number of one."))
            return
        finally:
            self._busy.hide()
        if portal is not self._portal:
            return
        self.account.show_choices([_choice(one) for one in accounts])
        if len(accounts) == 1 and not self.account.value():
            self.account.show_value(accounts[0].id)
            self.account.tell()
        if focus:
            self.account.picker.setFocus(Qt.FocusReason.OtherFocusReason)
        self._load_roles()

    def _load_roles(self) -> None:
        account, portal = self.account.value(), self._portal
        is_account = self.kind.field("account_id").problem(account) is None
        if portal is None or not is_account or account == self._roles_of:
            return
        self._roles_of = account
        self.means.tasks.start(self._load_roles_of(portal, account), "list the roles")

    async def _load_roles_of(self, portal: Portal, account: str) -> None:
        self._busy.show()
        try:
            roles = await portal.roles(account)
        except ConsoleError as error:
            self._show_failure(error, tr("The roles could not be listed; type the name of one."))
            return
        finally:
            self._busy.hide()
        if portal is not self._portal or account != self.account.value():
            return
        self.banner.hide()
        self.role.show_choices([Choice(name) for name in roles])
        if len(roles) == 1:
            self.role.show_value(roles[0])
            self.role.tell()

    def _show_failure(self, error: ConsoleError, else_typed: str) -> None:
        self._roles_of = ""
        if isinstance(error, SignInNeeded):
            self._show_state()
        self.banner.tell("warn", error.sentence, tr_text(error.advice, else_typed))


def _choice(account: Account) -> Choice:
    return Choice(account.id, " · ".join(filter(None, (account.name, account.email))))
