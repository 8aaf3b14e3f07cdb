import TimeSeries

extension SyntheticDataset {
  /// All presets, in the order in which they are listed.
  public static var all: [SyntheticDataset] { [etth, weather, exchange] }

  /// The preset called `name`.
  public static func named(_ name: String) -> SyntheticDataset? {
    all.first { $0.name == name }
  }

  /// Hourly loads and oil temperature of a transformer, in the form of ETTh1.
  public static var etth: SyntheticDataset {
    SyntheticDataset(
      name: "etth", summary: "hourly transformer loads and oil temperature, as ETTh1", rowCount: 17_420,
      channels: [
        SyntheticChannel(name: "HUFL", level: 7.4, deviation: 5.2, decimals: 3),
        SyntheticChannel(name: "HULL", level: 2.2, deviation: 2.0, decimals: 3),
        SyntheticChannel(name: "MUFL", level: 4.3, deviation: 4.9, decimals: 3),
        SyntheticChannel(name: "MULL", level: 0.9, deviation: 1.5, decimals: 3),
        SyntheticChannel(name: "LUFL", level: 3.1, deviation: 1.2, decimals: 3),
        SyntheticChannel(name: "LULL", level: 0.9, deviation: 0.6, decimals: 3),
        SyntheticChannel(name: "OT", level: 13.3, deviation: 8.6, decimals: 3),
      ],
      recipe: SyntheticRecipe(
        stepsPerDay: 24, daily: 0.75, weekly: 0.3, shared: 0.4, sharedPersistence: 0.97, own: 0.2,
        ownPersistence: 0.5, slow: 0.4),
      start: Timestamp(year: 2016, month: 7), frequency: .hours(1), stampForm: .iso())
  }

  /// Ten-minute records of a weather station, in the form of the Jena file of 2020.
  public static var weather: SyntheticDataset {
    SyntheticDataset(
      name: "weather", summary: "ten-minute records of a weather station, as weather.csv", rowCount: 52_696,
      channels: weatherChannels,
      recipe: SyntheticRecipe(
        stepsPerDay: 144, daily: 0.65, weekly: 0.05, shared: 0.5, sharedPersistence: 0.998, own: 0.15,
        ownPersistence: 0.9, slow: 0.7),
      start: Timestamp(year: 2020, minute: 10), frequency: .minutes(10), stampForm: .iso())
  }

  /// Daily exchange rates, in the form of exchange_rate.csv: nearly random walks that slowly return to their means.
  public static var exchange: SyntheticDataset {
    let levels = [0.78, 1.64, 0.82, 0.69, 0.14, 0.0088, 0.6, 0.65]
    let names = ["0", "1", "2", "3", "4", "5", "6", "OT"]
    return SyntheticDataset(
      name: "exchange", summary: "daily exchange rates, as exchange_rate.csv", rowCount: 7_588,
      channels: zip(names, levels).map { name, level in
        SyntheticChannel(
          name: name, level: level, deviation: 0.12 * level, decimals: 6, minimum: 0.05 * level)
      },
      recipe: SyntheticRecipe(
        stepsPerDay: 1, weekly: 0.02, shared: 0.7, sharedPersistence: 0.997, own: 0.6, ownPersistence: 0.992,
        slow: 0.2),
      start: Timestamp(year: 1990), frequency: .days(1), stampForm: .slashed)
  }

  private static var weatherChannels: [SyntheticChannel] {
    [
      SyntheticChannel(name: "p (mbar)", level: 989.9, deviation: 9.2, decimals: 2),
      SyntheticChannel(name: "T (degC)", level: 10.8, deviation: 7.5, decimals: 2),
      SyntheticChannel(name: "Tpot (K)", level: 284.8, deviation: 7.6, decimals: 2),
      SyntheticChannel(name: "Tdew (degC)", level: 5.4, deviation: 5.9, decimals: 2),
      SyntheticChannel(name: "rh (%)", level: 72.5, deviation: 14, decimals: 1, minimum: 10),
      SyntheticChannel(name: "VPmax (mbar)", level: 14.5, deviation: 5, decimals: 2, minimum: 0.8),
      SyntheticChannel(name: "VPact (mbar)", level: 9.7, deviation: 3.2, decimals: 2, minimum: 0.7),
      SyntheticChannel(name: "VPdef (mbar)", level: 4.8, deviation: 4.8, decimals: 2, minimum: 0),
      SyntheticChannel(name: "sh (g/kg)", level: 6.1, deviation: 2, decimals: 2, minimum: 0.4),
      SyntheticChannel(name: "H2OC (mmol/mol)", level: 9.8, deviation: 3.2, decimals: 2, minimum: 0.7),
      SyntheticChannel(name: "rho (g/m**3)", level: 1_210.9, deviation: 36, decimals: 2),
      SyntheticChannel(name: "wv (m/s)", level: 2, deviation: 1.5, decimals: 2, minimum: 0),
      SyntheticChannel(name: "max. wv (m/s)", level: 3.6, deviation: 2.3, decimals: 2, minimum: 0),
      SyntheticChannel(name: "wd (deg)", level: 176, deviation: 50, decimals: 1, minimum: 0),
      SyntheticChannel(name: "rain (mm)", level: -0.1, deviation: 0.12, decimals: 1, minimum: 0),
      SyntheticChannel(name: "raining (s)", level: -200, deviation: 240, decimals: 1, minimum: 0),
      SyntheticChannel(name: "SWDR (W/m²)", level: 80, deviation: 190, decimals: 2, minimum: 0),
      SyntheticChannel(name: "PAR (µmol/m²/s)", level: 160, deviation: 370, decimals: 2, minimum: 0),
      SyntheticChannel(name: "max. PAR (µmol/m²/s)", level: 190, deviation: 440, decimals: 2, minimum: 0),
      SyntheticChannel(name: "Tlog (degC)", level: 21.5, deviation: 7.7, decimals: 2),
      SyntheticChannel(name: "OT", level: 417.8, deviation: 12, decimals: 2),
    ]
  }
}
