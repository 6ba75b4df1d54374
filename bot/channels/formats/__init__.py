"""Rendered words as each service shows them. No service library here: `lots chat` renders without loading one."""
