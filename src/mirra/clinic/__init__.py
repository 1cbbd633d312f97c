"""Accounts, store, access, pages and the API: the only room that knows a web framework or a database."""
