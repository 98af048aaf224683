"""What every client has to see; the scripts beside this one only say how it asks."""

import os

BASE = os.environ["BASE"]
TOKEN = os.environ["TOKEN"]
KEY = os.environ["KEY"]
STORIES = int(os.environ["STORIES"])
CORRECTED = bool(os.environ["CORRECTED"])

# The story that was removed is gone from every list.
STANDING = [i for i in range(1, STORIES + 1) if not (CORRECTED and i == 11)]


def title(i):
    return "Story 7, corrected" if CORRECTED and i == 7 else f"Story {i} & more"


def same(found, expected, what):
    found, expected = list(found), list(expected)
    if found != expected:
        extra = [f for f in found if f not in expected][:5]
        missing = [e for e in expected if e not in found][:5]
        raise AssertionError(
            f"{what}: {len(found)} instead of {len(expected)}; extra {extra}, missing {missing}"
        )


def once(found, expected, what):
    """Each of them once, in whatever order."""
    same(sorted(found), sorted(expected), what)
