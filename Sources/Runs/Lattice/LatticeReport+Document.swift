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
          head + (points.count == 1 ? single(points[0]) : scan(points))))
    }
    sections.append(Section("Critical point", criticalParts))
    sections.append(
      Section(
        "Curves", try LatticeCharts.curves(of: self).map { [.picture($0, name: "curves")] } ?? []))
    sections.append(Section("In space", try spaceParts()))
    sections.append(
      Section("Parallel tempering", (tempering ?? []).flatMap { $0.parts(scale) }))
    sections.append(
      Section(
        snapshots.count == 1 ? "The last state" : "The last states",
        snapshots.map { snapshot in
          .picture(
            LatticePicture.drawing(
              of: snapshot.lattice, states: snapshot.states, areColours: snapshot.areColours,
              caption: snapshot.caption), name: snapshot.name)
        }))
    sections.append(Section("Speed", points.isEmpty ? [] : [.line(rate.sentence)]))
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
      if let chart = try LatticeCharts.space(table, of: self) {
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
      + (scale.isDirect ? String(format: "; as a temperature %.5g", 1 / criticalPoint.value) : "")
    return (lines + [last]).map { .line($0) }
  }

  /// `observables.csv`: one row a point with β, each observable with its error, and counts.
  private var observables: Table {
    var keys: [String] = []
    for key in points.flatMap({ $0.observables.map(\.key) }) where !keys.contains(key) {
      keys.append(key)
    }
    var header = ["size", "sites", "beta"]
    if scale.isDirect { header.append("temperature") }
    for key in keys {
      header += [
        key, key + "_error", key + "_effective_samples", key + "_exact", key + "_error_trusted",
      ]
    }
    header += ["attempts", "flips", "messages"]
    let rows = points.map { point in
      var row = [point.size, "\(point.sites)", "\(point.beta)"]
      if scale.isDirect { row.append("\(scale.value(point.beta))") }
      for key in keys {
        guard let observable = point.observable(key) else {
          row += ["", "", "", "", ""]
          continue
        }
        row += [
          "\(observable.estimate.value)", observable.estimate.error.map { "\($0)" } ?? "",
          "\(observable.estimate.effectiveSamples)", observable.exact.map { "\($0)" } ?? "",
          "\(observable.isErrorTrusted)",
        ]
      }
      return row + ["\(point.attempts)", "\(point.flips)", "\(point.messages)"]
    }
    return Table(file: "observables", header: header, rows: rows)
  }

  private func single(_ point: Point) -> [Part] {
    let rows: [[Cell]] = point.observables.map { observable in
      let exact = observable.exact.map { exact in
        (observable.isBoltzmann ? "exact" : "Boltzmann") + String(format: " %.7g", exact)
          + (observable.deviation.map { String(format: " (%+.1f σ)", $0) } ?? "")
      }
      let tau = observable.estimate.tau.map { tau in
        let samples = observable.estimate.effectiveSamples
        return String(format: "τ %.3g, ", tau)
          + String(format: samples < 1000 ? "%.3g" : "%.0f", samples) + " effective samples"
      }
      return [
        Cell(observable.key.replacing("_", with: " ")), Cell(observable.symbol),
        Cell(observable.words), Cell(exact ?? ""), Cell(tau ?? ""),
      ]
    }
    let columns = ["observable", "", "value", "by all states", "autocorrelation"]
    return [
      .line(
        scale.words(point.beta) + (scale.isDirect ? String(format: " (β = %.6g)", point.beta) : "")
          + ", \(point.sites) sites"),
      .table(Table("", columns.map { .words($0) }, rows).shown(hasHead: false)),
    ]
  }

  /// β, behind the temperature where that was stated.
  private func temperature(_ beta: Double) -> [Cell] {
    (scale.isDirect ? [Cell(scale.digits(beta))] : []) + [Cell(String(format: "%.6g", beta))]
  }

  private func scan(_ points: [Point]) -> [Part] {
    let shown = points[0].observables
    let rows: [[Cell]] = points.map { point in
      temperature(point.beta)
        + shown.map { Cell(point.observable($0.key)?.words ?? "–") }
    }
    return [
      .table(
        Table(
          "",
          (scale.isDirect ? [.words("T")] : []) + [.words("β")] + shown.map { .words($0.symbol) },
          rows
        ).shown(indent: 0)),
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
  /// Exchanges and journeys of a size: the rarest exchange decides, a page shows them all.
  fileprivate func parts(_ scale: TemperatureScale) -> [Part] {
    let rows: [[Cell]] = zip(betas, zip(betas.dropFirst(), acceptance)).map { first, next in
      [
        Cell(scale.digits(first)), Cell(scale.digits(next.0)),
        Cell(next.1.isFinite ? Quantity.percent(next.1) : "–"),
      ]
    }
    let known = acceptance.indices.filter { acceptance[$0].isFinite }
    let rarest = known.min { acceptance[$0] < acceptance[$1] }.map { pair in
      "exchanges of \(Quantity.percent(acceptance[pair])) at least, between "
        + "\(scale.symbol) = \(scale.digits(betas[pair])) and \(scale.digits(betas[pair + 1])), "
        + "\(Quantity.percent(known.reduce(0) { $0 + acceptance[$1] } / Double(known.count))) on average; "
    }
    let trips =
      "\(roundTrips) round trip\(roundTrips == 1 ? "" : "s") from end to end"
      + (meanRoundTrip_sweeps.isFinite
        ? String(format: ", %.4g sweeps each on average", meanRoundTrip_sweeps) : "")
    return [
      .sentence("Tempering, size \(size): \(rarest ?? "")\(trips)."),
      .table(
        Table(
          "",
          [.figures(scale.symbol), .figures("next \(scale.symbol)"), .figures("exchanged")], rows),
        on: .page),
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
