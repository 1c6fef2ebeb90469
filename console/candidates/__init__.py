"""Profiles that could be added, from what people have already: ~/.aws, a pasted text, `aws login`.

    aws_files     the two files of ~/.aws ─┐   sections   their INI dialect
    pasted        whatever is pasted ──────┤   documents, assignments, shapes   what it may be
                                           ▼
    drafts        settings → what a profile could become        names, entries
    sources       drafts → candidates: names, roles and whose keys they stand on
    console_sign_in   the keys that `aws login` left behind, on a click

Everything becomes settings as ~/.aws/config names them, so what a setting means stands in one place.
Nothing is run, asked or written; secrets are remembered for redaction as soon as they are held.
"""

from console.candidates.aws_files import read_aws_files
from console.candidates.candidate import Candidate, Reading
from console.candidates.console_sign_in import read_login_session
from console.candidates.pasted import read_pasted

__all__ = ["Candidate", "Reading", "read_aws_files", "read_login_session", "read_pasted"]
