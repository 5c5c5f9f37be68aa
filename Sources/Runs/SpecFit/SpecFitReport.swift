import Foundation
import HardwareSpecs
import Jobs
public import Reports
import SampleStatistics

/// What measured curves of devices say for a description.
public struct SpecFitReport: Report {
  /// Name and version of the layout.
  public static let schema = "ising-npu-fit/1"

  /// Files as given.
  let files: [String]
  /// One a curve.
  let fits: [DeviceFit]
  /// Means and spreads.
  let parameters: [FittedParameter]
  /// Of the command.
  let arguments: [String]

  /// Reads files and fits their curves.
  ///
  /// - Throws: `RunFailure` of kind `.badInput` for files and curves that cannot be used.
  public static func perform(
    files: [String], arguments: [String]
  ) throws(RunFailure) -> SpecFitReport {
    try RunFailure.ending {
      let measured = try DeviceMeasurements(paths: files)
      var fits: [DeviceFit] = []
      for curve in measured.curves {
        do {
          fits.append(try DeviceFit(curve))
        } catch {
          throw FileError(
            "\(curve.file):\(curve.line)",
            "\(curve.device), \(curve.quantity.rawValue): found a curve that no fit describes (\(error)), expected "
              + "one that rises or falls as the law does")
        }
      }
      return SpecFitReport(
        files: files, fits: fits, parameters: try DevicePopulation.parameters(fits),
        arguments: arguments)
    }
  }
}

extension SpecFitReport: HasFacts {
  /// Keys and values of the JSON document.
  public var facts: Facts {
    [
      "schema": Self.schema, "provenance": Provenance(arguments: arguments), "files": files,
      "parameters": parameters.map { one in
        [
          "name": one.name, "value": one.value, "error": one.error, "unit": one.unit,
          "low": one.interval?.low, "high": one.interval?.high, "devices": one.devices,
          "key": one.key, "meaning": one.meaning,
        ] as Facts
      },
      "devices": fits.map { fit in
        [
          "device": fit.device, "curve": fit.curve.quantity.rawValue,
          "points": fit.curve.rows.count, "reduced_chi_squared": fit.reducedChiSquared,
          "figures": fit.figures.map { figure in
            [
              "name": figure.name.rawValue,
              "value": figure.isDetermined ? figure.value : nil, "error": figure.statedError,
              "unit": figure.name.unit, "law": figure.law,
            ] as Facts
          },
        ] as Facts
      },
      "warnings": warnings,
    ]
  }

  /// Curves that tell no offset.
  private var warnings: [String] {
    fits.filter { $0[.offset]?.isDetermined == false }.map { fit in
      "\(fit.device), \(fit.curve.quantity.rawValue): the slope is 0 within its error, which leaves the offset undetermined"
    }
  }

  /// The parameters, the devices, and the curves with their laws.
  ///
  /// - Throws: `PictureError` where the picture cannot be drawn.
  public func document() throws(PictureError) -> Document {
    let devices = Set(fits.map(\.device)).count
    let title =
      "fit of \(Quantity.counted(devices, "device")), \(Quantity.counted(fits.count, "curve"))"
    // A spread of equal devices is the rounding of their fits; memories are seconds and far smaller.
    let settable = parameters.filter {
      $0.key != nil && $0.devices > 0 && ($0.unit == "s" || $0.value > 1e-6)
    }
    let options = settable.map { one in
      "--set \(one.key ?? "")=" + (one.unit == "s" ? "\"\(one.value) s\"" : "\(one.value)")
    }
    return Document(
      title: title,
      sections: [
        Section("", Part.lead([title])),
        Section("Parameters", [.table(parameterTable)]),
        Section(
          "For a description",
          options.isEmpty
            ? []
            : [
              .line("for a description: ising-npu spec new NAME " + options.joined(separator: " "))
            ]),
        Section("Devices", [.line("", on: .terminal), .table(deviceTable.shown(rows: 24))]),
        Section(
          "Curves", try FitCharts.drawing(fits).map { [.picture($0, name: "fits")] } ?? []),
      ], warnings: warnings, provenance: Provenance(arguments: arguments))
  }

  private var parameterTable: Table {
    Table(
      "parameters",
      [
        .words("parameter", "name"), .figures("value", "value"), .figures("±", "error"),
        .words("unit", "unit"), .figures("95 %", "low", "high"), .figures("devices", "devices"),
        .words("what", "meaning"), .words("", "key", on: .file),
      ],
      parameters.map { one in
        [
          Cell(one.name), Cell(one.value, Self.number(one.value)),
          Cell(one.error, one.error.map(Self.number) ?? "–"), Cell(one.unit),
          Cell(
            one.interval.map { "\(Self.number($0.low)) to \(Self.number($0.high))" } ?? "",
            values: [one.interval?.low, one.interval?.high]), .count(one.devices),
          Cell(one.meaning), Cell(one.key ?? ""),
        ]
      })
  }

  private var deviceTable: Table {
    Table(
      "devices",
      [
        .words("device", "device"), .words("curve", "curve"), .figures("points", "points"),
        .words("figure", "name"), .figures("value", "value"), .figures("±", "error"),
        .words("unit", "unit"), .figures("χ²/ν", "reduced_chi_squared"),
      ],
      fits.flatMap { fit in
        fit.figures.map { figure in
          [
            .quotation(fit.device, limit: 40), Cell(fit.curve.quantity.rawValue),
            .count(fit.curve.rows.count), Cell(figure.name.rawValue),
            figure.isDetermined
              ? Cell(figure.value, Self.number(figure.value)) : .unknown("undetermined"),
            Cell(figure.statedError, figure.statedError.map(Self.number) ?? "–"),
            Cell(figure.name.unit),
            Cell(fit.reducedChiSquared, fit.reducedChiSquared.map(Self.number) ?? ""),
          ]
        }
      })
  }

  private static func number(_ value: Double) -> String { String(format: "%.4g", value) }
}
