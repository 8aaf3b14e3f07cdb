/// The nights in which clocks somewhere are put forward or back: what tells a change of local time from a missing row.
///
/// The rules are those of the time zone database since 1981, for places with many people; an hour that is missing in another night is a gap.
package enum ClockChanges {
  /// Whether clocks somewhere skip an hour and show `stamp` right after it.
  package static func skipHour(before stamp: Timestamp) -> Bool {
    rules.contains { $0.years.contains(stamp.year) && $0.rule.begin(stamp.year) == stamp.seconds - 3600 }
  }

  /// Whether clocks somewhere show `stamp` twice.
  package static func showTwice(_ stamp: Timestamp) -> Bool {
    rules.contains { rule in
      guard rule.years.contains(stamp.year), let end = rule.rule.end(stamp.year) else { return false }
      return (end - 3600..<end).contains(stamp.seconds)
    }
  }

  private static let rules: [(rule: ZoneRule, years: ClosedRange<Int>)] = {
    let codes: [(String, ClosedRange<Int>)] = [
      // Azores, Britain, central Europe, eastern Europe; until 1995 summer ended in September or on a fourth Sunday.
      ("UTC1UTC,M3.5.0/0,M10.5.0/1", 1996...9999), ("GMT0BST,M3.5.0/1,M10.5.0/2", 1981...9999),
      ("CET-1CEST,M3.5.0,M10.5.0/3", 1981...9999), ("EET-2EEST,M3.5.0/3,M10.5.0/4", 1981...9999),
      ("CET-1CEST,M3.5.0,M9.5.0/3", 1981...1995), ("GMT0BST,M3.5.0/1,M10.4.0/2", 1981...1995),
      // Lebanon; Israel; Egypt; Jordan, Syria and Iran until 2022.
      ("EET-2EEST,M3.5.0/0,M10.5.0/0", 1993...9999), ("IST-2IDT,M3.4.4/26,M10.5.0/2", 2013...9999),
      ("EET-2EEST,M4.5.5/0,M10.5.4/24", 2023...9999),
      ("EET-2EEST,M3.5.4/24,M10.5.5/1", 2014...2021), ("EET-2EEST,M3.5.5/0,M10.5.5/0", 2012...2022),
      ("IRST-3:30IRDT,J80/24,J264/24", 2008...2022), ("IRST-3:30IRDT,J79/24,J263/24", 2008...2022),
      // North America, where Mexico kept the older rule; Cuba.
      ("EST5EDT,M3.2.0,M11.1.0", 2007...9999), ("EST5EDT,M4.1.0,M10.5.0", 1987...2022),
      ("EST5EDT,M4.5.0,M10.5.0", 1981...1986), ("CST5CDT,M3.2.0/0,M11.1.0/1", 2013...9999),
      // South-east Australia, New Zealand.
      ("AEST-10AEDT,M10.1.0,M4.1.0/3", 2001...9999), ("AEST-10AEDT,M10.5.0,M3.5.0/3", 1987...2007),
      ("NZST-12NZDT,M9.5.0,M4.1.0/3", 2007...9999), ("NZST-12NZDT,M10.1.0,M3.3.0/3", 1990...2007),
      // Chile; Paraguay; Brazil until it gave up summer time.
      ("CLT4CLST,M9.1.6/24,M4.1.6/24", 2019...9999), ("CLT4CLST,M8.2.6/24,M5.2.6/24", 2016...2018),
      ("PYT4PYST,M10.1.0/0,M3.4.0/0", 2010...2024), ("BRT3BRST,M10.3.0/0,M2.3.0/0", 2008...2018),
      ("BRT3BRST,M11.1.0/0,M2.3.0/0", 2018...2019),
    ]
    return codes.compactMap { code, years in ZoneRule(code).map { (rule: $0, years: years) } }
  }()
}
