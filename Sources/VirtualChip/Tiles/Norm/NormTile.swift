package import ChipPrograms
package import ExecutionRecords
import HardwareSpecs

/// The potentials of a row settle by feedback, or in two passes.
///
/// Each step of the feedback goes over the row itself, element by element: the agent of μ adds up
/// (h − μ)/z, that of z its squares (5d operations), then both move. `Potentials` takes for granted what
/// this shows: that the steps depend on the row's mean and variance alone, which is exact but for
/// rounding.
package struct NormTile: Tile {
  /// A row of fields for a norm unit.
  package struct Row {
    /// One row.
    package let fields: Matrix
    /// What is added to the variance.
    package let epsilon: Float
    /// How the row is held.
    package let form: Instruction.NormForm
    /// Units that take turns; `nil` for all of the chip.
    package let units: Int?

    /// A row for a norm unit.
    package init(
      fields: Matrix, epsilon: Float, form: Instruction.NormForm = .init(), units: Int? = nil
    ) {
      self.form = form
      self.units = units
      self.fields = fields
      self.epsilon = epsilon
    }
  }

  /// A tile.
  package init() {}

  package mutating func accept(
    _ row: Row, in context: TileContext, record: inout InstructionRecord,
    events: inout EventTally
  ) -> TileResult {
    let timing = context.chip.timing
    let stretch = row.form.stretch ?? row.fields.width
    var (elements, steps) = ([Float](), [Int]())
    elements.reserveCapacity(row.fields.width)
    for start in stride(from: 0, to: row.fields.width, by: stretch) {
      var unit = NormUnit(
        Array(row.fields.elements[start..<(start + stretch)]), epsilon: row.epsilon,
        isCentred: row.form.isCentred)
      switch timing.normMethod {
      case .feedback:
        steps.append(unit.settle(gain: timing.normGain, tolerance: timing.normTolerance))
      case .twoPasses: unit.passTwice()
      }
      elements += unit.applied
    }
    let rules = NormRules(
      width: row.fields.width, form: row.form, units: row.units, on: context.chip)
    rules.count(steps: steps, in: &record)
    return TileResult(
      fields: Matrix(rows: 1, width: row.fields.width, elements: elements),
      run: rules.run(steps: steps))
  }
}

/// A norm unit on one row: its fields and the two potentials.
struct NormUnit {
  /// The row in units of 2^exponent, in which its squares stay in range.
  private let row: [Float]
  /// 2^exponent.
  private let unit: Double
  private let epsilon: Double
  /// Whether μ moves.
  private let isCentred: Bool
  /// μ.
  private var chemical = 0.0
  /// z.
  private var multiplier = 1.0

  init(_ fields: [Float], epsilon: Float, isCentred: Bool = true) {
    var row = fields
    self.isCentred = isCentred
    self.epsilon = Double(epsilon)
    var elements = row.mutableSpan
    unit = RowStatistics(scaling: &elements).unit
    self.row = row
  }

  /// Mean of h − μ and of its square over the row.
  private func moments() -> (offset: Double, square: Double) {
    let shift = chemical / unit
    var sum = 0.0
    var squares = 0.0
    for h in row {
      let deviation = Double(h) - shift
      sum += deviation
      squares += deviation * deviation
    }
    let width = Double(row.count)
    return (sum / width * unit, squares / width * unit * unit)
  }

  /// μ ← μ + k z mean(x), z ← z + ½ k z (mean(x²) − 1), x = (h − μ)/z, until both errors are within
  /// the tolerance; ε adds to mean(x²)·z². Returns the steps.
  mutating func settle(gain: Double, tolerance: Double) -> Int {
    for step in 0..<Potentials.mostSteps {
      let moments = moments()
      let offset = isCentred ? moments.offset / multiplier : 0
      let square = (moments.square + epsilon) / (multiplier * multiplier)
      if offset.magnitude <= tolerance, (square - 1).magnitude <= tolerance { return step }
      chemical += gain * multiplier * offset
      multiplier += 0.5 * gain * multiplier * (square - 1)
      if multiplier < Potentials.leastMultiplier {
        multiplier = Potentials.leastMultiplier
        if offset.magnitude <= tolerance { return step + 1 }
      }
    }
    return Potentials.mostSteps
  }

  /// μ = mean(h), then z = √(mean((h − μ)²) + ε).
  mutating func passTwice() {
    if isCentred { chemical = moments().offset }
    let square = moments().square + epsilon
    multiplier = square > 0 ? square.squareRoot() : 1
  }

  /// (h − μ)/z.
  var applied: [Float] {
    let inverse = Float(unit / multiplier)
    let shift = Float(chemical / unit)
    return row.map { ($0 - shift) * inverse }
  }
}
