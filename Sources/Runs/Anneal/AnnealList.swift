import IsingModels
import Reports
import Sampling

// What `anneal --list` shows.
extension AnnealRun {
  /// Methods and formats with a line of help each.
  public static func list() -> String {
    var text = "Methods (--method)\n"
    text += TextLines.table(
      MethodCatalogue.all.entries.map { method in
        [
          method.name, method.summary,
          method.parameters.map { "--\($0.name)" }.joined(separator: " "),
        ]
      }, indent: 2)
    text += "\nFormats (--format)\n"
    text += TextLines.table(
      ProblemFormat.allCases.map { [$0.rawValue, $0.help] }, indent: 2)
    return text
  }

  /// The same as one JSON document.
  public static func listJSON() throws(RunFailure) -> String {
    let facts: Facts = [
      "schema": "ising-npu-anneal-list/1",
      "methods": MethodCatalogue.all.entries.map { method in
        [
          "name": method.name, "help": method.summary,
          "options": method.parameters.map { "--\($0.name)" },
        ] as Facts
      },
      "formats": ProblemFormat.allCases.map { format in
        ["name": format.rawValue, "help": format.help] as Facts
      },
    ]
    return try ReportOutput.json(facts)
  }
}

extension ProblemFormat {
  /// One line for a help page.
  fileprivate var help: String {
    switch self {
    case .rudy: "maximum cuts: 'n m', then lines 'i j w' with vertices from 1 (Gset)"
    case .qubo: "qbsolv's 'p qubo' files"
    case .coo: "dimod's coordinate lists"
    case .bqm: "dimod's binary quadratic models, binary"
    case .json: "dimod's binary quadratic models, JSON"
    case .bqpjson: "binary quadratic programs of bqpjson"
    case .matrixMarket: "Matrix Market coordinates and arrays"
    case .mqlibQUBO: "MQLib's QUBOs: 'n m', then lines 'i j q' from 1; xᵀQx is maximised"
    case .biqMac: "Biq Mac's QUBOs: the same form; xᵀQx is minimised"
    case .qubist:
      "Qubist's Hamiltonians: 'sites lines', then 'i i h' and 'i j J'; E = Σ h s + Σ J s s"
    case .couplings: "lines 'i j J' and 'i h' of E = −Σ J s s − Σ h s, spins from 0"
    }
  }
}
