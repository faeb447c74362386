"""Verifying what units claimed: the queue, the return, the second check, the objection and its answer.

It writes beside the claim, never over it, through the services of `scorecards`.
"""
