"""From a profile to the keys that sign for it, for as long as they hold. In memory only.

Long-lived keys come from the keyring. Temporary ones are asked for: of STS for a role, of the portal
for Identity Center. They are renewed before they run out where that needs nobody.
"""

from console.sessions.asking import Asks
from console.sessions.portal import Portal
from console.sessions.portals import Portals
from console.sessions.sessions import Sessions, Signing, proxy_of

__all__ = ["Asks", "Portal", "Portals", "Sessions", "Signing", "proxy_of"]
