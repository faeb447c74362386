"""The register of papers: drafts, numbers without gaps, what was issued for good, and what became of it.

It knows no paper's content; `documents` composes what stands here under a number.
"""
