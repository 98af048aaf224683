#!/usr/bin/env python3
"""Queries, stories and word counts as rows that Lucene.java reads without a JSON parser.

  rows.py queries IN OUT | rows.py stories IN OUT | rows.py frequencies IN OUT

Queries need their `ast` (gen.py without --no-ast)."""
import calendar
import collections
import json
import re
import sys
import time

UNIT = "\x1f"
WORD = re.compile(r"[0-9A-Za-z]+")
NAMES = ("ticker", "channel", "source", "firm", "action", "rating", "lang")
NUMBERS = ("importance", "sentiment", "move", "pt", "pt_prior", "pt_chg", "ts")


def number(text):
    """A number, or a moment as its seconds; `*` is open."""
    form = "%Y-%m-%dT%H:%M:%SZ" if "T" in text else "%Y-%m-%d"
    if re.match(r"\d{4}-", text):
        return str(float(calendar.timegm(time.strptime(text, form))))
    return text


def beyond(text, sign):
    """The next double after, or before, a number."""
    import math
    return repr(math.nextafter(float(number(text)), math.inf * sign))


def tokens(node):
    kind = node[0]
    if kind == "term":
        return node
    if kind == "phrase":
        return ["phrase", str(len(node[1])), *node[1]]
    if kind == "near":
        return ["near", str(node[1]), str(len(node[2])), *node[2]]
    if kind == "in":
        return ["in", node[1], *tokens(node[2])]
    if kind == "kw":
        return ["kw", node[1], node[2].lower()]
    if kind == "cmp":
        _, field, sign, value = node
        low = {">=": number(value), ">": None}.get(sign, "-Infinity") or beyond(value, 1)
        high = {"<=": number(value), "<": None}.get(sign, "Infinity") or beyond(value, -1)
        return ["range", field, low, high]
    if kind == "range":
        low, high = ("-Infinity" if node[2] == "*" else number(node[2]),
                     "Infinity" if node[3] == "*" else number(node[3]))
        return ["range", node[1], low, high]
    if kind == "not":
        return ["not", *tokens(node[1])]
    return [kind, str(len(node) - 1), *(t for part in node[1:] for t in tokens(part))]


def names(story):
    for field in NAMES:
        values = story.get(field, [])
        for value in values if isinstance(values, list) else [values]:
            yield field, value.lower()


def row(story):
    cells = [str(story["id"]), story["title"], story["body"].replace("\n", " ")]
    for pair in names(story):
        cells += pair
    for field in NUMBERS:
        if field in story:
            cells += ["#" + field, number(str(story[field]))]
    return UNIT.join(cells)


def main(what, source, out):
    lines = (json.loads(line) for line in open(source, encoding="utf-8"))
    with open(out, "w", encoding="utf-8") as out:
        if what == "queries":
            for line in lines:
                out.write("%d\t%s\n" % (line["id"], UNIT.join(tokens(line["ast"]))))
        elif what == "stories":
            for line in lines:
                out.write(row(line) + "\n")
        else:
            counts = collections.Counter()
            for story in lines:
                words = {("text", w.lower()) for w in WORD.findall(story["title"] + " " + story["body"])}
                counts.update(words | set(names(story)))
            for (field, value), count in counts.items():
                out.write("%s%s%s\t%d\n" % (field, UNIT, value, count))


if __name__ == "__main__":
    main(*sys.argv[1:])
