import ChipPrograms
import Foundation
import Jobs
public import Reports

/// The folder of `--out`.
public struct ResultFolder: Sendable {
  private let url: URL

  /// Makes the folder if it is missing and proves that a file can be written in it.
  ///
  /// - Throws: `RunFailure` with the path and the reason.
  public init(path: String) throws(RunFailure) {
    guard !path.isEmpty else {
      throw RunFailure(.badInput, "the result folder: found an empty name, expected a path")
    }
    // `URL` would take a leading tilde for a home folder; shells have done that already.
    url = URL(fileURLWithPath: path.hasPrefix("~") ? "./" + path : path, isDirectory: true)
    let probe = url.appendingPathComponent(".ising-npu-\(UUID().uuidString)")
    try RunFailure.computing { [url] in
      try AtomicFile.makeFolder(url)
      try AtomicFile.write([], to: probe)
    }
    try? FileManager.default.removeItem(at: probe)
    for name in Self.names {
      var isFolder: ObjCBool = false
      let file = url.appendingPathComponent(name).path
      if FileManager.default.fileExists(atPath: file, isDirectory: &isFolder), isFolder.boolValue {
        throw RunFailure(.badInput, "\(file): is a folder, expected a file to write")
      }
    }
  }

  /// Every name that a command writes, so that none is found taken after the work is done.
  private static let names = [
    "summary.json", "report.txt", "report.html", "layers.csv", "components.csv",
    "instructions.csv", "dies.csv", "trace.json", "program.txt", "program.bin", "observables.csv",
    "curves.svg",
    "curves.png", "snapshot.svg", "snapshot.png", "correlation.csv", "overlap.csv",
    "sampleset.json", "samples.npy", "histogram.svg", "histogram.png", "best.spins",
  ]

  /// Writes the result files of a run; each appears whole or not at all.
  ///
  /// - Throws: `RunFailure` with the path and the reason.
  public func write(_ report: RunReport) throws(RunFailure) {
    try write(ModelRun.json(of: report), to: "summary.json")
    try write(ModelRun.terminal(of: report), to: "report.txt")
    try write(HTMLReport.text(of: report), to: "report.html")
    try write(CSVTables.layers(of: report.chip), to: "layers.csv")
    try write(CSVTables.components(of: report.chip), to: "components.csv")
    try write(CSVTables.instructions(of: report.chip), to: "instructions.csv")
    if let dies = report.dies { try write(dies.csv, to: "dies.csv") }
    try write(PerfettoTrace.text(of: report), to: "trace.json")
  }

  /// Writes the result files of a compilation.
  ///
  /// - Throws: `RunFailure` with the path and the reason.
  public func write(_ compiled: CompileRun) throws(RunFailure) {
    try write(compiled.listing, to: "program.txt")
    try write(compiled.json, to: "summary.json")
    let bytes = try RunFailure.computing { try ProgramFile.bytes(of: compiled.program) }
    try write(bytes, to: "program.bin")
  }

  /// Writes the result files of `validate`.
  ///
  /// - Throws: `RunFailure` with the path and the reason.
  public func write(_ report: ValidationReport) throws(RunFailure) {
    try write(ValidateRun.json(of: report), to: "summary.json")
    try write(ValidateRun.terminal(of: report), to: "report.txt")
  }

  /// Writes the result files of `lattice`.
  ///
  /// - Throws: `RunFailure` with the path and the reason.
  public func write(_ report: LatticeReport) throws(RunFailure) {
    try write(LatticeRun.json(of: report), to: "summary.json")
    try write(LatticeRun.terminal(of: report), to: "report.txt")
    try write(LatticeTables.csv(of: report), to: "observables.csv")
    for table in report.tables { try write(LatticeTables.csv(of: table), to: table.name) }
    for array in report.arrays {
      try write(array.file.data, to: array.name)
    }
    if let curves = try RunFailure.computing({ try LatticeCharts.drawing(of: report) }) {
      try write(curves, to: "curves")
    }
    for snapshot in report.snapshots {
      try write(
        LatticePicture.drawing(
          of: snapshot.lattice, states: snapshot.states, areColours: snapshot.areColours,
          caption: snapshot.caption),
        to: snapshot.name)
    }
  }

  /// Writes the result files of `anneal`.
  ///
  /// - Throws: `RunFailure` with the path and the reason.
  public func write(_ report: AnnealReport) throws(RunFailure) {
    try write(AnnealRun.json(of: report), to: "summary.json")
    try write(AnnealRun.terminal(of: report), to: "report.txt")
    try write(SpinFile.text(labels: report.labels, spins: report.best.spins), to: "best.spins")
    if let sampleSet = report.sampleSet {
      try write(sampleSet, to: "sampleset.json")
    }
    if let histogram = try RunFailure.computing({ try AnnealCharts.histogram(of: report) }) {
      try write(histogram, to: "histogram")
    }
  }

  /// Writes the result files of `simulate`.
  ///
  /// - Throws: `RunFailure` with the path and the reason.
  public func write(_ report: SimulateReport) throws(RunFailure) {
    try write(SimulateRun.json(of: report), to: "summary.json")
    try write(SimulateRun.terminal(of: report), to: "report.txt")
    for array in report.arrays {
      try write(array.file.data, to: array.name)
    }
  }

  /// Writes the result files of `simulate` for a compiled program.
  ///
  /// - Throws: `RunFailure` with the path and the reason.
  public func write(_ report: ProgramReport) throws(RunFailure) {
    try write(ProgramRun.json(of: report), to: "summary.json")
    try write(ProgramRun.terminal(of: report), to: "report.txt")
    try write(CSVTables.layers(of: report.chip), to: "layers.csv")
    try write(CSVTables.components(of: report.chip), to: "components.csv")
    try write(CSVTables.instructions(of: report.chip), to: "instructions.csv")
  }

  /// A picture as SVG and as PNG.
  private func write(_ drawing: Drawing, to name: String) throws(RunFailure) {
    let svg = try RunFailure.computing { try drawing.svg() }
    let png = try RunFailure.computing { try drawing.png() }
    try write(svg, to: name + ".svg")
    try write(png, to: name + ".png")
  }

  private func write(_ text: String, to name: String) throws(RunFailure) {
    try write(Array(text.utf8), to: name)
  }

  private func write(_ bytes: some DataProtocol, to name: String) throws(RunFailure) {
    try RunFailure.computing {
      try AtomicFile.write(bytes, to: url.appendingPathComponent(name))
    }
  }
}
