"""The pure core: criteria and evidence in, points, ranks, recommendations and reasons out.

Nothing here knows the web, the database, the clock or a file; everything is a value. Points are exact
decimals. Only `criteria`, `scorecards` and `awards` may import this package.
"""

ENGINE_VERSION = "1"
