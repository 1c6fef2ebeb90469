"""Everybody who may sign in to the sandbox, and how: roles, temporary keys, IAM Identity Center."""

from console.sandbox.sign_in.state import SignIn

__all__ = ["SignIn"]
