"""Users, roles and signing in.

What a role allows stands in `foundation.permissions`; whom a person speaks for is said by rooms above.
"""
