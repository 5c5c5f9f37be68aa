import Foundation
import Jobs
import Reports

/// The folder of `--out`.
struct ResultFolder: Sendable {
  private let url: URL

  /// Makes the folder if it is missing and proves that a file can be written in it.
  ///
  /// - Throws: `FileError` with the path and the reason.
  init(path: String) throws(FileError) {
    guard !path.isEmpty else {
      throw FileError("the result folder", "found an empty name, expected a path")
    }
    url = OutputPlaces.url(path, isFolder: true)
    try AtomicFile.makeFolder(url)
    try OutputPlaces.check(Self.names, in: url)
  }

  /// The names that commands write, so that none is found taken after the work is done.
  private static let names = [
    "summary.json", "report.txt", "report.html", "layers.csv", "components.csv",
    "instructions.csv", "dies.csv", "trace.json", "program.txt", "program.bin", "arrays.csv",
    "checks.csv", "changes.csv", "lists.csv", "figures.csv", "quantities.csv", "actions.csv",
    "observables.csv", "correlation.csv", "overlap.csv", "levels.csv", "successes.csv",
    "curves.svg", "curves.png", "snapshot.svg", "snapshot.png", "histogram.svg",
    "histogram.png", "trace.svg", "trace.png", "sampleset.json", "samples.npy", "best.spins",
  ]

  /// Writes the result files of a report; each appears whole or not at all.
  ///
  /// - Throws: `FileError` with the path and the reason, and what a picture throws.
  func write(_ report: some Report, as document: Document) throws {
    var files = [
      ResultFile("summary.json", text: try report.json()),
      ResultFile("report.txt", text: document.text),
      ResultFile("report.html", text: try document.page()),
    ]
    files += document.tables.map { ResultFile("\($0.name).csv", text: $0.csv) }
    for picture in document.pictures {
      files.append(ResultFile("\(picture.name).svg", text: try picture.drawing.svg()))
      files.append(ResultFile("\(picture.name).png", Data(try picture.drawing.png())))
    }
    files += try report.files()
    for file in files {
      try AtomicFile.write(file.bytes, to: url.appendingPathComponent(file.name))
    }
  }
}
