import IsingModels

/// The engine of a command that names none.
enum AutomaticEngine {
  /// From where packing spins into vectors pays, to where a run takes so long that it should have been
  /// asked for by name.
  private static let siteCounts = 4096...(1 << 28)

  /// `bit-sliced` for large periodic lattices that it can run, `sequential` for all else.
  static func name(for request: LatticeRequest) -> EngineName {
    guard request.field == 0, request.fieldDeviation == 0, !request.isTempered,
      case .law(let law, _, _, _) = request.couplings, ["uniform", "plus-minus"].contains(law),
      let family = try? LatticeFamily(name: request.lattice ?? LatticeFamily.square.rawValue),
      request.boundary == nil || request.boundary == Boundary.periodic.rawValue
    else { return .sequential }
    let sizes = request.sizes.isEmpty ? [""] : request.sizes
    let fits = sizes.allSatisfy { size in
      let description = LatticeDescription(
        family,
        sizes: size.isEmpty ? nil : (try? LatticeDescription.sizes(from: size)) ?? [],
        parameters: Dictionary(
          uniqueKeysWithValues: request.parameters.compactMap { name, value in
            LatticeParameter(rawValue: name).map { ($0, value) }
          }))
      guard let sides = try? description.hypercubeSides() else { return false }
      return sides.count <= 4 && sides.allSatisfy { $0 >= 4 && $0 % 2 == 0 }
        && siteCounts.contains(sides.reduce(1, *))
    }
    return fits ? .bitSliced : .sequential
  }
}
