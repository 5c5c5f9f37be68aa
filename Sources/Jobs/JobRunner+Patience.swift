extension JobRunner {
  /// Runs parts as `run`, but where somebody asks to stop nobody waits for long: parts that do not come to a barrier
  /// soon go on unseen until the process ends.
  ///
  /// - Parameters:
  ///   - job: what to do.
  ///   - keys: its parts.
  ///   - patience: how long parts are waited for after the request.
  ///   - take: takes an output, one at a time; some may come after the return.
  /// - Throws: what the first failing part throws.
  public func runBriefly<J: Job>(
    _ job: J, keys: Range<Int>, patience: Duration = .milliseconds(300),
    take: @escaping @Sendable (_ place: Int, J.Output) -> Void
  ) throws where J.Key == Int {
    var patience = Patience(patience, isAsked: isInterrupted)
    let result = PatientWait.value(until: { patience.isOver() }) {
      Result<Void, any Error> { _ = try run(job, keys: keys, take: take) }
    }
    progress?.finish()
    try result?.get()
  }
}
