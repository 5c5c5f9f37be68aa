import Foundation
import SampleStatistics
public import Reports

extension LatticeReport {
  /// The report for readers.
  ///
  /// - Throws: `PictureError` where a curve cannot be drawn.
  public func document() throws(PictureError) -> Document {
    var sections = [
      Section("", Part.lead(summary) + [.table(observables, on: .file)])
    ]
    for size in sizes {
      let points = points.filter { $0.size == size }
      let head: [Part] = sizes.count > 1 ? [.line("size \(size)", on: .terminal)] : []
      sections.append(
        Section(
          sizes.count > 1 ? "Size \(size)" : "Observables",
          head + (points.count == 1 ? Self.single(points[0]) : Self.scan(points))))
    }
    sections.append(Section("Critical point", criticalParts))
    sections.append(
      Section(
        "Curves", try LatticeCharts.curves(of: self).map { [.picture($0, name: "curves")] } ?? []))
    sections.append(Section("In space", try spaceParts()))
    sections.append(Section("Parallel tempering", (tempering ?? []).flatMap(\.parts)))
    sections.append(
      Section(
        snapshots.count == 1 ? "The last state" : "The last states",
        snapshots.map { snapshot in
          .picture(
            LatticePicture.drawing(
              of: snapshot.lattice, states: snapshot.states, areColours: snapshot.areColours,
              caption: snapshot.caption), name: snapshot.name)
        }))
    sections.append(Section("Speed", [.line(rate.sentence)]))
    return Document(
      title: summary.first ?? "lattice", sections: sections, warnings: warnings,
      settings: settings, provenance: provenance)
  }

  /// The arrays.
  public func files() -> [ResultFile] { arrays }

  /// Correlations and overlaps, drawn and as files.
  private func spaceParts() throws(PictureError) -> [Part] {
    var parts: [Part] = []
    for table in tables {
      parts.append(
        .table(
          Table(
            file: table.name, header: table.header, rows: table.rows.map { $0.map { "\($0)" } }),
          on: .file))
      if let chart = try LatticeCharts.space(table) {
        parts.append(.picture(chart, name: table.name))
      }
    }
    return parts
  }

  private var criticalParts: [Part] {
    guard let criticalPoint else { return [] }
    let lines = crossings.map { crossing in
      "Binder cumulants of sizes \(crossing.first) and \(crossing.second) cross at β = "
        + crossing.beta.words + String(format: ", U₄ = %.4f", crossing.binder)
    }
    let last =
      "critical point: β = " + criticalPoint.words + (criticalMethod.map { " (\($0))" } ?? "")
      + (knownCriticalPoint.map { String(format: "; known: %.7f", $0) } ?? "")
    return (lines + [last]).map { .line($0) }
  }

  /// `observables.csv`: one row a point with β, each observable with its error, and counts.
  private var observables: Table {
    var keys: [String] = []
    for key in points.flatMap({ $0.observables.map(\.key) }) where !keys.contains(key) {
      keys.append(key)
    }
    return Table(
      file: "observables",
      header: ["size", "sites", "beta"]
        + keys.flatMap {
          [
            $0, $0 + "_error", $0 + "_effective_samples", $0 + "_exact", $0 + "_error_trusted",
          ]
        }
        + ["attempts", "flips", "messages"],
      rows: points.map { point in
        [point.size, "\(point.sites)", "\(point.beta)"]
          + keys.flatMap { key in
            guard let observable = point.observable(key) else { return ["", "", "", "", ""] }
            return [
              "\(observable.estimate.value)", observable.estimate.error.map { "\($0)" } ?? "",
              "\(observable.estimate.effectiveSamples)", observable.exact.map { "\($0)" } ?? "",
              "\(observable.isErrorTrusted)",
            ]
          } + ["\(point.attempts)", "\(point.flips)", "\(point.messages)"]
      })
  }

  private static func single(_ point: Point) -> [Part] {
    let rows: [[Cell]] = point.observables.map { observable in
      let exact = observable.exact.map { exact in
        (observable.isBoltzmann ? "exact" : "Boltzmann") + String(format: " %.7g", exact)
          + (observable.deviation.map { String(format: " (%+.1f σ)", $0) } ?? "")
      }
      let tau = observable.estimate.tau.map {
        String(format: "τ = %.3g, ", $0)
          + String(format: "%.3g effective samples", observable.estimate.effectiveSamples)
      }
      return [
        Cell(observable.key.replacing("_", with: " ")), Cell(observable.symbol),
        Cell(observable.words), Cell(exact ?? ""), Cell(tau ?? ""),
      ]
    }
    let columns = ["observable", "", "value", "by all states", "autocorrelation"]
    return [
      .line("β = \(point.beta), \(point.sites) sites"),
      .table(Table("", columns.map { .words($0) }, rows).shown(hasHead: false)),
    ]
  }

  private static func scan(_ points: [Point]) -> [Part] {
    let shown = points[0].observables
    let rows: [[Cell]] = points.map { point in
      [Cell(String(format: "%.6g", point.beta))]
        + shown.map { Cell(point.observable($0.key)?.words ?? "–") }
    }
    return [
      .table(
        Table("", [.words("β")] + shown.map { .words($0.symbol) }, rows).shown(indent: 0)),
      .note(
        shown.map { "\($0.symbol): \($0.key.replacing("_", with: " "))" }.joined(separator: "; ")
          + ". Digits in brackets are the error of the last digits."),
    ]
  }
}

extension LatticeReport.Observable {
  /// The estimate, with a `?` behind an error that is not to be trusted.
  fileprivate var words: String {
    estimate.words + (isErrorTrusted || estimate.error == nil ? "" : "?")
  }
}

extension LatticeReport.Rate {
  fileprivate var sentence: String {
    String(
      format: "%.4f updates/ns in the engine on %@; %.4f with all else on %d thread%@",
      updatesPerNanosecond, engineThreads == 1 ? "one thread" : "\(engineThreads) threads",
      totalUpdatesPerNanosecond, threads, threads == 1 ? "" : "s")
  }
}

extension LatticeReport.Tempering {
  /// Exchanges and journeys of a size, on a page.
  fileprivate var parts: [Part] {
    let rows: [[Cell]] = zip(betas, zip(betas.dropFirst(), acceptance)).map { first, next in
      [
        Cell(String(format: "%.6g", first)), Cell(String(format: "%.6g", next.0)),
        Cell(next.1.isFinite ? Quantity.percent(next.1) : "–"),
      ]
    }
    return [
      .sentence(
        "Size \(size): \(roundTrips) round trips"
          + (meanRoundTrip_sweeps.isFinite
            ? String(format: ", %.4g sweeps each on average.", meanRoundTrip_sweeps) : "."),
        on: .page),
      .table(
        Table("", [.figures("β"), .figures("next β"), .figures("exchanged")], rows), on: .page),
    ]
  }
}

extension Estimate {
  /// `−1.4139(12)`: the digits in brackets are the error of the last digits.
  package var words: String {
    guard value.isFinite else { return "–" }
    guard let error, error.isFinite else { return String(format: "%.6g(?)", value) }
    guard error > 0 else { return String(format: "%.6g(0)", value) }
    let decimals = max(0, 1 - Int(log10(min(error, 1e300) * 1.005).rounded(.down)))
    guard decimals <= 12, abs(value) < 1e9 else {
      return String(format: "%.5g ± %.2g", value, error)
    }
    guard decimals > 0 else { return String(format: "%.0f(%.0f)", value, error) }
    return String(format: "%.\(decimals)f(%.0f)", value, error * pow(10, Double(decimals)))
  }
}
