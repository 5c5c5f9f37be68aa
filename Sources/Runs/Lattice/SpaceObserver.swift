import ByteFormats
import IsingModels
import SampleStatistics
import Sampling

/// What a chain measures in space, where the request asks for it.
struct SpaceObserver: Sendable {
  /// The most transforms of a chain: neighbouring states say little more than one of them.
  static let mostTransforms = 1000
  /// Parts of a chain whose correlations are kept apart, for their errors.
  static let parts = 8
  /// The most memory of kept states, in bytes a chain.
  static let mostStateBytes = 64 << 20

  /// Kinks on a ring, one a measurement.
  private(set) var kinks: [Double] = []
  /// |s(k)|²/N at the smallest wave number of the last axis, one a measurement.
  private(set) var smallestMomentum: [Double] = []
  /// Structure factors of the parts of the chain.
  private(set) var factors: [StructureFactor] = []
  /// States at equal distances, for overlaps.
  private(set) var keptStates: [[Int8]] = []

  private let shape: [Int]
  private let bondSigns: [Int8]
  private let measurements: Int
  private let transformEvery: Int
  private let keepEvery: Int
  private var seen = 0

  /// Prepares what a request asks for on a system.
  /// - Throws: `RunFailure`, never for a system that `LatticeSystem` has checked.
  init(
    request: LatticeRequest, system: LatticeSystem, engine: EngineChoice
  ) throws(RunFailure) {
    measurements = request.sweeps / request.measureEvery
    shape = request.measuresCorrelations ? system.shape : []
    bondSigns = engine.areColours ? [] : system.ringBondSigns
    transformEvery = ceilingDivide(measurements, Self.mostTransforms)
    let most = min(1000, max(1, Self.mostStateBytes / system.siteCount))
    keepEvery = request.measuresOverlaps ? ceilingDivide(measurements, most) : 0
    if !shape.isEmpty {
      let shape = shape
      factors = try RunFailure.computing {
        try (0..<Self.parts).map { _ in try StructureFactor(shape: shape) }
      }
    }
  }

  /// Looks at the present states.
  /// - Parameter present: gives them.
  mutating func observe(_ present: () -> [Int8]) throws(RunFailure) {
    defer { seen += 1 }
    if keepEvery > 0, seen % keepEvery == 0 { keptStates.append(present()) }
    guard !bondSigns.isEmpty || !shape.isEmpty else { return }
    let states = present()
    do {
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
    } catch {
      throw RunFailure(error, as: .internalError)
    }
  }
}
