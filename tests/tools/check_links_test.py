# SPDX-License-Identifier: Apache-2.0
"""Plants dead links for tools/check-links to find, and live ones it must accept."""
import subprocess
import tempfile
import unittest
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent.parent
GUIDE = "# The guide\n\n## 1. First steps, `bairro`\n\n## Twice\n\n## Twice\n\n```\n# no heading\n```\n"

LIVE = ["docs/guide.md", "./docs/guide.md", "/docs/guide.md", "docs/", "docs/guide.md#the-guide", "docs/guide.md#1-first-steps-bairro",
        "docs/guide.md#twice-1", "#home", "https://example.org/x", "mailto:a@example.org", '<docs/guide.md> "title"']
DEAD = [("docs/gone.md", "there is no docs/gone.md"), ("guide.md", "there is no guide.md"), ("/gone", "there is no /gone"),
        ("docs/guide.md#missing", "guide.md has no heading #missing"), ("docs/guide.md#no-heading", "guide.md has no heading #no-heading"),
        ("#missing", "README.md has no heading #missing"), ("../", "../ lies outside the tree")]


def check(readme):
    """(exit code, report) of check-links on a tree with this README and the guide."""
    with tempfile.TemporaryDirectory() as root:
        Path(root, "docs").mkdir()
        Path(root, "docs/guide.md").write_text(GUIDE)
        Path(root, "README.md").write_text("# Home\n\n" + readme + "\n")
        done = subprocess.run([PROJECT / "tools/check-links", root], capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr


class CheckLinks(unittest.TestCase):
    def test_live_links_pass(self):
        for target in LIVE:
            with self.subTest(target):
                self.assertEqual((0, "2 documents, 1 links, 0 dead\n"), check(f"See [this]({target})."))

    def test_dead_links_are_found_with_their_line(self):
        for target, words in DEAD:
            for form in (f"See [this]({target}).", f"![this]({target})", f"[this]: {target}"):
                with self.subTest(form):
                    code, report = check(form)
                    self.assertEqual(1, code, report)
                    self.assertIn(f"README.md:3: {words}\n", report)

    def test_code_is_no_link(self):
        self.assertEqual(0, check("`[x](gone.md)`\n\n```\n[x](gone.md)\n```")[0])


if __name__ == "__main__":
    unittest.main()
