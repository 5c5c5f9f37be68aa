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

  /// Reads the file, in any format of problems and with that format's signs. Its sites have no places of
  /// their own: pictures show them on a circle. E is that of J and h; what the objective has besides, a
  /// constant, is no part of it.
  ///
  /// - Throws: `LatticeStudyError` for options that a file does not leave open, and for lines that cannot
  ///   be used.
  func fileSystem(
    path: String, format formatName: String?, kind kindName: String?
  ) throws(LatticeStudyError) -> LatticeSystem {
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
    let format = try Self.value(formatName, ProblemFormat.self, option: "coupling-format")
    let kind = try Self.value(kindName, IsingProblem.Kind.self, option: "coupling-kind")
    do {
      let problem = try BusyLine.showing("reading \(path)") {
        try IsingProblem(
          bytes: try FileReading.bytes(of: path, limit: Self.largestFile_bytes), fileName: path,
          format: format, kind: kind)
      }
      if let kind, kind != problem.kind {
        throw LatticeStudyError.input(problem.kind.refusal(of: path, expected: kind))
      }
      let model = try IsingModel(
        spinCount: problem.model.spinCount, bonds: problem.model.bonds,
        fields: problem.model.fields.map { $0 + field })
      try Self.checkSizes(of: model, path: path)
      let name = URL(fileURLWithPath: path).lastPathComponent
      var system = LatticeSystem(
        size: "\(model.spinCount)", description: nil, lattice: Self.lattice(of: model, title: name),
        model: model, law: nil,
        couplingsText: "\(model.bonds.count) couplings of \(name)" + Self.meaning(of: problem)
          + fieldText)
      system.warnings = problem.warnings
      return system
    } catch {
      throw (error as? LatticeStudyError) ?? .input("\(error)")
    }
  }

  /// The case of a name; nil for none.
  private static func value<Value: CaseIterable & RawRepresentable<String>>(
    _ name: String?, _ type: Value.Type, option: String
  ) throws(LatticeStudyError) -> Value? {
    guard let name else { return nil }
    guard let value = Value(rawValue: name) else {
      throw .name(UnknownName(name, what: option, known: Value.allCases.map(\.rawValue)))
    }
    return value
  }

  /// What E means in the file's terms, where it is another kind than this program's own.
  private static func meaning(of problem: IsingProblem) -> String {
    var text =
      switch problem.kind {
      case .maximumCut: " (a graph: J = −w, E = W − 2 cut)"
      case .qubo: " (a QUBO: x = (1 + s)/2)"
      case .ising: ""
      }
    if problem.offset != 0 {
      text += ", E without the constant " + String(format: "%.10g", problem.offset)
    }
    return text
  }
}
