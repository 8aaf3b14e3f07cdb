import Calendar

/// A column of a ``Table``.
public struct TableColumn: Sendable, Equatable {
  /// What its cells are.
  public enum Content: Sendable, Equatable {
    /// Doubles; NaN where a cell is missing.
    case numbers
    /// Text that may be a stamp or a part of one.
    case stamps
    /// Text.
    case text
    /// Nothing: the column was not read.
    case skipped
  }

  /// Why a column is left out.
  public enum Omission: Sendable, Equatable {
    /// It was told to be.
    case told
    /// A saved row index: 0, 1, 2, … without a name of its own, or numbers that follow each other under a name such as `id`.
    case rowIndex
    /// Text that is the same in every row.
    case constantText
    /// Stamps, while others are the time.
    case otherStamps
    /// Text that is the same in all rows of a series.
    case seriesText
    /// No values: the rows end with a delimiter, or a column was never filled in.
    case empty
  }

  /// The name in the header, or the one it was given.
  public let name: String
  /// The place among the fields of a row.
  public let field: Int
  /// What its cells are.
  public let content: Content
  /// Why it is left out, if it is.
  public internal(set) var omission: Omission?
  /// Cells that are missing or infinite; 0 means that every row has a number.
  public let missingCount: Int
  /// Whether all its numbers are written without decimals and exponents.
  public let isInteger: Bool
  /// The most decimals that a number is written with.
  public let decimalCount: Int

  /// Whether it is no part of the data.
  public var isLeftOut: Bool { omission != nil }
}
