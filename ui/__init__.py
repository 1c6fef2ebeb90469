"""The window: widgets and their words. What is true lives in the console; here it is shown."""

import builtins
from importlib import import_module

import_module("PySide6.QtCore")
# Its own import, which stands over Python's by now, reads the source of every module for `__feature__`.
builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
