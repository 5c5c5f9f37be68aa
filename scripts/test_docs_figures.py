"""Tests of docs-figures: marks, frames, masks, and that a stale figure is found and written."""

import os
import pathlib
import stat
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
SCRIPTS = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(SCRIPTS / "figures"))

import blocks  # noqa: E402
import masks  # noqa: E402


class Marks(unittest.TestCase):
    def test_a_block_knows_its_command_cost_and_content(self):
        text = "a\n<!-- figures quick: ising-npu x |\n cat -->\n1\n2\n<!-- end -->\nb"
        (block,) = blocks.find(text, "page")
        self.assertEqual((block.cost, block.command, block.line), ("quick", "ising-npu x | cat", 2))
        self.assertEqual(block.content, "\n1\n2\n")
        self.assertEqual(text[block.start:block.end], block.content)

    def test_a_mark_without_end_is_an_error(self):
        for text in ["<!-- figures quick: a -->", "<!-- figures quick: a -->\n<!-- figures quick: b -->1<!-- end -->"]:
            with self.assertRaisesRegex(blocks.MarkError, "page:1: found no"):
                blocks.find(text, "page")

    def test_an_unknown_cost_is_an_error(self):
        with self.assertRaisesRegex(blocks.MarkError, "found cost cheap"):
            blocks.find("<!-- figures cheap: a -->1<!-- end -->", "page")


class Frames(unittest.TestCase):
    def framed(self, content, output):
        return blocks.Block("quick", "", 1, 0, 0, content).framed(output)

    def test_a_fence_stays_with_its_command_line(self):
        self.assertEqual(self.framed("\n```\n$ x\nold\n```\n", "new\nlines\n"), "\n```\n$ x\nnew\nlines\n```\n")

    def test_a_figure_in_a_line_stays_in_it(self):
        self.assertEqual(self.framed("1.5", "2.5\n"), "2.5")

    def test_a_table_has_lines_of_its_own(self):
        self.assertEqual(self.framed("\n| a |\n", "| b |\n| c |  \n"), "\n| b |\n| c |\n")


class Masks(unittest.TestCase):
    def test_speeds_are_not_compared(self):
        self.assertEqual(masks.masked("0.5 updates/ns on 2 threads"), masks.masked("9.1 updates/ns on 1 thread"))
        self.assertEqual(masks.masked("best cut 432 (energy -902), after 4.37 ms, in 10 states"),
                         masks.masked("best cut 432 (energy -902), after 1.2 s, in 10 states"))

    def test_results_are_compared(self):
        self.assertNotEqual(masks.masked("best cut 432, after 4 ms"), masks.masked("best cut 433, after 4 ms"))
        self.assertNotEqual(masks.masked("127 µs  332 µJ"), masks.masked("126 µs  332 µJ"))


class Pages(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.program = self.folder / "program"
        self.program.write_text("#!/bin/sh\necho '{\"a\": [{\"b\": 2.5}]}'\n")
        os.chmod(self.program, stat.S_IRWXU)
        self.page = self.folder / "page.md"

    def run_on(self, text, *options):
        self.page.write_text(text)
        return subprocess.run(
            [sys.executable, "-B", SCRIPTS / "docs-figures", "--program", self.program, *options, self.page],
            capture_output=True, text=True)

    def test_a_stale_figure_is_found_and_written(self):
        text = "x <!-- figures quick: ising-npu | scripts/pick '{a[0].b*2:.1f}' -->4.0<!-- end --> y"
        check = self.run_on(text)
        self.assertEqual(check.returncode, 1)
        self.assertIn("-4.0\n+5.0", check.stdout)
        self.assertEqual(self.run_on(text, "--write").returncode, 0)
        self.assertIn("-->5.0<!-- end --> y", self.page.read_text())
        self.assertEqual(self.run_on(self.page.read_text()).returncode, 0)

    def test_slow_figures_wait_until_they_are_asked_for(self):
        text = "<!-- figures slow: false -->4<!-- end -->"
        self.assertEqual(self.run_on(text).returncode, 0)
        failed = self.run_on(text, "--cost", "slow")
        self.assertEqual(failed.returncode, 1)
        self.assertIn("ended with 1", failed.stderr)


if __name__ == "__main__":
    unittest.main()
