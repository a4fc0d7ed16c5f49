# SPDX-License-Identifier: Apache-2.0
"""What became of each row of a file that was imported, by the program's own report and answers."""
import csv
import json
import subprocess
from pathlib import Path


class Became:
    """One row after the import."""

    def __init__(self, line, key):
        self.line = line
        self.key = key
        self.outcome = "accepted"
        self.rules = []
        self.feature = None  # as the store answers; of the rows with one key that which stayed

    def take(self, finding):
        action = finding["action"]
        if action in ("quarantined", "dropped"):
            self.outcome = action
        elif action == "fixed" and self.outcome == "accepted":
            self.outcome = "fixed"
        mark = finding["rule"] + ("!" if action == "warned" else "")
        if mark not in self.rules:
            self.rules.append(mark)

    def has(self, rule):
        return rule in self.rules or rule + "!" in self.rules

    def summary(self):
        return f"{self.outcome} [{' '.join(sorted(self.rules))}]"


def read_expected(file):
    with open(file, encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def numbered(file, expected):
    """(line or feature number, key in the source) of each labelled row."""
    if file.endswith("json"):
        with open(file, encoding="utf-8") as stream:
            features = json.load(stream)["features"]
        return [(i + 1, f["properties"]["csc_id"]) for i, f in enumerate(features)]
    rows = []
    with open(file, encoding="utf-8-sig", newline="") as stream:
        reader = csv.reader(stream, delimiter=";")
        header = next(reader)
        uuid, number = header.index("_uuid"), header.index("_id")
        before = reader.line_num
        for row in reader:
            if row[number]:  # rows of tags and totals have none and are not labelled
                rows.append((before + 1, row[uuid]))
            before = reader.line_num
    return rows


def import_rows(program, collection, file, expected):
    """Imports and returns a Became for each labelled row."""
    done = subprocess.run([*program, "--json", "import", collection, file], check=True, capture_output=True, text=True)
    report = json.loads(done.stdout)[0]["report"]
    assert report["findings_left_out"] == 0, "too many findings to tell what became of each row"
    places = numbered(file, expected)
    assert len(places) == len(expected), f"{len(places)} rows in the file, {len(expected)} labels"
    rows = [Became(line, key) for line, key in places]
    by_line = {r.line: r for r in rows}
    for finding in report["findings"]:
        if finding["line"] in by_line:
            by_line[finding["line"]].take(finding)
    answer = subprocess.run([*program, "--quiet", "query", collection, "--limit", "0", "--role", "protection"], check=True, capture_output=True, text=True)
    features = {f["properties"]["source_key"]: f for f in json.loads(answer.stdout)["features"]}
    for row in rows:
        row.feature = features.get(row.key)
    groups = {}
    for row in rows:
        groups.setdefault(row.key, []).append(row)
    for row in rows:
        row.group = groups[row.key]
    return rows
