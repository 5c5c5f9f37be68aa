import Foundation
import IsingModels
import Testing

/// bqpjson, bytes in JSON, and archives.
@Suite struct ProblemProgramTests {
  private let program = """
    {"version": "1.0.0", "id": 1, "metadata": {"scale": 9}, "variable_domain": "boolean",
    "variable_ids": [7, 3], "scale": 0.5, "offset": 3, "linear_terms": [{"id": 3, "coeff": 4}],
    "quadratic_terms": [{"id_tail": 3, "id_head": 7, "coeff": -2}], "solutions": [{"id": 0,
    "assignment": [{"id": 3, "value": 1}, {"id": 7, "value": 0}], "evaluation": 3.5}]}
    """

  @Test func programsHaveScaleAndNames() throws {
    let problem = try IsingProblem(text: program, name: "p.json")
    #expect(problem.kind == .qubo && problem.labels == [.integer(7), .integer(3)])
    #expect(problem.objective([-1, -1]) == 1.5 && problem.objective([-1, 1]) == 3.5)
    #expect(problem.objective([1, 1]) == 2.5)
    #expect(problem.warnings == ["p.json: all values were multiplied with its scale, 0.5"])
    #expect(
      try IsingProblem(text: program, name: "p", format: .bqpjson)
        == problem.named("p", from: "p.json"))
    for (old, new, message) in [
      ("\"scale\": 0.5,", "", "found no key 'scale', expected a bqpjson document"),
      ("0.5, ", "-1, ", "key 'scale': found -1.0, expected a number from 0"),
      (
        "boolean", "integer", "key 'variable_domain': found 'integer', expected 'spin' or 'boolean'"
      ),
      ("[7, 3]", "[7]", "key 'linear_terms': found the variable 3, expected one of the 1 that are"),
      ("[7, 3]", "[7, 3, 3]", "key 'variable_ids': found the label 3 twice"),
      ("\"id_head\": 7, ", "", "key 'quadratic_terms': found a term without a variable"),
      ("\"coeff\": 4", "\"coef\": 4", "key 'linear_terms': found a term without a value"),
      ("\"coeff\": 4", "\"coeff\": 4, \"coeff\": 5", "key 'linear_terms': found two values"),
      ("\"1.0.0\"", "\"2.0.0\"", "key 'version': found version '2.0.0', expected '1.0.0'"),
    ] {
      #expect(program.contains(old))
      let found = problemMessage(program.replacing(old, with: new), "p.json")
      #expect(found.contains(message), "\(new): \(found)")
    }
    #expect(
      problemMessage(program, "p.json", format: .json)
        == "p.json: found a bqpjson document ('{'), expected a JSON model of dimod ('{')")
  }

  /// A solution's evaluation is not believed, but compared.
  @Test func solutionsAreCompared() throws {
    for (old, new, warning) in [
      ("3.5}", "4}", "a solution states the evaluation 4.0, and the terms give 3.5"),
      ("\"value\": 1", "\"value\": -1", "a solution gives 3 the value -1.0: it was not compared"),
      (
        "{\"id\": 3, \"value\": 1}, ", "",
        "a solution does not give all variables a value: it was not compared"
      ),
    ] {
      let problem = try IsingProblem(text: program.replacing(old, with: new), name: "p.json")
      #expect(problem.warnings.last == "p.json: \(warning)")
    }
  }

  @Test func damagedBytesInJSON() throws {
    let fixture = ProblemFixture(name: "base64.json", kind: .ising, states: [])
    let text = String(decoding: try fixture.bytes, as: UTF8.self)
    for (old, new, message) in [
      (
        "AACAvg", "AACA!g",
        "key 'linear_biases': found no bytes of float32, expected them in base64"
      ),
      ("\"AACAvgAAwL", "\"AAwL", "key 'linear_biases': found"),
      ("int32", "int31", "key 'quadratic_head': found bytes of an unknown type"),
      ("3.0.0", "2.0.0", "found bytes of schema '2.0.0', expected numbers, or bytes of schema 3"),
      ("AAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAD/", "found variables"),
    ] {
      #expect(text.contains(old), "\(old)")
      let found = problemMessage(text.replacing(old, with: new), "b.json")
      #expect(found.contains(message), "\(new): \(found)")
    }
  }

  @Test func archives() throws {
    let fixture = ProblemFixture(name: "scaled.qubo.gz", kind: .qubo, states: [])
    let archive = try fixture.bytes
    let plain = try IsingProblem(
      bytes: ProblemFixture(name: "scaled.qubo", kind: .qubo, states: []).bytes, fileName: "a.qubo")
    let problem = try IsingProblem(bytes: archive, fileName: "a.qubo.gz")
    #expect(problem.model == plain.model && problem.offset == plain.offset)
    // Two members are one file, and zeros may fill the last block.
    #expect(problemMessage(archive + archive, "a.gz").contains("a.gz:"))
    #expect(problemMessage(archive + [0, 0, 0], "a.qubo.gz").hasPrefix("no error"))
    for count in [3, 12, archive.count / 2, archive.count - 1] {
      #expect(
        problemMessage(Array(archive.prefix(count)), "a.qubo.gz")
          == "a.qubo.gz: found a gzip archive that ends after \(count) bytes, expected the whole archive"
      )
    }
    var damaged = archive
    damaged[archive.count / 2] ^= 0x55
    #expect(problemMessage(damaged, "a.qubo.gz").contains("a gzip archive that is damaged at byte"))
    #expect(problemMessage(archive + [1, 2, 3], "a.qubo.gz").contains("damaged"))
  }
}

extension IsingProblem {
  /// The same, read from a file of another name.
  fileprivate func named(_ new: String, from old: String) -> IsingProblem {
    var same = self
    same.warnings = warnings.map { $0.replacing(old, with: new) }
    return same
  }
}
