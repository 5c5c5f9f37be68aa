import IsingModels
import RandomStreams
import Reports
import SampleStatistics
import Sampling

/// An engine with its options, checked.
struct EngineChoice: Sendable {
  /// The name of an observable of the order parameter's moments.
  struct OrderName {
    var key: String
    var symbol: String
    var value: @Sendable (ThermalObservables) -> Estimate?
  }
  let text = "reference"
  let isComparable = true
  let areColours = false
  init(_ request: EngineRequest) throws(RunFailure) {}
  func check(_ system: LatticeSystem) throws(RunFailure) {}
  var description: [(String, JSONValue)] { [] }
  func chain(
    _ system: LatticeSystem, beta: Double, start: InitialSpins?, seed: UInt64, replica: UInt32,
    key: StreamKey
  ) throws(RunFailure) -> any Chain {
    let spins = (start ?? .up).spins(
      count: system.lattice.siteCount, seed: seed, replica: replica)
    return SpinChain(
      engine: ReferenceSampler(system.model, beta: beta, spins: spins, key: key))
  }
  func orderNames(hasField: Bool) -> [OrderName] { [] }
}
