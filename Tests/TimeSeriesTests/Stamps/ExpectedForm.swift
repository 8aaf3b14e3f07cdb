import Calendar
import Grids
import Stamps
import Testing

/// Makes sure that a column of stamps is read, continued as it is written, and read again by the form that a model file keeps.
///
/// - Parameters:
///   - first: The first stamp, as it is described.
///   - next: The text that follows the last one.
func expectForm(_ texts: [String], first: String, next: String) throws {
  let column = try StampColumn(texts)
  #expect(column.stamps[0].description == first)
  let grid = try GridReading(column.stamps, form: column.form).grid
  let future = grid.stamps(after: column.stamps[texts.count - 1], count: 1)
  #expect(column.form.string(for: future[0]) == next)
  let stored = try StampForm(code: column.form.code)
  #expect(stored == column.form, "\(column.form.code)")
  #expect(stored.string(for: future[0]) == next)
  let again = try StampColumn(texts, options: StampOptions(form: stored))
  #expect(again.stamps == column.stamps)
}
