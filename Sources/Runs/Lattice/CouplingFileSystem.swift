import Foundation
import IsingModels

/// A system from a file of couplings and fields.
enum CouplingFileSystem {
  /// The largest file that is read.
  static let largestFile = 1 << 30

  /// The sites on a circle.
  private static func lattice(of model: IsingModel, title: String) -> Lattice {
    let radius = Double(model.spinCount) / (2 * .pi)
    return Lattice(
      title: title, links: model.bonds.map { Link(Int($0.first), Int($0.second)) },
      positions: (0..<model.spinCount).map { site in
        let angle = 2 * .pi * Double(site) / Double(model.spinCount)
        return SIMD3(radius * cos(angle), radius * sin(angle), 0)
      })
  }

  /// Reads the file. Its sites have no places of their own: pictures show them on a circle.
  ///
  /// - Throws: `RunFailure` for options that a file does not leave open, and for lines that cannot
  ///   be used.
  static func system(
    path: String, request: LatticeRequest
  ) throws(RunFailure) -> LatticeSystem {
    for (option, isGiven) in [
      ("size", !request.sizes.isEmpty), ("boundary", request.boundary != nil),
    ] where isGiven {
      throw RunFailure(.usage, "\(option): a file of couplings has its own, expected none")
    }
    if let parameter = request.parameters.keys.sorted().first {
      throw RunFailure(.usage, "\(parameter): a file of couplings has its own, expected none")
    }
    guard request.fieldDeviation == 0 else {
      throw RunFailure(
        .usage, "field-deviation: a file of couplings has its own fields, expected none")
    }
    let bytes = try FileReading.bytes(of: path, limit: largestFile)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw RunFailure(.badInput, "\(path): is not UTF-8, expected a text")
    }
    return try RunFailure.readingInput {
      let file = try CouplingFile.parse(text: text, fileName: path)
      let model = try IsingModel(
        spinCount: file.spinCount, bonds: file.bonds, fields: file.fields.map { $0 + request.field }
      )
      let name = URL(fileURLWithPath: path).lastPathComponent
      return LatticeSystem(
        size: "\(model.spinCount)", description: nil, lattice: lattice(of: model, title: name),
        model: model, law: nil,
        couplingsText: "\(model.bonds.count) couplings of \(name)"
          + request.fieldText)
    }
  }
}
