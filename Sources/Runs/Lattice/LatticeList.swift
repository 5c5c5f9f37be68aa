import IsingModels
import Reports
import Sampling

// What `lattice --list` shows.
extension LatticeRun {
  /// Lattices, boundaries, coupling laws and engines with a line of help each.
  public static func list() -> String {
    var text = "Lattices (--lattice, --size)\n"
    text += TextLines.table(
      LatticeFamily.allCases.map { family in
        let parameters = family.parameters.map { "--\($0.rawValue)" }.joined(separator: " ")
        return [
          family.rawValue, family.sizeForm,
          family.help + (parameters.isEmpty ? "" : " (\(parameters))"),
        ]
      }, indent: 2)
    text += "\nBoundaries (--boundary)\n"
    text += TextLines.table(
      Boundary.allCases.map { boundary in
        [
          boundary.rawValue,
          boundary.help + ": "
            + LatticeFamily.allCases.filter { $0.boundaries.contains(boundary) }
            .map(\.rawValue).joined(separator: ", "),
        ]
      }, indent: 2)
    text += "\nEngines (--engine)\n"
    text += TextLines.table(
      EngineCatalogue.all.entries.map { engine in
        let options = engine.parameters.map { "--\($0.name)" }.joined(separator: " ")
        return [engine.name, engine.summary, options]
      }, indent: 2)
    text += "\nCouplings (--couplings): uniform, plus-minus, gaussian; --coupling-file FILE\n"
    return text
  }

  /// The same as one JSON document.
  public static func listJSON() throws(RunFailure) -> String {
    let facts: Facts = [
      "schema": "ising-npu-lattice-list/1",
      "lattices": LatticeFamily.allCases.map { family in
        [
          "name": family.rawValue, "help": family.help, "size": family.sizeForm,
          "parameters": family.parameters.map(\.rawValue),
          "boundaries": family.boundaries.map(\.rawValue),
        ] as Facts
      },
      "engines": EngineCatalogue.all.entries.map { engine in
        [
          "name": engine.name, "help": engine.summary, "options": engine.parameters.map(\.name),
        ] as Facts
      },
      "couplings": ["uniform", "plus-minus", "gaussian"],
    ]
    return try ReportOutput.json(facts)
  }
}
