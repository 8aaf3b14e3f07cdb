import CKernels
import Glibc
import Testing

/// Arrays that end where the readable memory ends: a kernel that reads one number more ends the process.
struct KernelBoundsTests {
  @Test(arguments: [(1, 1, 1), (3, 5, 5), (40, 17, 17), (40, 17, 9)])
  func slidingMomentsReadNothingBehindTheSeries(_ windows: Int, _ width: Int, _ rows: Int) throws {
    try withGuardedDoubles(windows + width - 1) { x in
      for index in x.indices { x[index] = Double(index * index % 7) }
      var products = (0..<width).map { lag in (0..<windows).reduce(0.0) { $0 + x[$1] * x[$1 + lag] } }
      var moments = [Double](repeating: 0, count: rows * width)
      fk_sliding_moments(&moments, &products, x.baseAddress!, windows, rows, width)
      for i in 0..<rows {
        for j in i..<width {
          let sum: Double = (0..<windows).reduce(0) { $0 + x[$1 + i] * x[$1 + j] }
          #expect(abs(moments[i * width + j] - sum) < 1e-9)
        }
      }
    }
  }

  private func withGuardedDoubles(_ count: Int, _ body: (UnsafeMutableBufferPointer<Double>) -> Void) throws {
    let (page, bytes) = (sysconf(Int32(_SC_PAGESIZE)), count * MemoryLayout<Double>.stride)
    let readable = (bytes + page - 1) / page * page
    let memory = try #require(
      mmap(nil, readable + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))
    defer { munmap(memory, readable + page) }
    try #require(mprotect(memory + readable, page, PROT_NONE) == 0)
    let start = (memory + readable - bytes).assumingMemoryBound(to: Double.self)
    body(UnsafeMutableBufferPointer(start: start, count: count))
  }
}
