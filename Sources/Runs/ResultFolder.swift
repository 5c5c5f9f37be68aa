import Foundation
package import Jobs
import Reports

/// The folder of `--out`: it holds the results of one run, all of them or, while they are put in their places, no
/// `summary.json`.
package struct ResultFolder: Sendable {
  private static let summary = "summary.json"
  /// How folders are named that hold results before they have their places.
  private static let staging = ".ising-npu-results-"

  private let url: URL
  /// Held as long as the run has the folder.
  private let lock: FolderLock

  /// Makes the folder if it is missing, takes it for this run alone, and proves that a file can be written in it.
  ///
  /// - Throws: `FileError` with the path and the reason: also where another run has the folder, or a file is in
  ///   the way that no run wrote.
  package init(path: String) throws(FileError) {
    guard !path.isEmpty else {
      throw FileError("the result folder", "found an empty name, expected a path")
    }
    url = OutputPlaces.url(path, isFolder: true)
    try AtomicFile.makeFolder(url)
    lock = try FolderLock(url)
    try OutputPlaces.check(Self.names, in: url)
    try ResultList(of: url).checkNothingForeign(Self.names, in: url)
    if lock.isHeld { removeLeftovers() }
  }

  /// The names that commands write, so that none is found taken after the work is done.
  private static let names = [
    "summary.json", "report.txt", "report.html", "layers.csv", "components.csv",
    "instructions.csv", "dies.csv", "trace.json", "program.txt", "program.bin", "arrays.csv",
    "checks.csv", "changes.csv", "lists.csv", "figures.csv", "quantities.csv", "actions.csv",
    "observables.csv", "correlation.csv", "overlap.csv", "levels.csv", "successes.csv",
    "curves.svg", "curves.png", "snapshot.svg", "snapshot.png", "histogram.svg",
    "histogram.png", "trace.svg", "trace.png", "sampleset.json", "samples.npy", "best.spins",
    "embeddings.npy", "reference_embeddings.npy",
    "starts.csv", "presets.csv", "filters.csv", "sensors.csv", "heads.csv", "steps.csv",
    "parameters.csv", "devices.csv", "fits.svg", "fits.png", "corridor.svg", "corridor.png",
    "heads.svg", "heads.png", "starts.svg", "starts.png",
  ]

  /// Writes the result files of a report in place of an earlier run's.
  ///
  /// - Throws: `FileError` with the path and the reason, and what a picture throws; an earlier run's results
  ///   are then as they were.
  func write(_ report: some Report, as document: Document) throws {
    var files = [
      ResultFile(Self.summary) { take in try report.writeJSON(to: take) },
      ResultFile("report.txt", text: document.text),
      ResultFile("report.html", text: try document.page()),
    ]
    files += document.tables.map { ResultFile("\($0.name).csv", text: $0.csv) }
    for picture in document.pictures {
      files.append(ResultFile("\(picture.name).svg", text: try picture.drawing.svg()))
      files.append(ResultFile("\(picture.name).png", Data(try picture.drawing.png())))
    }
    files += try report.files()
    try write(files)
  }

  /// Writes all files elsewhere first: what can fail, fails before an earlier run's results are touched.
  private func write(_ files: [ResultFile]) throws {
    let names = Set(files.map(\.name))
    let old = ResultList(of: url)
    try old.checkNothingForeign(names, in: url)
    let stage = url.appendingPathComponent(Self.staging + UUID().uuidString, isDirectory: true)
    defer { try? FileManager.default.removeItem(at: stage) }
    try AtomicFile.makeFolder(stage)
    for file in files {
      try Self.write(file, to: stage.appendingPathComponent(file.name))
    }
    // From here on a run that is killed leaves a folder without a summary, and the next one knows every name.
    try ResultList.write(names.union(old.names), in: url)
    for name in [Self.summary] + old.names.subtracting(names).sorted() {
      let path = url.appendingPathComponent(name).path
      if ResultList.isFile(path) { unlink(path) }
    }
    for file in files.sorted(by: { $1.name == Self.summary && $0.name != Self.summary }) {
      try put(file, from: stage)
    }
    // A list with names that are gone does no harm.
    try? ResultList.write(names, in: url)
  }

  /// Gives a file its place. What is a link or a device stays one.
  private func put(_ file: ResultFile, from stage: URL) throws {
    let target = url.appendingPathComponent(file.name)
    var status = stat()
    if lstat(target.path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      return try Self.write(file, to: target)
    }
    try AtomicFile.move(stage.appendingPathComponent(file.name), to: target)
  }

  private static func write(_ file: ResultFile, to url: URL) throws {
    switch file.content {
    case .bytes(let bytes): try AtomicFile.write(bytes, to: url)
    case .pieces(let pieces): try AtomicFile.write(to: url, pieces: pieces)
    }
  }

  /// Removes what a run that was killed has left.
  private func removeLeftovers() {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
    // Files that end in .tmp may be another run's, on their way to a place of their own.
    for name in names
    where name.hasPrefix(".ising-npu-") && name != ResultList.name && !name.hasSuffix(".tmp") {
      try? FileManager.default.removeItem(at: url.appendingPathComponent(name))
    }
  }
}
