"""Tests of what record-outputs masks, changes in chips, and calls a difference."""

import contextlib
import io
import os
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "outputs"))

import chips  # noqa: E402
import comparison  # noqa: E402
import masks  # noqa: E402
import tiny_model  # noqa: E402


class Masks(unittest.TestCase):
    def test_only_wall_times_of_a_document_change(self):
        text = """{
  "elapsed_s": 0.5,
  "npu": {
    "time_s": 2e-08,
    "elapsed_s": 3
  },
  "time_to_target_s": {
    "value": 0.25,
    "low": null
  },
  "trace": [
    {
      "time_s": 0.125,
      "value": "a \\"7\\", {9}"
    }
  ],
  "rows": [1, 2.5, true]
}
"""
        expected = (text.replace("0.5,", "~,").replace("0.25", "~").replace("0.125", "~"))
        self.assertEqual(masks.masked(text, "/folder"), expected)

    def test_only_wall_times_of_a_report_change(self):
        for text, expected in [
            ("simulated 5 289 events in 805 µs: 6.57 M/s\n", "simulated 5 289 events in ~\n"),
            ("best cut 432 (energy -902), after 4.37 ms, in 10 states\n",
             "best cut 432 (energy -902), after ~, in 10 states\n"),
            ("0.0170 updates/ns in the engine on one thread; 0.0302 with all else on 2 threads\n",
             "~ updates/ns in the engine on one thread; ~ with all else on 2 threads\n"),
            ("all reads made after 5.75 ms\n", "all reads made after ~\n"),
            ("set-up, once: 20.0 ns, 8.47 nJ\n", "set-up, once: 20.0 ns, 8.47 nJ\n"),
            ("<p>all reads made after 5.75 ms</p></section>\n",
             "<p>all reads made after ~</p></section>\n"),
            ("<p>simulated 5 events in 8 µs: 6.5 M/s</p>\n", "<p>simulated 5 events in ~</p>\n"),
            ("20,64,11,0.17,0.08,0.28,0.5,0.1,inf,1,2\n", "20,64,11,0.17,0.08,0.28,~\n"),
            ("<svg a><title>x</title>y</svg>\n<svg b><text>best cut by time</text></svg>\n",
             "<svg a><title>x</title>y</svg>\n~\n"),
            ("/folder/x: not found\n", "~/x: not found\n"), ("0.1.0\n", "~\n"),
        ]:
            self.assertEqual(masks.masked(text, "/folder"), expected)


class Chips(unittest.TestCase):
    base = "a: 1\nname: ceas-ising-5w\n\ntiming:\n  # why\n  clock: {value: 1}\n  gate: {value: 2}\n\nlast: {x: 1}\n"

    def test_figures_are_replaced_added_and_left_out(self):
        text = chips.changed(self.base, "new", [
            ("timing.clock", "value: 3"), ("timing.gate", None), ("timing.rate", "value: 4"),
            ("devices.drift", "value: 5"), ("last", None)])
        self.assertEqual(
            text, 'a: 1\nname: new\n\ntiming:\n  rate: {value: 4, source: "an example"}\n  # why\n'
            '  clock: {value: 3, source: "an example"}\n\n\ndevices:\n'
            '  drift: {value: 5, source: "an example"}\n')


class Comparison(unittest.TestCase):
    def compare(self, left, right):
        with tempfile.TemporaryDirectory() as folder:
            for side, files in [("left", left), ("right", right)]:
                for path, text in files.items():
                    path = os.path.join(folder, side, path)
                    os.makedirs(os.path.dirname(path), exist_ok=True)
                    with open(path, "w") as file:
                        file.write(text)
            output = io.StringIO()
            with contextlib.redirect_stdout(output):
                count = comparison.compare(
                    os.path.join(folder, "left"), os.path.join(folder, "right"))
            return count, output.getvalue()

    def test_equal_recordings_have_no_difference(self):
        files = {"a/001.txt": "run x\nexit code 0\n", "a/001/out/b.csv": "1,2\n"}
        self.assertEqual(self.compare(files, files), (0, ""))

    def test_a_difference_names_command_file_and_line(self):
        left = {"a/001.txt": "run x\nexit code 0\n", "a/001/out/b.csv": "1,2\n3,4\n"}
        count, text = self.compare(left, {**left, "a/001/out/b.csv": "1,2\n3,5\n"})
        self.assertEqual(count, 1)
        self.assertEqual(text, "a/001: run x\n  out/b.csv\n    line 2\n    - 3,4\n    + 3,5\n")

    def test_missing_files_and_lines_are_differences(self):
        left = {"a/001.txt": "run x\nexit code 0\n", "a/001/b": "1\n"}
        self.assertEqual(self.compare(left, {"a/001.txt": left["a/001.txt"]})[0], 1)
        self.assertEqual(self.compare(left, {**left, "a/001/b": "1\n2\n"})[0], 1)
        self.assertEqual(self.compare(left, {**left, "a/001/b": "1"})[0], 1)


class Numbers(unittest.TestCase):
    def test_splitmix(self):
        # The first words of splitmix64 from 1234567 (Vigna's splitmix64.c), of which 24 bits are used.
        numbers = tiny_model.Numbers(1234567)
        for word in [6457827717110365317, 3203168211198807973, 9817491932198370423]:
            self.assertEqual(numbers.next(), (word >> 40) / (1 << 23) - 1)


if __name__ == "__main__":
    unittest.main()
