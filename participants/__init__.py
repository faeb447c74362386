"""Participants: units, hamlets, households, enterprises, officials, in one tree, and their clusters.

What kinds of participant exist is said by the criteria document; this room only keeps their codes.
Scores and awards live above. Every room above may read from `queries` and call `services`.
"""
