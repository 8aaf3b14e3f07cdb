/// The nights in which clocks somewhere are put forward or back: what tells a change of local time from a missing row.
///
/// The rules are those of the time zone database since 1981, for places with many people; an hour that is missing in another night is a gap.
package enum ClockChanges {
  /// Whether clocks somewhere skip an hour, and rows `step` seconds apart go on with `stamp`.
  ///
  /// A row is called by when it begins, or by when it ends, as that of a load often is: of an hour that is skipped from 2 o'clock, 2 or 3.
  package static func skipHour(before stamp: Timestamp, step: Int64) -> Bool {
    rules.contains { rule in
      guard rule.years.contains(stamp.year), let begin = rule.rule.begin(stamp.year) else { return false }
      return (begin..<begin + 2 * step).contains(stamp.seconds - 3600)
    }
  }

  /// Whether clocks somewhere show `stamp` twice, the begin or the end of a row of `step` seconds.
  package static func showTwice(_ stamp: Timestamp, step: Int64) -> Bool {
    rules.contains { rule in
      guard rule.years.contains(stamp.year), let end = rule.rule.end(stamp.year) else { return false }
      return (end - 3600..<end + step).contains(stamp.seconds)
    }
  }

  private static let rules: [(rule: ZoneRule, years: ClosedRange<Int>)] = {
    let codes: [(String, ClosedRange<Int>)] = [
      // Azores, Britain, central Europe, eastern Europe; until 1995 summer ended in September or on a fourth Sunday.
      ("UTC1UTC,M3.5.0/0,M10.5.0/1", 1996...9999), ("GMT0BST,M3.5.0/1,M10.5.0/2", 1981...9999),
      ("CET-1CEST,M3.5.0,M10.5.0/3", 1981...9999), ("EET-2EEST,M3.5.0/3,M10.5.0/4", 1981...9999),
      ("CET-1CEST,M3.5.0,M9.5.0/3", 1981...1995), ("GMT0BST,M3.5.0/1,M10.4.0/2", 1981...1995),
      ("EET-2EEST,M3.5.0/3,M9.5.0/4", 1981...1995),
      // Turkey in years of polls; Azerbaijan; China.
      ("EET-2EEST,M3.5.1/3,M11.2.0/4", 2011...2015), ("AZT-4AZST,M3.5.0/4,M10.5.0/5", 1996...2015),
      ("CST-8CDT,M4.2.4/74,M9.2.4/74", 1986...1991),
      // Lebanon; Israel; Egypt; Jordan, Syria and Iran until 2022.
      ("EET-2EEST,M3.5.0/0,M10.5.0/0", 1993...9999), ("IST-2IDT,M3.4.4/26,M10.5.0/2", 2013...9999),
      ("IST-2IDT,M3.5.5,M10.1.0", 2005...2012), ("EET-2EEST,M4.5.5/0,M9.5.4/24", 1995...2010),
      ("EET-2EEST,M4.5.5/0,M10.5.4/24", 2023...9999),
      ("EET-2EEST,M3.5.4/24,M10.5.5/1", 2002...2021), ("EET-2EEST,M3.5.5/0,M10.5.5/0", 2007...2022),
      ("IRST-3:30IRDT,J80/24,J264/24", 1992...2022), ("IRST-3:30IRDT,J79/24,J263/24", 1992...2022),
      // North America, where Mexico kept the older rule; Cuba.
      ("EST5EDT,M3.2.0,M11.1.0", 2007...9999), ("EST5EDT,M4.1.0,M10.5.0", 1987...2022),
      ("EST5EDT,M4.5.0,M10.5.0", 1981...1986), ("CST5CDT,M3.2.0/0,M11.1.0/1", 2007...9999),
      // South-east Australia, once from August for the Olympic Games, and the west; New Zealand; Namibia.
      ("AEST-10AEDT,M10.1.0,M4.1.0/3", 2001...9999), ("AEST-10AEDT,M10.5.0,M3.5.0/3", 1987...2009),
      ("AEST-10AEDT,M10.5.0,M3.1.0/3", 1981...1995), ("AEST-10AEDT,M8.5.0,M3.5.0/3", 2000...2000),
      ("NZST-12NZDT,M9.5.0,M4.1.0/3", 2007...9999), ("NZST-12NZDT,M10.1.0,M3.3.0/3", 1990...2007),
      ("WAT-1WAST,M9.1.0,M4.1.0", 1994...2017),
      // Chile; Paraguay; Uruguay; Argentina; Brazil until it gave up summer time, before 2008 by a decree a year.
      ("CLT4CLST,M9.1.6/24,M4.1.6/24", 2019...9999), ("CLT4CLST,M9.2.6/24,M4.1.6/24", 2022...2022),
      ("CLT4CLST,M8.2.6/24,M5.2.6/24", 2016...2018), ("CLT4CLST,M9.1.6/24,M4.5.0/0", 2012...2014),
      ("CLT4CLST,M10.2.6/24,M3.2.6/24", 1981...2010),
      ("PYT4PYST,M10.1.0/0,M3.4.0/0", 2010...2024), ("PYT4PYST,M10.3.0/0,M3.2.0/0", 2004...2009),
      ("PYT4PYST,M10.1.0/0,M4.2.0/0", 2010...2012), ("UYT3UYST,M10.1.0,M3.2.0", 2004...2015),
      ("ART3ARST,M10.3.0/0,M3.3.0/0", 2007...2009), ("BRT3BRST,M10.3.0/0,M2.3.0/0", 1990...2018),
      ("BRT3BRST,M10.2.0/0,M2.4.0/0", 1999...2015), ("BRT3BRST,M11.1.0/0,M2.3.0/0", 2002...2019),
    ]
    return codes.compactMap { code, years in ZoneRule(code).map { (rule: $0, years: years) } }
  }()
}
