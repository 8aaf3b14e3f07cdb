/// Where stamps stand among others, both in time order: the first place with the same stamp, nil where there is none.
func places(
  of stamps: some Sequence<Timestamp>, among others: some RandomAccessCollection<Timestamp>
) -> [Int?] {
  var (place, rest) = (0, others[...])
  return stamps.map { stamp in
    while let other = rest.first, other < stamp {
      rest.removeFirst()
      place += 1
    }
    return rest.first == stamp ? place : nil
  }
}
