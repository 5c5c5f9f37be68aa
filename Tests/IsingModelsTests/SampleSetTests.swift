import IsingModels
import Testing

@Suite struct SampleSetTests {
  /// The text that dimod 0.12.23 gives for the same samples, up to blanks and "1.0" for "1".
  @Test func theFormIsDimods() throws {
    let problem = IsingProblem(
      kind: .ising,
      model: try IsingModel(spinCount: 2, bonds: [Bond(0, 1, 1.5)], fields: [-1, -2]),
      offset: 0.25, labels: [.text("a"), .list([.text("t"), .integer(1)])])
    let set = SampleSetFile(
      problem: problem, samples: [[1, -1], [-1, -1]], occurrences: [3, 1],
      info: [("method", .text("a\"b")), ("seed", .integer(7)), ("seconds", .number(0.5))])
    let expected = """
      {"type": "SampleSet", "version": {"sampleset_schema": "3.2.0"}, "num_variables": 2, \
      "num_rows": 2, "sample_data": {"type": "array", "data": [[1], [0]], "data_type": "uint32", \
      "shape": [2, 1], "use_bytes": false}, "sample_type": "int8", "sample_packed": true, \
      "vectors": {"energy": {"type": "array", "data": [0.75, -4.25], "data_type": "float64", \
      "shape": [2], "use_bytes": false}, "num_occurrences": {"type": "array", "data": [3, 1], \
      "data_type": "int64", "shape": [2], "use_bytes": false}}, "variable_labels": ["a", ["t", 1]], \
      "variable_type": "SPIN", "info": {"method": "a\\"b", "seed": 7, "seconds": 0.5}}

      """
    #expect(String(decoding: set.bytes(), as: UTF8.self) == expected)
  }

  @Test func spinsArePackedFromTheLowestBit() throws {
    let problem = IsingProblem(
      kind: .qubo, model: try IsingModel(spinCount: 34, bonds: [Bond(0, 33, 1)]))
    var spins = [Int8](repeating: -1, count: 34)
    for k in [0, 5, 31, 33] { spins[k] = 1 }
    let text = String(
      decoding: SampleSetFile(problem: problem, samples: [spins]).bytes(), as: UTF8.self)
    #expect(text.contains("[[2147483681, 2]]"))
    #expect(text.contains("\"variable_type\": \"BINARY\"") && text.contains("\"shape\": [1, 2]"))
  }
}
