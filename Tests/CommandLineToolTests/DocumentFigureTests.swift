import Foundation
import IsingTestSupport
import Testing

private let isBuilt = Tool.url != nil
private let hasModel = ModelFolder.url != nil

/// What README and docs say that the program prints, beside what it prints.
@Suite("Figures of the pages", .enabled(if: isBuilt, "build the product ising-npu first"))
struct DocumentFigureTests {
  @Test func quickFiguresAreWhatTheirCommandsPrint() throws {
    let result = try figures(cost: "quick")
    #expect(result.status == 0, "\(result.output)")
  }

  @Test(.enabled(if: hasModel, "run make model first"))
  func figuresOfTheModelAreWhatTheirCommandsPrint() throws {
    let result = try figures(cost: "model")
    #expect(result.status == 0, "\(result.output)")
  }

  /// The script that compares, with the built program.
  private func figures(cost: String) throws -> (status: Int32, output: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "python3", "-B", "scripts/docs-figures", "--cost", cost, "--program",
      Tool.url?.path ?? "",
    ]
    process.currentDirectoryURL = ModelFolder.packageRoot
    process.environment = ProcessInfo.processInfo.environment.merging(
      ["ISING_NPU_MODEL": ModelFolder.url?.path ?? ""]
    ) { $1 }
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }
}
