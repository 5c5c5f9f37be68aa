import ByteFormats
public import SampleStatistics
import Sampling

/// What a chain measures in space, where a study asks for it.
public struct SpaceObserver: Sendable {
  /// The most transforms of a chain: neighbouring states say little more than one of them.
  static let mostTransforms = 1000
  /// Parts of a chain whose correlations are kept apart, for their errors.
  static let parts = 8
  /// The most memory of kept states, in bytes a chain.
  static let mostStateBytes = 64 << 20

  /// Kinks on a ring, one a measurement.
  public private(set) var kinks: [Double] = []
  /// |s(k)|²/N at the smallest wave number of the last axis, one a measurement.
  public private(set) var smallestMomentum: [Double] = []
  /// Structure factors of the parts of the chain.
  public private(set) var factors: [StructureFactor] = []
  /// States at equal distances, for overlaps.
  public private(set) var keptStates: [[Int8]] = []

  private let shape: [Int]
  private let bondSigns: [Int8]
  private let measurements: Int
  private let transformEvery: Int
  private let keepEvery: Int
  private var seen = 0

  /// Prepares what a study asks for on a system.
  /// - Throws: `LatticeStudyError`, never for a system that the study has checked.
  init(_ study: LatticeStudy, system: LatticeSystem) throws(LatticeStudyError) {
    let plan = study.plan
    measurements = plan.measurements
    shape = plan.measuresCorrelations ? system.shape : []
    bondSigns = study.engine.areColours ? [] : system.ringBondSigns
    transformEvery = ceilingDivide(measurements, Self.mostTransforms)
    let most = min(1000, max(1, Self.mostStateBytes / system.siteCount))
    keepEvery = plan.measuresOverlaps ? ceilingDivide(measurements, most) : 0
    if !shape.isEmpty {
      let shape = shape
      factors = try LatticeStudyError.computing {
        try (0..<Self.parts).map { _ in try StructureFactor(shape: shape) }
      }
    }
  }

  /// Looks at the present states.
  /// - Parameter present: gives them.
  mutating func observe(_ present: () -> [Int8]) throws(LatticeStudyError) {
    defer { seen += 1 }
    if keepEvery > 0, seen % keepEvery == 0 { keptStates.append(present()) }
    guard !bondSigns.isEmpty || !shape.isEmpty else { return }
    let states = present()
    try LatticeStudyError.computing {
      if !bondSigns.isEmpty {
        kinks.append(
          Double(try RingTopology.kinks(spins: states, bondSigns: bondSigns).count))
      }
      if !shape.isEmpty {
        smallestMomentum.append(
          try StructureFactor.smallestMomentum(of: states, shape: shape, along: shape.count - 1))
        if seen % transformEvery == 0 {
          try factors[min(Self.parts - 1, seen * Self.parts / measurements)].add(states)
        }
      }
    }
  }
}
