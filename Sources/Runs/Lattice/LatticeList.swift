import IsingModels
import Reports
import Sampling

// What `lattice --list` shows.
extension LatticeRun {
  /// Lattices, boundaries, coupling laws and engines with a line of help each.
  public static func list() -> String {
    var text = "Lattices (--lattice, --size)\n"
    text += TextTable.text(
      LatticeFamily.allCases.map { family in
        let parameters = family.parameters.map { "--\($0.rawValue)" }.joined(separator: " ")
        return [
          "  " + family.rawValue, family.sizeForm,
          family.help + (parameters.isEmpty ? "" : " (\(parameters))"),
        ]
      })
    text += "\nBoundaries (--boundary)\n"
    text += TextTable.text(
      Boundary.allCases.map { boundary in
        [
          "  " + boundary.rawValue,
          boundary.help + ": "
            + LatticeFamily.allCases.filter { $0.boundaries.contains(boundary) }
            .map(\.rawValue).joined(separator: ", "),
        ]
      })
    text += "\nEngines (--engine)\n"
    text += TextTable.text(
      EngineCatalogue.all.entries.map { engine in
        let options = engine.parameters.map { "--\($0.name)" }.joined(separator: " ")
        return ["  " + engine.name, engine.summary, options]
      })
    text += "\nCouplings (--couplings): uniform, plus-minus, gaussian; --coupling-file FILE\n"
    return text
  }

  /// The same as one JSON document.
  public static func listJSON() -> String {
    JSONValue.object([
      ("schema", .string("ising-npu-lattice-list/1")),
      (
        "lattices",
        .array(
          LatticeFamily.allCases.map { family in
            .object([
              ("name", .string(family.rawValue)), ("help", .string(family.help)),
              ("size", .string(family.sizeForm)),
              ("parameters", .array(family.parameters.map { .string($0.rawValue) })),
              ("boundaries", .array(family.boundaries.map { .string($0.rawValue) })),
            ])
          })
      ),
      (
        "engines",
        .array(
          EngineCatalogue.all.entries.map { engine in
            .object([
              ("name", .string(engine.name)), ("help", .string(engine.summary)),
              ("options", .array(engine.parameters.map { .string($0.name) })),
            ])
          })
      ),
      (
        "couplings",
        .array(["uniform", "plus-minus", "gaussian"].map { .string($0) })
      ),
    ]).text() + "\n"
  }
}
