"""Tests of check-module-table: each broken input has to be found."""

import copy
import importlib.machinery
import importlib.util
import pathlib
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True

path = pathlib.Path(__file__).with_name("check-module-table")
loader = importlib.machinery.SourceFileLoader("check_module_table", str(path))
script = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
loader.exec_module(script)

TABLE = """
| level | module | holds | imports |
|---|---|---|---|
| 0 | `CGSL` | a library | |
| 1 | `Statistics` | means | CGSL |
| 2 | `DenseExecutor` | the reference | Statistics |
| 3 | `VirtualChip` | the machine | `Statistics` |
| 6 | `IsingTestSupport` | oracles | Statistics |
"""


def target(kind, *dependencies):
    return {"kind": kind, "dependencies": set(dependencies)}


class CheckModuleTable(unittest.TestCase):
    def setUp(self):
        self.table, problems = script.read_table(TABLE)
        self.assertEqual(problems, [])
        self.targets = {
            "CGSL": target("system"),
            "Statistics": target("regular", "CGSL"),
            "DenseExecutor": target("regular", "Statistics"),
            "VirtualChip": target("regular", "Statistics"),
            "IsingTestSupport": target("regular", "Statistics"),
            "VirtualChipTests": target("test", "VirtualChip"),
        }
        self.imports = {
            "Statistics": {"CGSL": [("internal", "a:1")]},
            "DenseExecutor": {"Statistics": [(None, "b:1")], "Foundation": [(None, "b:2")]},
            "VirtualChip": {"Statistics": [("public", "c:1")]},
            "IsingTestSupport": {"Statistics": [(None, "d:1")]},
            "VirtualChipTests": {"VirtualChip": [(None, "e:1")]},
        }

    def problems(self):
        return script.check(self.table, self.targets, self.imports)

    def assertFinds(self, words):
        found = self.problems()
        self.assertTrue(any(words in problem for problem in found), found)

    def test_agreement(self):
        self.assertEqual(self.problems(), [])

    def test_missing_module_in_table(self):
        del self.table["VirtualChip"]
        self.assertFinds("VirtualChip: a target of Package.swift, but not in the table")

    def test_missing_target(self):
        self.table["Ghost"] = {"level": 2, "imports": set()}
        self.assertFinds("Ghost: in the table, but no target")

    def test_listed_only_in_table(self):
        self.table["VirtualChip"]["imports"].add("CGSL")
        self.assertFinds("VirtualChip: the table lists CGSL, Package.swift does not")

    def test_listed_only_in_manifest(self):
        self.targets["VirtualChip"]["dependencies"].add("CGSL")
        self.assertFinds("VirtualChip: Package.swift lists CGSL, the table does not")

    def test_undeclared_import(self):
        self.imports["DenseExecutor"]["CGSL"] = [(None, "b:3")]
        self.assertFinds("b:3: DenseExecutor imports CGSL without declaring it")

    def test_unused_dependency(self):
        del self.imports["VirtualChip"]["Statistics"]
        self.assertFinds("VirtualChip: lists Statistics, but no file imports it")

    def test_level(self):
        self.table["Statistics"]["level"] = 3
        self.assertFinds("VirtualChip (level 3): depends on Statistics (level 3)")

    def test_never(self):
        self.imports["VirtualChip"]["DenseExecutor"] = [(None, "c:2")]
        self.assertFinds("VirtualChip: depends on DenseExecutor, which is never allowed")

    def test_test_support_outside_tests(self):
        self.imports["VirtualChip"]["IsingTestSupport"] = [(None, "c:2")]
        self.assertFinds("VirtualChip: depends on IsingTestSupport, which is for tests only")

    def test_undeclared_import_of_a_test(self):
        self.imports["VirtualChipTests"]["Statistics"] = [(None, "e:2")]
        self.assertFinds("e:2: VirtualChipTests imports Statistics without declaring it")

    def test_system_library(self):
        self.imports["Statistics"]["CGSL"] = [("public", "a:1")]
        self.assertFinds("a:1: CGSL is imported publicly")
        self.imports["VirtualChipTests"]["CGSL"] = [(None, "e:2")]
        self.assertFinds("CGSL: imported by Statistics, VirtualChipTests, expected one module")

    def test_broken_table(self):
        self.assertTrue(script.read_table("no table here")[1])
        self.assertTrue(script.read_table(TABLE + "| 3 | `Half` |\n")[1])
        self.assertTrue(script.read_table(TABLE + "| 3 | `CGSL` | again | |\n")[1])

    def test_imports_in_sources(self):
        with tempfile.TemporaryDirectory() as folder:
            source = pathlib.Path(folder) / "a.swift"
            source.write_text(
                "// import Commented\n/* import\nimport Blocked */\npublic import One\n"
                "  @preconcurrency internal import Two\nimport struct Three.Type\n"
                'let text = "import Quoted"; let glob = "a/*.b"; let url = "http://c"\nlet more = """\nimport Multiline\n"""\nimport Four\n')
            found = script.imports_of(pathlib.Path(folder))
        self.assertEqual(set(found), {"One", "Two", "Three", "Four"})
        self.assertEqual(found["One"][0][0], "public")
        self.assertTrue(found["Two"][0][1].endswith("a.swift:5"))

    def test_manifest(self):
        manifest = {"targets": [
            {"name": "A", "type": "regular", "dependencies": [
                {"byName": ["B", None]}, {"product": ["Yams", "Yams", None, None]}]},
            {"name": "B", "type": "regular", "path": "specs", "dependencies": []},
        ]}
        targets = script.read_targets(copy.deepcopy(manifest))
        self.assertEqual(targets["A"]["dependencies"], {"B"})
        self.assertEqual(targets["A"]["folder"], "Sources/A")
        self.assertEqual(targets["B"]["folder"], "specs")


if __name__ == "__main__":
    unittest.main()
