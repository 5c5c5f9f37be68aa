import Foundation
import IsingModels
import Jobs

// A system from a file of couplings and fields.
extension LatticeRecipe {
  /// The largest file that is read, in bytes.
  private static let largestFile_bytes = 1 << 30

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

  /// Products of larger or smaller numbers would leave the range of float64.
  private static func checkSizes(of model: IsingModel, path: String) throws(LatticeStudyError) {
    let couplings = model.bonds.map {
      ("coupling of spins \($0.first) and \($0.second)", $0.coupling)
    }
    let fields = model.fields.enumerated().map { ("field of spin \($0.offset)", $0.element) }
    for (what, value) in couplings + fields where value != 0 {
      guard (1e-100...1e6).contains(abs(value)) else {
        throw .input("\(path): \(what): found \(value), expected 0 or a size from 1e-100 to 1e6")
      }
    }
  }

  /// Reads the file. Its sites have no places of their own: pictures show them on a circle.
  ///
  /// - Throws: `LatticeStudyError` for options that a file does not leave open, and for lines that cannot
  ///   be used.
  func fileSystem(path: String) throws(LatticeStudyError) -> LatticeSystem {
    for (option, isGiven) in [
      ("size", !sizes.isEmpty), ("boundary", boundary != nil),
    ] where isGiven {
      throw .option("\(option): a file of couplings has its own, expected none")
    }
    if let parameter = parameters.keys.sorted().first {
      throw .option("\(parameter): a file of couplings has its own, expected none")
    }
    guard fieldDeviation == 0 else {
      throw .option("field-deviation: a file of couplings has its own fields, expected none")
    }
    guard lattice == nil else {
      throw .option("lattice: a file of couplings has its own, expected none")
    }
    let bytes: [UInt8]
    do throws(FileError) {
      bytes = try FileReading.bytes(of: path, limit: Self.largestFile_bytes)
    } catch { throw .input("\(error)") }
    // A byte-order mark is no part of the text.
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    guard let text = String(validating: text, as: UTF8.self) else {
      throw .input("\(path): is not UTF-8, expected a text")
    }
    do {
      let file = try CouplingFile.parse(text: text, fileName: path)
      let model = try IsingModel(
        spinCount: file.spinCount, bonds: file.bonds, fields: file.fields.map { $0 + field }
      )
      try Self.checkSizes(of: model, path: path)
      let name = URL(fileURLWithPath: path).lastPathComponent
      return LatticeSystem(
        size: "\(model.spinCount)", description: nil, lattice: Self.lattice(of: model, title: name),
        model: model, law: nil,
        couplingsText: "\(model.bonds.count) couplings of \(name)"
          + fieldText)
    } catch {
      throw (error as? LatticeStudyError) ?? .input("\(error)")
    }
  }
}
