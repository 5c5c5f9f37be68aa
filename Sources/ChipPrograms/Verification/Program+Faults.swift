public import HardwareSpecs

extension Program {
  /// What is wrong with a program whatever chip it runs on; empty if nothing is.
  ///
  /// Sizes match, numbers are finite, each value is written once and before it is read, arrays are loaded
  /// before they are read, one output leaves last; agents are coupled once a pair and named as declared.
  /// - Complexity: O(numbers of all arrays, tables and vectors, couplings and instructions).
  public func faults() -> [Fault] {
    arrayFaults() + tableFaults() + vectorFaults() + tokenFaults()
      + (agents?.faults() ?? []) + instructionFaults() + outputFaults()
  }

  /// What a chip lacks for a program; empty if nothing.
  ///
  /// Each fault says which runs it stops. Instructions that are wrong on any chip are left out:
  /// `faults()` names them.
  /// - Parameter chip: any chip.
  /// - Complexity: O(placed tiles, couplings and instructions).
  public func faults(on chip: ChipSpec) -> [Fault] {
    var faults: [Fault] = []
    if let own = self.chip, own.hash != chip.identity {
      faults.append(
        Fault(
          .chip, nil,
          .init(
            "a program for \(own.name) with the description \(own.hash)",
            "one for \(chip.name), whose description has the hash \(chip.identity)")))
    }
    for (index, array) in arrays.enumerated() {
      faults +=
        Fault(.array(index), array.name) { () throws(Fault.Reason) in
          try array.checkPlacement(on: chip)
        }.asList
    }
    if let agents { faults += agents.faults(on: chip) }
    var state = ProgramState(self, checksLoads: false)
    for (place, instruction) in places() {
      guard (try? state.pass(instruction.operation)) != nil else { continue }
      faults +=
        Fault(place, instruction.name) { () throws(Fault.Reason) in
          try instruction.operation.check(on: chip, state)
        }.asList
    }
    return faults
  }

  /// The first of the faults that stop a program on any chip, and at all fidelities on this one.
  func firstFault(on chip: ChipSpec?) -> Fault? {
    faults().first ?? chip.flatMap { faults(on: $0).first { $0.reason.stops == .all } }
  }

  /// What is wrong with the instructions, taken one after the other.
  /// - Parameter checksLoads: whether arrays must be loaded before they are read, which a part of a program
  ///   leaves to the whole.
  package func instructionFaults(checksLoads: Bool = true) -> [Fault] {
    var faults: [Fault] = []
    for (index, instruction) in setup.enumerated()
    where !type(of: instruction.operation).setsUp {
      let words = Instruction.set.filter { $0.setsUp }.map { $0.mnemonic }
      faults.append(
        Fault(
          .setup(index), nil,
          .init(
            "\(instruction.operation.mnemonic) in the setup",
            words.dropLast().joined(separator: ", ") + " and \(words.last ?? "")")))
    }
    var state = ProgramState(self, checksLoads: checksLoads)
    for (place, instruction) in places() {
      faults +=
        Fault(place, instruction.name) { () throws(Fault.Reason) in
          try state.pass(instruction.operation)
        }.asList
    }
    return faults
  }

  /// All instructions in their order.
  private func places() -> [(place: Fault.Place, instruction: Instruction)] {
    setup.enumerated().map { (.setup($0.offset), $0.element) }
      + instructions.enumerated().map { (.instruction($0.offset), $0.element) }
  }

  /// A program of values has one output, which leaves last.
  package func outputFaults() -> [Fault] {
    let sends = instructions.count { $0.operation is Instruction.Send }
    guard !values.isEmpty || sends > 0 else { return [] }
    guard sends == 1, instructions.last?.operation is Instruction.Send else {
      return [Fault(.program, nil, .init("\(sends) outputs", "one, sent by the last instruction"))]
    }
    return []
  }

  private func tokenFaults() -> [Fault] {
    guard !values.isEmpty else { return [] }
    guard precision != nil, (maximumTokens ?? 0) > 0 else {
      return [
        Fault(
          .program, nil,
          .init("values without a precision or tokens", "both where there are values"))
      ]
    }
    return []
  }
}

extension Fault? {
  /// None or one.
  var asList: [Fault] { map { [$0] } ?? [] }
}
