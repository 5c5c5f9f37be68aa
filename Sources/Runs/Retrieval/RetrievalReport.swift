import MappingChecks
public import Reports

/// How well embeddings find documents: those of the chip, and those of the reference.
public struct RetrievalReport: Sendable {
  /// A query's measures.
  public struct Query: Sendable {
    /// Its text.
    public var text: String
    /// By the chip's embeddings.
    public var chip: RetrievalMeasures
    /// By the reference's.
    public var reference: RetrievalMeasures
  }

  /// Documents that are ranked.
  public var documents: Int
  /// The queries.
  public var queries: [Query]

  /// The chip's means.
  public var chip: RetrievalMeasures { .init(meanOf: queries.map(\.chip)) }
  /// The reference's means.
  public var reference: RetrievalMeasures { .init(meanOf: queries.map(\.reference)) }

  /// Ranks the documents for each query by the cosines of embeddings, the earlier of equal ones first.
  ///
  /// - Parameters:
  ///   - set: documents and queries.
  ///   - outputs: those of the set's inputs, in order; `nil` is returned where some are missing.
  /// - Throws: what has no cosine.
  init?(_ set: RetrievalSet, outputs: [RunReport.Output]) throws {
    let count = set.documents.count
    guard outputs.count == count + set.queries.count else { return nil }
    func measures(
      _ query: RetrievalSet.Query, at place: Int, _ vector: (RunReport.Output) -> [Float]
    ) throws -> RetrievalMeasures {
      let cosines = try outputs[..<count].map {
        try Outputs.cosine(vector(outputs[place]), vector($0))
      }
      let order = cosines.indices.sorted { (-cosines[$0], $0) < (-cosines[$1], $1) }
      return RetrievalMeasures(ofRanking: order.map { query.grades[$0] ?? 0 })
    }
    documents = count
    queries = try set.queries.enumerated().map { index, query in
      Query(
        text: query.text, chip: try measures(query, at: count + index, \.embedding),
        reference: try measures(query, at: count + index, \.referenceEmbedding))
    }
  }
}

extension RetrievalReport: HasFacts {
  /// Keys and values of the JSON object.
  public var facts: Facts {
    [
      "documents": documents, "chip": chip, "reference": reference,
      "queries": queries.map {
        ["text": $0.text, "chip": $0.chip, "reference": $0.reference] as Facts
      },
    ]
  }

  /// What the report says of it.
  var parts: [Part] {
    func words(_ measures: RetrievalMeasures) -> String {
      "nDCG@10 \(Quantity.decimals(measures.ndcg, 4)), recall@10 "
        + "\(Quantity.decimals(measures.recall, 4)), MRR@10 "
        + Quantity.decimals(measures.reciprocalRank, 4)
    }
    return [
      .sentence(
        "\(queries.count) queries of \(documents) documents: chip \(words(chip)); reference "
          + words(reference)),
      .table(
        Table(
          file: "retrieval", header: ["query", "chip_ndcg_10", "reference_ndcg_10"],
          rows: queries.map {
            [$0.text, Cell.field($0.chip.ndcg), Cell.field($0.reference.ndcg)]
          }), on: .file),
    ]
  }
}
