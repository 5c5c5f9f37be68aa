import Foundation
import Reports

/// What the chip computed, beside what the reference computed.
extension RunReport {
  /// Accuracy over all texts, the most similar pairs, and the texts that came out worst.
  var accuracyParts: [Part] {
    var line =
      "Mean cosine to the dense reference: chip \(Quantity.decimals(accuracy.cosineMean, 4)) (least "
      + "\(Quantity.decimals(accuracy.cosineMinimum, 4))), "
      + (twinCosine.map {
        "twins \(Quantity.decimals($0, 4)) (the chip at fidelity expectation)"
      } ?? "twins unknown: they were not run")
    if let spearman = accuracy.spearman {
      line += String(format: "; Spearman of similarities %.4f", spearman)
    }
    let error = accuracy.largestSimilarityError.map {
      " The largest error of a similarity is \(Quantity.decimals($0, 4))."
    }
    return [
      .sentence(line)
    ] + (accuracy.scores.map { [.sentence($0.words)] } ?? []) + [
      .note(
        "The reference runs the same model densely in float32 and saw nothing of the chip."
          + (error ?? ""))
    ] + pairParts + worstParts
  }

  /// The most similar pairs by the reference: three on a terminal, ten on a page.
  private var pairParts: [Part] {
    let known = pairs.filter {
      outputs.indices.contains($0.first) && outputs.indices.contains($0.second)
    }
    guard !known.isEmpty else { return [] }
    let byChip = known.sorted { $0.chip > $1.chip }
    let shown = known.sorted { $0.reference > $1.reference }.prefix(10)
    let rows: [[Cell]] = shown.map { pair in
      let rank =
        (byChip.firstIndex { $0.first == pair.first && $0.second == pair.second } ?? 0) + 1
      let texts = [pair.first, pair.second].map { outputs[$0].text }
      let short = texts.map { "“" + TextLines.excerpt($0, 30) + "”" }.joined(separator: " – ")
      return [
        Cell(String(format: "%.3f", pair.chip)),
        Cell("(\(rank))"),
        Cell(String(format: "%.3f", pair.reference)), Cell(short), .quotation(texts[0]),
        .quotation(texts[1]),
      ]
    }
    let table = Table(
      "",
      [
        .figures("chip"), .figures("rank"), .figures("reference"), .words("", on: .terminal),
        .words("text", on: .page), .words("text", on: .page),
      ], rows)
    return [
      .line(
        "Most similar pairs by reference: chip's cosine (its rank), reference's cosine",
        on: .terminal),
      .heading("Most similar pairs, by the reference"),
      .table(table.shown(hasHead: false, rows: 3)),
      .note("\(rows.count) of \(Quantity.count(UInt64(known.count))) pairs."),
    ]
  }

  private var worstParts: [Part] {
    guard outputs.count > 1 else { return [] }
    let order = outputs.indices.sorted {
      (outputs[$0].cosine, $0) < (outputs[$1].cosine, $1)
    }
    return [
      .heading("Texts furthest from the reference"),
      .table(
        Table(
          "", [.words("text"), .figures("tokens"), .figures("cosine")],
          order.prefix(5).map { index in
            [
              .quotation(outputs[index].text), Cell("\(outputs[index].tokenIDs.count)"),
              Cell(Quantity.decimals(outputs[index].cosine, 6)),
            ]
          }), on: .page),
    ]
  }
}
