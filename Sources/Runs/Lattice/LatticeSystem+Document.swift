import IsingModels
import LatticePhysics
import Reports

extension LatticeSystem {
  /// Keys and values for the JSON document.
  func document(sizes: [String]) -> [(String, JSONValue)] {
    return [
      ("name", .string(description?.family.rawValue ?? "file")),
      ("title", .string(title)),
      ("sizes", .array(sizes.map { .string($0) })),
      (
        "boundary",
        (description?.boundary ?? description?.family.defaultBoundary).map {
          .string($0.rawValue)
        } ?? .null
      ),
      ("sites", .integer(UInt64(siteCount))),
      ("bonds", .integer(UInt64(outline.bondCount))),
      (
        "neighbours",
        .object([
          ("min", .integer(UInt64(outline.neighbours.lowerBound))),
          ("max", .integer(UInt64(outline.neighbours.upperBound))),
        ])
      ),
      ("colours", .integer(UInt64(outline.colourCount))),
      ("couplings", .string(couplingsText)),
    ]
  }
}
