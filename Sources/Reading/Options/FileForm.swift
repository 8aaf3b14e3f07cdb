import Calendar
import Persistence
import Stamps

/// How a file of series is written: its text and its stamps.
///
/// A model keeps the form of the file that it was fitted on, so that later files are read without guessing again; a forecast
/// takes the form of the file that it follows.
public struct FileForm: Sendable, Equatable {
  /// How the text is written.
  public var layout: TableLayout
  /// How stamps are written.
  public var stamps: StampForm

  /// A form of its two parts.
  public init(layout: TableLayout = TableLayout(), stamps: StampForm = .iso()) {
    (self.layout, self.stamps) = (layout, stamps)
  }

  /// The form as an object.
  public var json: JSONValue { ["layout": layout.json, "stamps": .string(stamps.code)] }

  /// Reads what ``json`` wrote.
  ///
  /// - Throws: `JSONError` for members that are unknown or of another type, `DataError` for a form of stamps that is none.
  public init(json: JSONReader) throws {
    try json.rejectMembers(besides: ["layout", "stamps"])
    layout = try TableLayout(json: json.member("layout"))
    stamps = try StampForm(code: json.member("stamps").string())
  }
}
