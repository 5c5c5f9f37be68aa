import HardwareSpecs
public import Reports

extension ModelRun {
  /// Where `make run` puts the model.
  public static let defaultModelFolder = ".models/all-MiniLM-L6-v2"
  /// The chip of commands that name none.
  public static let defaultHardware = SpecLibrary.defaultChip
  /// The reference devices of commands that name none.
  public static let defaultReferences = ["h100-sxm"]

  /// The report as one JSON document, with a final newline.
  public static func json(of report: RunReport) -> String {
    RunDocument.document(of: report).text() + "\n"
  }

  /// The report for a terminal.
  public static func terminal(of report: RunReport) -> String { TerminalReport.text(of: report) }
}
