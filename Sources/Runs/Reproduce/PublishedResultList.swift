public import Reports

/// The published results that there are.
public struct PublishedResultList: Report, HasFacts {
  let results: [PublishedResult]

  /// Lists results.
  public init(_ results: [PublishedResult]) { self.results = results }

  /// Keys and values of the JSON document.
  public var facts: Facts {
    ["schema": "ising-npu-reproduce-list/1", "results": results.map(\.facts)]
  }

  /// A row a result.
  public func document() -> Document {
    Document(
      title: "\(results.count) published results",
      sections: [
        Section(
          "",
          [
            .table(
              Table(
                "results",
                [
                  .words("name", "name"), .words("published figures", "kind"),
                  .words("needs", "needs"), .words("title", "title"),
                ],
                results.map { result in
                  [
                    Cell(result.name), Cell(result.kind.rawValue), Cell(Self.need(of: result)),
                    Cell(result.title),
                  ]
                }))
          ])
      ])
  }

  private static func need(of result: PublishedResult) -> String {
    if !result.missing.isEmpty { return "cannot run" }
    guard let first = result.needs.first else { return "nothing" }
    return first.file == nil ? "model" : result.needs.compactMap(\.file).joined(separator: ", ")
  }
}
