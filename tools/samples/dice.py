# SPDX-License-Identifier: Apache-2.0
"""Random numbers that are the same everywhere."""
import random


class Dice:
    """Random numbers whose sequence does not depend on the version of Python."""

    def __init__(self, seed):
        self.random = random.Random(seed).random

    def between(self, low, high):
        return low + (high - low) * self.random()

    def whole(self, low, high):
        return low + int(self.random() * (high - low + 1))

    def pick(self, items):
        return items[int(self.random() * len(items))]

    def weighted(self, pairs):
        """pairs: (…, weight)."""
        at = self.random() * sum(p[-1] for p in pairs)
        for p in pairs:
            at -= p[-1]
            if at < 0:
                return p
        return pairs[-1]

    def uuid(self):
        digits = "".join("0123456789abcdef"[int(self.random() * 16)] for _ in range(30))
        return f"{digits[:8]}-{digits[8:12]}-4{digits[12:15]}-a{digits[15:18]}-{digits[18:]}"
