import IsingModels
import Testing

/// Damage to dimod's binary and JSON models.
@Suite struct ProblemDimodErrorTests {
  private let valid = ProblemFixture(name: "spins.bqm", kind: .ising, states: [])
  private let named = ProblemFixture(name: "names.bqm", kind: .qubo, states: [])

  @Test func binaryLengths() throws {
    let bytes = try valid.bytes
    for count in 8..<bytes.count {
      let message = problemMessage(Array(bytes.prefix(count)), "m.bqm")
      #expect(message.hasPrefix("m.bqm:") && message.contains("bytes"), "\(count): \(message)")
    }
    let labels = try named.bytes
    for count in bytes.count / 2..<labels.count {
      #expect(problemMessage(Array(labels.prefix(count)), "m.bqm").hasPrefix("m.bqm:"))
    }
    #expect(
      problemMessage(Array(bytes.prefix(400)), "m.bqm").contains("of numbers, as the header says"))
    let longer = problemMessage(bytes + [0], "m.bqm")
    #expect(longer == "m.bqm:byte \(bytes.count): found 1 bytes, expected the end of the file")
  }

  /// The file with one number replaced.
  private func damaged(at place: Int, _ new: [UInt8]) throws -> String {
    var bytes = try valid.bytes
    bytes.replaceSubrange(place..<place + new.count, with: new)
    return problemMessage(bytes, "m.bqm")
  }

  @Test func binaryValues() throws {
    let nan: [UInt8] = [0, 0, 0, 0, 0, 0, 0xf8, 0x7f]
    // 192 bytes of header; the offset; 7 variables of 12 bytes; pairs of 12 bytes.
    #expect(try damaged(at: 192, nan) == "m.bqm:byte 192: found nan, expected a finite number")
    #expect(try damaged(at: 8, [3, 0]) == "m.bqm:header: found version 3.0, expected 1.0 or 2.0")
    #expect(try damaged(at: 200, [1]).contains("neighbourhoods out of order"))
    #expect(try damaged(at: 212, [0xff, 0xff, 0xff, 0xff]).contains("neighbourhoods out of order"))
    #expect(try damaged(at: 284, [9]).contains("neighbour 9 of variable 0"))
    #expect(try damaged(at: 288 + 6, [0x23]).contains("different entries of variables"))
    #expect(try damaged(at: 10, [0xff, 0xff, 0xff, 0xff]).contains("a header of 4294967295 bytes"))
    let header = try String(decoding: valid.bytes[14..<192], as: UTF8.self)
    for (old, new, message) in [
      ("\"shape\": [7, ", "\"shape\":[70, ", "of numbers, as the header says"),
      ("\"shape\": [7, ", "\"shape\": [0, ", "found "),
      ("\"SPIN\"", "\"SPIM\"", "m.bqm:key 'vartype': found 'SPIM', expected 'SPIN' or 'BINARY'"),
      ("float64", "float16", "m.bqm:key 'dtype': found 'float16', expected float64, float32"),
      ("itype", "jtype", "m.bqm:header: found a key that is missing"),
      ("false", "\"yes\"", "m.bqm:key 'variables': found '\"yes\", ",),
    ] {
      let changed = Array(header.replacing(old, with: new).utf8)
      #expect(changed.count == 178 && header.contains(old))
      let found = try problemMessage(
        valid.bytes.prefix(14) + changed + valid.bytes.dropFirst(192), "m.bqm")
      #expect(found.contains(message), "\(new): \(found)")
    }
  }

  private let json = """
    {"type": "BinaryQuadraticModel", "version": {"bqm_schema": "3.0.0"}, "use_bytes": false,
    "num_variables": 2, "num_interactions": 1, "variable_labels": ["a", "b"], "offset": 0.5,
    "variable_type": "SPIN", "linear_biases": [1.0, -2], "quadratic_biases": [25e-2],
    "quadratic_head": [0], "quadratic_tail": [1], "info": {"x": [null, true, {"y": "\\u00e9"}]}}
    """

  @Test func jsonValues() throws {
    #expect(problemMessage(json, "m.json") == "no error: []")
    for (old, new, message) in [
      ("BinaryQ", "Q", "key 'type': found a model of mixed variables, 'QuadraticModel', expected"),
      ("BinaryQ", "ConstrainedQ", "key 'type': found a constrained model, 'ConstrainedQuadratic"),
      ("BinaryQ", "DiscreteQ", "key 'type': found a discrete model, 'DiscreteQuadraticModel'"),
      ("3.0.0", "4.0.0", "key 'version': found schema '4.0.0', expected '1.0.0', '2.0.0' or "),
      ("3.0.0", "3.0.0-dense", "key 'version': found schema '3.0.0-dense', expected '1.0.0', "),
      (
        "\"use_bytes\": false", "\"use_bytes\": true",
        "key 'linear_biases': found bytes of an unknown type, expected 'bias_type' and"
      ),
      ("SPIN", "REAL", "key 'variable_type': found 'REAL', expected 'SPIN' or 'BINARY'"),
      ("[1.0, -2]", "[1.0]", "key 'linear_biases': found 1 values, expected 2"),
      (
        "[1.0, -2]", "[1.0, NaN]",
        "key 'linear_biases': found 'NaN], \"quadr', expected a finite number"
      ),
      (
        "[1.0, -2]", "[1.0, 1e999]",
        "key 'linear_biases': found '1e999], \"qua', expected a finite number"
      ),
      ("[25e-2]", "[]", "key 'quadratic_biases': found 0 values, expected 1"),
      ("_head\": [0]", "_head\": [0, 1]", "key 'quadratic_head': found 2 values, expected 1"),
      ("_tail\": [1]", "_tail\": [2]", "found variables 0 and 2, expected 0 to 1"),
      ("_tail\": [1]", "_tail\": [-1]", "found variables 0 and -1, expected 0 to 1"),
      ("_tail\": [1]", "_tail\": [0.5]", "found variables 0.0 and 0.5, expected whole numbers"),
      ("_tail\": [1]", "_tail\": \"AQ==\"", "found a text, expected a list of numbers, or "),
      (
        "\"b\"]", "\"a\"]",
        "key 'variable_labels': found the label \"a\" twice, expected different labels"
      ),
      ("\"b\"]", "null]", "expected a label: a number, a text or a list of such"),
      ("\"b\"]", "1e999]", "key 'variable_labels': found"),
      (", \"b\"]", "]", "key 'variable_labels': found 1 labels, expected 2"),
      (
        "\"offset\": 0.5,", "",
        "found no key 'offset', expected a BinaryQuadraticModel of dimod in JSON, or bqpjson"
      ),
      (
        "\"offset\": 0.5,", "\"offset\": 0.5, \"offset\": 1,",
        "found key 'offset' twice, expected each key once"
      ),
      ("}}", "}} x", "found 'x', expected nothing behind the JSON object"),
      ("}]}}", "", "found the end of the JSON, expected '}'"),
      ("[null", String(repeating: "[", count: 99), "expected at most 64 nested lists and objects"),
    ] {
      #expect(json.contains(old))
      let found = problemMessage(json.replacing(old, with: new), "m.json")
      #expect(found.hasPrefix("m.json:") && found.contains(message), "\(new): \(found)")
    }
    #expect(
      problemMessage(#"{"type": "SampleSet"}"#, "s.json")
        == "s.json:key 'type': found samples, 'SampleSet', expected 'BinaryQuadraticModel', or another "
        + "class of BQM")
    // dimod takes s² as a constant and x² as linear.
    let loops = json.replacing("_tail\": [1]", with: "_tail\": [0]")
    let spins = try IsingProblem(text: loops, name: "l.json")
    #expect(spins.offset == 0.75 && spins.model.bonds.isEmpty && spins.warnings.count == 2)
    let form = try IsingProblem(text: loops.replacing("SPIN", with: "BINARY"), name: "l.json")
    #expect(form.objective([1, -1]) == 1.75)
  }
}
