/// Which values of a summary were measured with a clock while the program computed: they differ from run to run and
/// say nothing about the result.
enum MeasuredTimes {
  /// The beginnings of their paths by the layout's name without its version. Times of a chip are none of them.
  private static let beginnings = [
    "ising-npu-lattice": ["rate."],
    "ising-npu-anneal": [
      "rate.", "elapsed_s", "time_to_best_s", "time_to_target_s", "trace",
    ],
    "ising-npu-simulate": ["simulation.wall_s", "simulation.events_per_s"],
  ]

  /// Whether a value was measured.
  ///
  /// - Parameters:
  ///   - path: where it stands.
  ///   - schema: the layout of its document.
  static func hold(_ path: String, of schema: String) -> Bool {
    let layout = schema.split(separator: "/").first.map(String.init) ?? schema
    // `by_length` has the time to the target of each length.
    return (beginnings[layout] ?? []).contains { path.hasPrefix($0) }
      || layout == "ising-npu-anneal" && path.hasPrefix("by_length[")
        && path.contains("].time_to_target_s")
  }
}
