import Reports
import SampleStatistics

/// The critical point from the crossings of Binder cumulants of neighbouring sizes.
struct CriticalPoint {
  var estimate: Estimate
  var crossings: [LatticeReport.Crossing]

  static func estimate(
    request: LatticeRequest, systems: [LatticeSystem], records: [[[ChainRecord]]],
    warnings: inout [String]
  ) throws -> CriticalPoint? {
    nil
  }
}
