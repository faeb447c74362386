"""Taking in files that people send: read within limits, judged by content, cleaned, never believed.

Nothing here knows what a file is for. Every refusal is a sentence for the person who sent the file.
"""
