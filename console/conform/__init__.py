"""Does the sandbox tell the truth? One scripted chat, played in two places, and where they differ.

`steps.SCRIPT` is the table of what is done, `performance.perform` plays it in one place,
`comparison.compare` compares two performances, `verb.conform` is the command. The room knows the console's
own doors and the wire alone, never the sandbox. Nothing is imported here, since the command line reads
`arguments` at every start.
"""
