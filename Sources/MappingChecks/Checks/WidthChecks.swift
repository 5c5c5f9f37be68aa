package import ChipPrograms
package import HardwareSpecs
package import Reports

/// Whether couplings, codes and sums fit the widths of the chip.
package enum WidthChecks {
  /// `couplings.bits`, `codes.bits`, `accumulators.*` and `read-out.bits`; none for a program without values.
  package static func checks(of program: Program, on chip: ChipSpec) -> [ValidationCheck] {
    guard let precision = program.precision else { return [] }
    return [
      ValidationCheck(
        "couplings.bits", value: Double(max(precision.weightBits, precision.attentionBits)),
        limit: Double(chip.geometry.couplingBits), unit: "bit",
        detail: "\(precision.weightBits) bits of weights and \(precision.attentionBits) of keys"),
      ValidationCheck(
        "codes.bits", value: Double(max(precision.activationBits, precision.attentionBits)),
        limit: Double(chip.geometry.activationBits), unit: "bit",
        detail: "\(precision.activationBits) bits of activations and "
          + "\(precision.attentionBits) of queries"),
      linearSums(of: program, code: (1 << precision.activationBits) - 1), raceSums(of: program),
      readOut(of: program, on: chip),
    ]
  }

  /// Bits of a signed integer that holds ±`magnitude`.
  private static func signedBits(_ magnitude: Int) -> Int {
    Int.bitWidth - magnitude.leadingZeroBitCount + 1
  }

  /// The largest sum that any input can make, with the largest `code`: (2^b_x − 1) · max_o Σ_i |code[o,i]| over the inputs that
  /// share a scale.
  private static func linearSums(of program: Program, code: Int) -> ValidationCheck {
    var worst = (bits: 0, name: "")
    var layers: [(key: String, value: JSONValue)] = []
    for array in program.arrays {
      var largest = 0
      let codes = array.codes.span
      for start in stride(from: 0, to: codes.count, by: array.block) {
        var sum = 0
        for index in start..<min(codes.count, start + array.block) {
          sum &+= Int(codes[index].magnitude)
        }
        largest = max(largest, sum)
      }
      let bits = signedBits(largest * code)
      layers.append((array.name, .integer(UInt64(bits))))
      if bits > worst.bits { worst = (bits, array.name) }
    }
    return ValidationCheck(
      "accumulators.linear", value: program.arrays.isEmpty ? nil : Double(worst.bits),
      limit: Double(Precision.accumulatorBits), unit: "bit",
      detail: program.arrays.isEmpty
        ? "the model has no linear layers"
        : "\(worst.name) has the largest sums of codes that any input can make",
      figures: layers)
  }

  private static func raceSums(of program: Program) -> ValidationCheck {
    let bits = program.instructions.compactMap { instruction -> Int? in
      guard let shape = (instruction.operation as? Instruction.Race)?.shape else { return nil }
      let largest = ((1 << shape.bits) - 1) * ((1 << (shape.bits - 1)) - 1) * shape.headSize
      return signedBits(largest)
    }.max()
    return ValidationCheck(
      "accumulators.race", value: bits.map(Double.init),
      limit: Double(Precision.accumulatorBits), unit: "bit",
      detail: bits == nil
        ? "the model has no attention" : "the largest score that codes of a head can make")
  }

  /// A column of n rows and one plane counts 0…n: ⌈log2(n + 1)⌉ bits.
  private static func readOut(of program: Program, on chip: ChipSpec) -> ValidationCheck {
    guard case .converter(let bits, _) = chip.timing.readOut else {
      return ValidationCheck(
        "read-out.bits", value: nil, unit: "bit", detail: "columns are counted exactly")
    }
    let inputs = program.arrays.map { min($0.inputs, chip.geometry.tileRows) }.max() ?? 1
    let needed = Int.bitWidth - inputs.leadingZeroBitCount
    return ValidationCheck(
      "read-out.bits", value: Double(needed), limit: Double(bits), unit: "bit",
      detail: "a converter tells \(inputs + 1) sums of a column apart with \(needed) bits"
        + (needed > bits ? ": short by \(needed - bits)" : ""))
  }
}
