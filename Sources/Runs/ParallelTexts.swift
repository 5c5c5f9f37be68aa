import Dispatch
import Synchronization

/// Runs independent work over texts on several threads.
enum ParallelTexts {
  /// `transform` of each element, in order; the first failure in order is thrown.
  ///
  /// Elements are taken one by one, so that a long text does not hold up the rest of a share. After
  /// Ctrl-C no further one is taken: what was taken is finished, and the results are those of the
  /// first elements.
  static func map<Element: Sendable, Result: Sendable>(
    _ elements: [Element], threads: Int,
    _ transform: @Sendable (Element) throws(RunFailure) -> Result
  ) throws(RunFailure) -> [Result] {
    let results = Mutex([Swift.Result<Result, RunFailure>?](repeating: nil, count: elements.count))
    let next = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: max(1, min(threads, elements.count))) { _ in
      while !Interruption.isRequested {
        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
        guard index < elements.count else { return }
        let result: Swift.Result<Result, RunFailure>
        do throws(RunFailure) {
          result = .success(try transform(elements[index]))
        } catch {
          result = .failure(error)
        }
        results.withLock { $0[index] = result }
      }
    }
    var done: [Result] = []
    done.reserveCapacity(elements.count)
    for result in results.withLock({ $0 }) {
      switch result {
      case .success(let value): done.append(value)
      case .failure(let failure): throw failure
      case nil: return done
      }
    }
    return done
  }
}
