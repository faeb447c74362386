"""Order within a group: by total, then by the tie-break keys; ties that remain are ties.

Ranks follow the competition rule: 1, 2, 2, 4. Whoever is barred, or not completely scored, has no rank and
stands after the ranked.
"""

from dataclasses import dataclass

import numpy as np

from scoring.columns import Bools, Columns, Groups, Ints


@dataclass(frozen=True, slots=True)
class Standing:
    """A ranking of all groups at once.

    `order` lists participants group by group, best first; `rank` is 0 for the unranked; `tie` numbers the
    sets of participants that nothing separates, in the order of `order`; `tied` is the size of one's set.
    """

    groups: Groups
    order: Ints
    rank: Ints
    tie: Ints
    tied: Ints


def rank(columns: Columns, groups: Groups) -> Standing:
    """Rank all participants within `groups`."""
    keys = [groups.codes, columns.barred.astype(np.int64), -columns.points["total"]]
    keys += [-key for key in columns.tie_keys]
    order = _sorted(keys)
    new_set = _changes(keys, order)
    tie_in_order = np.cumsum(new_set) - 1
    starts = np.flatnonzero(new_set)
    sizes = np.diff(np.append(starts, columns.size))
    group_in_order = groups.codes[order]
    first_of_group = np.searchsorted(group_in_order, np.arange(len(groups.labels)))
    rank_in_order = starts[tie_in_order] - first_of_group[group_in_order] + 1
    rank_in_order[columns.barred[order]] = 0
    return Standing(
        groups,
        order,
        _scattered(rank_in_order, order),
        _scattered(tie_in_order, order),
        _scattered(sizes[tie_in_order], order),
    )


def _scattered(values: Ints, order: Ints) -> Ints:
    """Values listed in order, put back to each participant's own place."""
    out = np.empty(len(order), dtype=np.int64)
    out[order] = values
    return out


def _sorted(keys: list[Ints]) -> Ints:
    """The stable order by the first key, then the next; packed into one number where that fits."""
    packed = _packed(keys)
    if packed is not None:
        return np.argsort(packed, kind="stable")
    return np.lexsort(keys[::-1])


def _packed(keys: list[Ints]) -> Ints | None:
    if not len(keys[0]):
        return keys[0]
    span = 1
    packed = np.zeros(len(keys[0]), dtype=np.int64)
    for key in keys:
        low, high = int(key.min()), int(key.max())
        width = high - low + 1
        span *= width
        if span >= 2**63:
            return None
        packed = packed * width + (key - low)
    return packed


def _changes(keys: list[Ints], order: Ints) -> Bools:
    """Where in the order a participant differs from the one before in any key."""
    changed = np.zeros(len(order), dtype=bool)
    if len(order):
        changed[0] = True
    for key in keys:
        in_order = key[order]
        changed[1:] |= in_order[1:] != in_order[:-1]
    return changed
