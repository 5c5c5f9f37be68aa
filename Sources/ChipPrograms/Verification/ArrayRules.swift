import ByteFormats
package import HardwareSpecs

extension CouplingArray {
  /// Checks its sizes.
  package func checkSizes() throws(Fault.Reason) {
    guard Precision.weightBitRange.contains(bits), block > 0, inputs % block == 0 else {
      throw badForm
    }
    // An outline has no numbers.
    try Fault.Reason.expect(codes.count, "codes", isOutline ? 0 : inputs * outputs)
    try Fault.Reason.expect(scales.count, "scales", isOutline ? 0 : outputs * blocks)
    try Fault.Reason.expect(fields.count, "fields", isOutline ? 0 : outputs)
  }

  /// Checks how it is cut into tiles, whatever the chip.
  package func checkPlacement() throws(Fault.Reason) {
    let tiles = placement.rowTiles * placement.columnTiles
    guard tiles > 0, placement.rounds > 0 else { throw badForm }
    try Fault.Reason.expect(placement.tiles.count, "tiles", tiles)
    // How often the tile that is used most is written for the whole array.
    let uses = placement.tiles.reduce(into: [:]) { $0[$1, default: 0] += 1 }.values.max()
    try Fault.Reason.expect(
      placement.rounds, "rounds", placement.resident ? 1 : uses ?? 0)
  }

  /// Checks its tiles on a chip.
  package func checkPlacement(on chip: ChipSpec) throws(Fault.Reason) {
    let geometry = chip.geometry
    let rows = ceilingDivide(inputs, geometry.tileRows)
    let columns = ceilingDivide(outputs, geometry.tileColumns)
    guard placement.rowTiles == rows, placement.columnTiles == columns,
      placement.tiles.allSatisfy({ (0..<geometry.linearTiles).contains($0) })
    else {
      throw .init(
        "tiles \(placement.rowTiles)x\(placement.columnTiles)",
        "\(rows)x\(columns) below \(geometry.linearTiles)")
    }
  }

  fileprivate func checkNumbers() throws(Fault.Reason) {
    try Fault.Reason.expect(codes, bits: bits)
    try Fault.Reason.expect(finite: scales)
    try Fault.Reason.expect(finite: fields)
  }

  private var badForm: Fault.Reason {
    .init(
      Listing.describe(self), "2 to 12 bits, a block that divides the inputs, tiles and rounds")
  }
}

extension PresetTable {
  /// Checks its sizes.
  package func checkSizes() throws(Fault.Reason) {
    try Fault.Reason.expect(codes.count, "codes", isOutline ? 0 : rows * width)
    try Fault.Reason.expect(scales.count, "scales", isOutline ? 0 : rows)
  }
}

extension Program {
  func arrayFaults() -> [Fault] {
    arrays.enumerated().flatMap { index, array in
      Fault(.array(index), array.name) { () throws(Fault.Reason) in
        try array.checkSizes()
        try array.checkPlacement()
        try array.checkNumbers()
      }.asList
    } + Self.sharedTiles(of: arrays)
  }

  func tableFaults() -> [Fault] {
    tables.enumerated().flatMap { index, table in
      Fault(.table(index), table.name) { () throws(Fault.Reason) in
        try table.checkSizes()
        try Fault.Reason.expect(table.codes, bits: table.bits)
        try Fault.Reason.expect(finite: table.scales)
      }.asList
    }
  }

  func vectorFaults() -> [Fault] {
    vectors.enumerated().flatMap { index, vector in
      Fault(.vector(index), "V\(index)") { () throws(Fault.Reason) in
        try Fault.Reason.expect(finite: vector)
      }.asList
    }
  }

  /// Arrays with a tile of another one that is resident: that must have its tiles for itself.
  package static func sharedTiles(of arrays: [CouplingArray]) -> [Fault] {
    var owner: [Int: Int] = [:]
    let residentFirst =
      arrays.indices.filter { arrays[$0].placement.resident }
      + arrays.indices.filter { !arrays[$0].placement.resident }
    return residentFirst.flatMap { index in
      Fault(.array(index), arrays[index].name) { () throws(Fault.Reason) in
        for tile in arrays[index].placement.tiles {
          if let other = owner[tile] {
            throw .init(
              "tile \(tile), which belongs to \(arrays[other].name), a resident array",
              "a tile of its own")
          }
          if arrays[index].placement.resident { owner[tile] = index }
        }
      }.asList
    }
  }
}

extension Fault.Reason {
  /// A size that is stated elsewhere.
  fileprivate static func expect(_ found: Int, _ what: String, _ expected: Int) throws(Self) {
    guard found == expected else { throw .init("\(found) \(what)", "\(expected)") }
  }

  fileprivate static func expect(_ codes: [Int16], bits: Int) throws(Self) {
    let largest = CodePacking.largest(bits: bits)
    guard codes.allSatisfy({ -largest <= $0 && $0 <= largest }) else {
      throw .init("a code out of \(bits) bits", "magnitudes up to \(largest)")
    }
  }

  fileprivate static func expect(finite numbers: [Float]) throws(Self) {
    guard numbers.allSatisfy(\.isFinite) else {
      throw .init("a number that is not finite", "finite numbers")
    }
  }
}
