public import ExecutionRecords

/// The same program on charge-domain crossbars, whose energy depends on the data: same arrays, residency,
/// network, memory traffic and static power as chip and digital twin.
///
/// It leaves out what `DigitalTwin` leaves out, and does the same look-ups, divisions and digital
/// operations. In place of multiplier bits it does the `AnalogWork`: for each product of two bits the wires
/// over its cell, for each product that is 1 the charging of its capacitor, and for each column's sum of
/// one plane of the codes and one of the couplings a conversion and a step of a counter, which shifts and
/// adds it.
///
/// A sum of at most `rows` ones is a whole number, so a converter of ⌈log2(rows + 1)⌉ bits loses nothing:
/// the results are the digital twin's, up to the noise and mismatch of capacitors, which are left out here
/// (fidelity `event` has them). A chip whose read-out states fewer bits is priced at those, and its sums
/// are rounded.
///
/// Times are the digital twin's. Where columns share converters (`timing.read_out`), every plane already
/// takes longer by as much in them; a chip that counts gives its analog twin a converter for each column
/// of each coupling plane, as fast as a plane.
public enum AnalogTwin {
  /// The twin's record; `nil` where some of its work was not counted. Instructions without `TwinWork` are
  /// as they were.
  public static func record(of record: ExecutionRecord) -> ExecutionRecord? {
    guard record.instructions.allSatisfy({ $0.twin == nil || $0.twin?.analog != nil }) else {
      return nil
    }
    return DigitalTwin.replacing(in: record) { work, counts in
      guard let analog = work.analog else { return }
      var own = counts[work.component] ?? ActionCounts()
      own.add(.analogActiveProduct, .deterministic, analog.activeProducts)
      own.add(.analogRestingProduct, .deterministic, analog.products)
      own.add(.adcConversion, .deterministic, analog.conversions)
      own.add(.counterStep, .deterministic, analog.conversions)
      let operations = own[.digitalOperation, .deterministic]
      own[.digitalOperation, .deterministic] =
        operations - min(operations, analog.sparedOperations)
      counts[work.component] = own
    }
  }
}
