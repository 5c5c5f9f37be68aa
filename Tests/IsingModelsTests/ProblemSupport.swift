import Foundation
import IsingModels

/// Problem files and the objectives of states that dimod gave them.
struct ProblemFixture {
  let name: String
  let kind: IsingProblem.Kind
  let states: [(spins: [Int8], objective: Double)]

  /// What a caller has to say: the two formats that look like a graph's, by the file's name.
  var format: ProblemFormat? {
    [.mqlibQUBO, .biqMac].first { name.hasPrefix("\($0.rawValue).") }
  }

  func problem() throws -> IsingProblem {
    try IsingProblem(bytes: bytes, fileName: name, format: format)
  }

  var bytes: [UInt8] {
    get throws { [UInt8](try Data(contentsOf: FixtureTable.url("problems/\(name)"))) }
  }

  /// How far two sums of the same terms may be apart: each of at most 200 roundings errs by half a unit
  /// in the last place of the largest partial sum. dimod adds models in float32 as such. The objectives of
  /// `penalty.qubo` were added up in fractions.
  func tolerance(_ problem: IsingProblem) -> Double {
    name.hasPrefix("penalty") ? 0 : roundings(problem)
  }

  func roundings(_ problem: IsingProblem) -> Double {
    let sizes =
      problem.model.bonds.reduce(0) { $0 + abs($1.coupling) }
      + problem.model.fields.reduce(0) { $0 + abs($1) } + abs(problem.offset)
    return 200 * sizes
      * (["single", "bytes", "base64"].contains { name.hasPrefix($0) } ? 0x1p-24 : 0x1p-53)
  }

  static func all() throws -> [ProblemFixture] {
    var fixtures: [ProblemFixture] = []
    for row in try FixtureTable("problems/energies.csv").rows {
      guard let name = row["file"], let kind = row["kind"].flatMap(IsingProblem.Kind.init),
        let state = row["state"]
      else { continue }
      let sample = (state.map { $0 == "+" ? Int8(1) : -1 }, row.number("objective"))
      if fixtures.last?.name == name {
        fixtures[fixtures.count - 1] = ProblemFixture(
          name: name, kind: kind, states: fixtures[fixtures.count - 1].states + [sample])
      } else {
        fixtures.append(ProblemFixture(name: name, kind: kind, states: [sample]))
      }
    }
    return fixtures
  }
}

extension IsingProblem {
  /// The objective of a state.
  func objective(_ spins: [Int8]) -> Double { objective(of: spins) }

  /// Where a variable stands in the order of whole labels; its own place where not all are such.
  func place(_ spin: Int) -> Int {
    let names = labels?.compactMap { label -> Int? in
      if case .integer(let name) = label, name >= 0 { name } else { nil }
    }
    return names.map { $0.count == model.spinCount ? $0[spin] : spin } ?? spin
  }

  init(text: String, name: String, format: ProblemFormat? = nil, kind: Kind? = nil) throws {
    try self.init(bytes: Array(text.utf8), fileName: name, format: format, kind: kind)
  }
}

/// The message of a file that cannot be read.
func problemMessage(
  _ text: String, _ name: String, format: ProblemFormat? = nil, kind: IsingProblem.Kind? = nil
) -> String {
  problemMessage(Array(text.utf8), name, format: format, kind: kind)
}

func problemMessage(
  _ bytes: [UInt8], _ name: String, format: ProblemFormat? = nil, kind: IsingProblem.Kind? = nil
) -> String {
  do {
    let problem = try IsingProblem(bytes: bytes, fileName: name, format: format, kind: kind)
    return "no error: \(problem.warnings)"
  } catch { return error.description }
}

/// What is expected of a file of no known form.
let anyProblemFile =
  "a problem file (rudy, qubo, coo, bqm, json, bqpjson, matrix-market, mqlib-qubo, biq-mac, qubist, "
  + "couplings)"
