import Foundation
import Jobs

/// One result with a folder of its own.
struct ResultRun {
  let result: PublishedResult
  let program: String
  let data: URL?
  /// The usual model; `nil` where there is none.
  let model: String?

  /// Our figures beside the published ones, or why there are none.
  func outcome() -> ReproduceReport.Outcome {
    var outcome = ReproduceReport.Outcome(result: result)
    outcome.lacking = lacking
    guard outcome.lacking.isEmpty, result.missing.isEmpty else { return outcome }
    let began = ContinuousClock.now
    do {
      outcome.figures = try figures()
    } catch {
      outcome.failure = "\(error)"
    }
    outcome.seconds = (ContinuousClock.now - began) / .seconds(1)
    return outcome
  }

  /// What the user would have to fetch.
  private var lacking: [String] {
    result.needs.compactMap { need in
      guard let file = need.file else {
        return model == nil ? "the usual model: \(need.source)" : nil
      }
      let place = data?.appendingPathComponent(file).path
      let isThere = place.map { FileManager.default.fileExists(atPath: $0) } ?? false
      return isThere ? nil : "\(file) in the folder of --data: \(need.source)"
    }
  }

  private func figures() throws -> [ReproduceReport.Figure] {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "ising-npu-\(UUID().uuidString)")
    try AtomicFile.makeFolder(folder)
    defer { try? FileManager.default.removeItem(at: folder) }
    for file in result.files {
      try AtomicFile.write(text: file.text, to: folder.appendingPathComponent(file.name))
    }
    for file in result.needs.compactMap(\.file) {
      guard let source = data?.appendingPathComponent(file) else { continue }
      try FileManager.default.createSymbolicLink(
        at: folder.appendingPathComponent(file), withDestinationURL: source)
    }
    let run = CommandRun(
      program: program, folder: folder,
      environment: model.map { [ModelPlace.variable: $0] } ?? [:])
    var documents: [String: JSONTree] = [:]
    for command in result.commands {
      do throws(CommandRun.Failure) {
        documents[command.name] = try run.document(command.words, name: command.name)
      } catch {
        throw FileError("ising-npu \(command.line)", "\(error)", isOfMachine: true)
      }
    }
    return try result.figures.map { figure in
      do throws(FormulaError) {
        return ReproduceReport.Figure(
          figure: figure, published: try figure.published.number(documents),
          error: try figure.error.number(documents), ours: try figure.ours.number(documents),
          ourError: try figure.ourError.number(documents))
      } catch { throw FileError("figure \(figure.name)", "\(error)", isOfMachine: true) }
    }
  }
}
