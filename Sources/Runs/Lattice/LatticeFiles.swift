import Foundation
import LatticePhysics
import Reports
import SampleStatistics

// Tables and arrays besides the observables.
extension LatticeResults {
  /// Correlation functions and distributions of overlaps, where they were measured.
  func tables() throws -> [LatticeReport.NumberTable] {
    var correlations: [[Double]] = []
    var overlaps: [[Double]] = []
    for (system, run) in zip(systems, runs) {
      let sites = Double(system.siteCount)
      for (beta, chains) in zip(run.betas, run.records) {
        let spaces = chains.map(\.space)
        for row in try SpaceEstimates.correlations(of: spaces) ?? [] {
          correlations.append([sites, beta, Double(row.distance), row.value, row.error])
        }
        let values = SpaceEstimates.overlaps(of: spaces).flatMap { $0 }
        guard !values.isEmpty else { continue }
        let bins = min(system.siteCount + 1, 65)
        let distribution = try OverlapDistribution(values, bins: bins)
        for (centre, density) in zip(distribution.centres, distribution.density) {
          overlaps.append([sites, beta, centre, density])
        }
      }
    }
    var tables: [LatticeReport.NumberTable] = []
    if !correlations.isEmpty {
      tables.append(
        .init(
          name: "correlation", header: ["sites", "beta", "distance", "correlation", "error"],
          rows: correlations))
    }
    if !overlaps.isEmpty {
      tables.append(
        .init(
          name: "overlap", header: ["sites", "beta", "overlap", "density"], rows: overlaps))
    }
    return tables
  }

  /// Series by temperature, replica and measurement, and the last states by temperature, replica and
  /// site; measurements that Ctrl-C left out are NaN, states 0.
  func arrays() throws -> [ResultFile] {
    guard study.plan.keepsStates else { return [] }
    var arrays: [ResultFile] = []
    let measurements = study.plan.measurements
    for (system, run) in zip(systems, runs) {
      let suffix = systems.count == 1 ? "" : "-" + system.size
      let sites = system.siteCount
      var energies: [Double] = []
      var orders: [Double] = []
      var states: [Int8] = []
      for chains in run.records {
        for replica in 0..<study.plan.replicas {
          let record = chains.indices.contains(replica) ? chains[replica] : nil
          let missing = measurements - (record?.energies.count ?? 0)
          energies += (record?.energies ?? []) + Array(repeating: .nan, count: missing)
          orders += (record?.orders ?? []) + Array(repeating: .nan, count: missing)
          states += record?.states ?? Array(repeating: 0, count: sites)
        }
      }
      let series = [run.betas.count, study.plan.replicas, measurements]
      for (name, values, shape) in [
        ("energies", NPYFile.Values.float64(energies), series),
        ("magnetisations", .float64(orders), series),
        ("spins", .int8(states), [run.betas.count, study.plan.replicas, sites]),
      ] {
        arrays.append(
          ResultFile("\(name)\(suffix).npy", try NPYFile(values, shape: shape).data))
      }
    }
    return arrays
  }
}
