"""Tests of scripts/list-conversions."""

import importlib.machinery
import importlib.util
import os
import unittest

PATH = os.path.join(os.path.dirname(os.path.abspath(__file__)), "list-conversions")
LOADER = importlib.machinery.SourceFileLoader("list_conversions", PATH)
SPEC = importlib.util.spec_from_loader("list_conversions", LOADER)
tool = importlib.util.module_from_spec(SPEC)
LOADER.exec_module(tool)


class Tests(unittest.TestCase):
    def test_conversions_of_floating_point_numbers_are_found(self):
        for text, found in [
                ("let n = Int((x / 3).rounded())", ["Int((x / 3).rounded())"]),
                ("func f(_ x: Double) -> Int { Int(x) }", ["Int(x)"]),
                ("func f(_ x: [Float]) -> [Int32] { x.map { Int32($0) } }", ["Int32($0)"]),
                ("let y = 2.5 * z\nlet k = UInt64(y)", ["UInt64(y)"]),
                ("let k = Int(\n  log(z)\n)", ["Int( log(z) )"]),
                ("let k = codes.map(Int.init)", ["map(Int.init)"]),
        ]:
            self.assertEqual(tool.conversions(text), found, text)

    def test_what_cannot_trap_is_left_out(self):
        for text in [
                "let n = Int(counting: x.rounded())", "let n = Int(exactly: 1.5 * x)",
                "let k = UInt32(truncatingIfNeeded: Double(x).bitPattern)", "let k = Int(row) + 1",
                "// Int(1.5)",
        ]:
            self.assertEqual(tool.conversions(text), [], text)

    def test_a_conversion_without_a_reason_is_named(self):
        found = {("A.swift", "Int(x)"): None, ("B.swift", "Int(y)"): None, ("C.swift", "Int(z)"): None}
        reasons = {("A.swift", "Int(x)"): "below 10", ("B.swift", "Int(y)"): ""}
        complaints = tool.compare(found, reasons)
        self.assertEqual([text.split(":")[0] for text in complaints], ["B.swift", "C.swift"])

    def test_the_list_of_the_sources_is_complete(self):
        found = {(file, text): None for file, whole in tool.sources(tool.SOURCES) for text in tool.conversions(whole)}
        self.assertEqual(tool.compare(found, tool.listed(tool.LIST)), [])


if __name__ == "__main__":
    unittest.main()
