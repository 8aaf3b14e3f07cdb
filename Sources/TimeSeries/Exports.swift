// Whoever works with series speaks of stamps, frequencies, tables and errors in data: one import brings them all.
@_exported import Calendar
@_exported import Grids
@_exported import Reading
@_exported import Stamps
