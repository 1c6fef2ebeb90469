"""Runs before the program: all threads share one heap of the C library.

Each of them would get a heap of its own otherwise, of which most stays unused: 2 to 3 MB, and no faster,
since the threads of Python take turns.
"""

import ctypes

M_ARENA_MAX = -8  # as <malloc.h> has it

ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1)
