import Smoothing

/// A few expected numbers for the models of this folder on the series of `ArimaExcerpt`, so that a fresh clone has something to check against.
///
/// Provenance as there: the formulas of the specification at the best optimum found of the likelihoods that R `forecast` 8.20 and `statsforecast` 2.1.1
/// maximise. `objective` is the AICc or the mean squared error; `reference` that of the better of the two programs; a chosen model's
/// mean is not compared, only its objective.
enum LocalModelExcerpt {
  /// What is expected of one model on one series.
  struct Expectation {
    let model: String
    var aicc: Double?
    var mse: Double?
    var reference: Double?
    var mean: [Double] = []
    var upper95: [Double] = []
    var tolerance = 0.001
  }

  static let nile: [Expectation] = [
    Expectation(
      model: "naive", mean: [815.0, 815.0, 815.0], upper95: [1142.121796, 1277.620081, 1381.591572],
      tolerance: 1e-08),
    Expectation(
      model: "drift", mean: [811.5730337, 808.1460674, 804.7191011],
      upper95: [1142.321496, 1278.486455, 1383.922524], tolerance: 1e-08),
    Expectation(model: "naive2", mean: [815.0, 815.0, 815.0], tolerance: 1e-09),
    Expectation(
      model: "ses", mean: [888.4823027, 888.4823027, 888.4823027],
      upper95: [1171.681056, 1178.821158, 1185.789834], tolerance: 0.005),
    Expectation(
      model: "holt-damped", mean: [827.3989273, 826.9647067, 826.5465613],
      upper95: [1109.378011, 1108.943796, 1108.525663], tolerance: 0.005),
    Expectation(
      model: "ETS(M,A,N)", aicc: 1307.327777, reference: 1307.337558,
      mean: [861.0383576, 859.0665696, 857.0947815], upper95: [1126.176773, 1125.523946, 1124.861139],
      tolerance: 0.005),
    Expectation(model: "auto-ets", aicc: 1303.589718, reference: 1303.589733),
    Expectation(
      model: "theta", mean: [881.1591703, 879.5050937, 877.8510171],
      upper95: [1164.357924, 1169.840946, 1175.152682], tolerance: 0.005),
    Expectation(
      model: "stm", mse: 20615.41463, reference: 20615.41606, mean: [880.5531776, 878.899101, 877.2450244],
      upper95: [1163.372834, 1168.315765, 1173.111637], tolerance: 0.01),
    Expectation(
      model: "dotm", mse: 20739.22319, reference: 20739.22428, mean: [888.9241239, 888.9241239, 888.9241239],
      upper95: [1171.929461, 1180.357798, 1188.549143], tolerance: 0.01),
    Expectation(model: "auto-theta", mse: 20577.94698, reference: 1936.858648),
    Expectation(
      model: "ces-N", aicc: 1303.273789, reference: 1303.273881,
      mean: [870.6116486, 868.3913941, 865.2903486], upper95: [1155.26686, 1158.625005, 1160.522841],
      tolerance: 0.01),
    Expectation(model: "auto-ces", aicc: 1303.273789, reference: 1303.273881),
  ]

  static let usRealGDP: [Expectation] = [
    Expectation(
      model: "naive", mean: [13321.109, 13321.109, 13321.109],
      upper95: [13471.51681, 13533.81776, 13581.62297], tolerance: 1e-08),
    Expectation(
      model: "snaive", mean: [13060.679, 13099.901, 13203.977],
      upper95: [13577.43597, 13616.65797, 13720.73397], tolerance: 1e-08),
    Expectation(
      model: "drift", mean: [13375.80364, 13430.49828, 13485.19292],
      upper95: [13481.85135, 13580.85644, 13669.81248], tolerance: 1e-08),
    Expectation(model: "naive2", mean: [13301.83116, 13317.40205, 13324.7793], tolerance: 1e-08),
    Expectation(
      model: "ses", mean: [13321.09729, 13321.09729, 13321.09729],
      upper95: [13471.90422, 13534.35983, 13582.28514], tolerance: 0.005),
    Expectation(
      model: "holt-damped", mean: [13401.27882, 13479.7817, 13556.64773],
      upper95: [13502.3408, 13641.64187, 13778.2004], tolerance: 0.005),
    Expectation(
      model: "ETS(M,A,N)", aicc: 2593.979052, reference: 2593.979532,
      mean: [13401.46075, 13481.81633, 13562.17192], upper95: [13628.11557, 13809.77316, 13973.00016],
      tolerance: 0.005),
    Expectation(
      model: "ETS(A,N,A)", aicc: 2734.01749, reference: 2756.416534,
      mean: [13315.75334, 13316.04677, 13322.5652], upper95: [13467.91153, 13531.22018, 13586.09334],
      tolerance: 0.005),
    Expectation(
      model: "ETS(A,Ad,A)", aicc: 2580.552246, reference: 2582.554687,
      mean: [13396.40158, 13475.34576, 13557.97926], upper95: [13498.15023, 13638.62941, 13781.82296],
      tolerance: 0.005),
    Expectation(
      model: "ETS(M,N,M)", aicc: 2722.703663, reference: 2808.532818,
      mean: [13300.02501, 13314.00578, 13326.4688], upper95: [13613.44941, 13757.71461, 13870.4182],
      tolerance: 0.005),
    Expectation(model: "auto-ets", aicc: 2572.362307, reference: 2572.371678),
    Expectation(
      model: "theta", mean: [13328.27086, 13370.35277, 13404.2541],
      upper95: [13479.66234, 13584.44196, 13666.45437], tolerance: 0.005),
    Expectation(
      model: "stm", mse: 3800.803048, reference: 3801.642261, mean: [13327.3318, 13369.41262, 13403.31343],
      upper95: [13434.35908, 13520.19345, 13587.77402], tolerance: 0.01),
    Expectation(
      model: "dotm", mse: 3082.30792, reference: 3082.384668, mean: [13354.04754, 13422.8279, 13483.6226],
      upper95: [13458.4816, 13569.96694, 13663.65104], tolerance: 0.01),
    Expectation(model: "auto-theta", mse: 2973.135523, reference: 81.82286016),
    Expectation(
      model: "ces-N", aicc: 2595.837296, reference: 2595.837304,
      mean: [13419.26871, 13520.64195, 13623.23899], upper95: [13527.80402, 13658.71172, 13787.79176],
      tolerance: 0.01),
    Expectation(
      model: "ces-S", aicc: 2971.404197, reference: 2971.404335,
      mean: [13475.82557, 13560.16702, 13654.91263], upper95: [13760.13628, 13844.47774, 13939.22334],
      tolerance: 0.01),
    Expectation(model: "auto-ces", aicc: 2595.837296, reference: 2595.837304),
  ]

  static let usUnemployment: [Expectation] = [
    Expectation(
      model: "naive", mean: [11136.0, 11136.0, 11136.0], upper95: [11623.22351, 11825.03809, 11979.89587],
      tolerance: 1e-08),
    Expectation(
      model: "snaive", mean: [12005.0, 12298.0, 12471.0], upper95: [15536.96738, 15829.96738, 16002.96738],
      tolerance: 1e-08),
    Expectation(
      model: "drift", mean: [11164.13408, 11192.26816, 11220.40223],
      upper95: [11650.93921, 11882.62427, 12068.24479], tolerance: 1e-08),
    Expectation(model: "naive2", mean: [11185.989, 11156.88839, 11190.58569], tolerance: 1e-08),
    Expectation(
      model: "ses", mean: [11136.0134, 11136.0134, 11136.0134],
      upper95: [11624.6172, 11826.96897, 11982.24359], tolerance: 0.005),
    Expectation(
      model: "holt-damped", mean: [11065.36433, 10993.91842, 10927.9499],
      upper95: [11499.37671, 11634.76279, 11779.24262], tolerance: 0.005),
    Expectation(
      model: "ETS(M,A,N)", aicc: 2880.029034, reference: 2880.092698,
      mean: [11037.13926, 10935.99622, 10834.85319], upper95: [11569.16518, 11678.74256, 11804.59694],
      tolerance: 0.005),
    Expectation(
      model: "ETS(A,N,A)", aicc: 2949.752327, reference: 2951.779512,
      mean: [11179.0593, 11148.70842, 11156.19288], upper95: [11681.37322, 11859.05206, 12026.1681],
      tolerance: 0.005),
    Expectation(
      model: "ETS(A,Ad,A)", aicc: 2914.387255, reference: 2916.228264,
      mean: [11113.48934, 11015.85081, 10959.33635], upper95: [11563.72445, 11665.70974, 11795.65238],
      tolerance: 0.005),
    Expectation(
      model: "ETS(M,N,M)", aicc: 2937.379587, reference: 3001.916325,
      mean: [11186.50676, 11162.02944, 11193.84278], upper95: [11799.56073, 12027.24741, 12256.72423],
      tolerance: 0.005),
    Expectation(model: "auto-ets", aicc: 2880.029034, reference: 2880.092698),
    Expectation(
      model: "theta", mean: [11209.88301, 11204.53548, 11262.26386],
      upper95: [11697.83849, 11894.57423, 12107.3712], tolerance: 0.005),
    Expectation(
      model: "stm", mse: 61650.96775, reference: 61724.78324, mean: [11211.52823, 11206.17642, 11263.90976],
      upper95: [11700.23645, 11892.07815, 12105.08909], tolerance: 0.01),
    Expectation(
      model: "dotm", mse: 62466.86807, reference: 62575.43559, mean: [11187.40969, 11158.30538, 11192.00696],
      upper95: [11676.13655, 11844.23329, 12033.2184], tolerance: 0.01),
    Expectation(model: "auto-theta", mse: 61626.12055, reference: 1167.351799),
    Expectation(
      model: "ces-N", aicc: 2956.07733, reference: 2956.077359, mean: [11191.2697, 11214.40208, 11236.57066],
      upper95: [11726.10805, 11898.11673, 12044.99603], tolerance: 0.01),
    Expectation(
      model: "ces-S", aicc: 3655.73206, reference: 3655.732095, mean: [12287.74681, 12466.30684, 12555.6982],
      upper95: [16022.54821, 16201.10825, 16290.4996], tolerance: 0.01),
    Expectation(model: "auto-ces", aicc: 2956.07733, reference: 2956.077359),
  ]

  static let lifeExpectancyJapan: [Expectation] = [
    Expectation(
      model: "naive", mean: [80.69, 80.69], upper95: [84.78549627, 86.48190637], tolerance: 1e-08),
    Expectation(
      model: "drift", mean: [82.65222222, 84.61444444], upper95: [84.22633274, 86.94922766], tolerance: 1e-08),
    Expectation(model: "naive2", mean: [80.69, 80.69], tolerance: 1e-09),
    Expectation(
      model: "ses", mean: [80.68986699, 80.68986699], upper95: [85.03417326, 86.83333666], tolerance: 0.005),
    Expectation(
      model: "holt-damped", mean: [81.68039759, 82.50565049], upper95: [82.31834318, 83.14359609],
      tolerance: 0.005),
    Expectation(
      model: "ETS(M,A,N)", aicc: 33.66982475, reference: 33.67081517, mean: [81.68604421, 82.74209753],
      upper95: [83.06134718, 85.25938802], tolerance: 0.005),
    Expectation(model: "auto-ets", aicc: 33.64581143, reference: 33.64749069),
    Expectation(
      model: "theta", mean: [81.67378356, 82.65760174], upper95: [86.01808989, 88.80107145], tolerance: 0.005),
    Expectation(
      model: "stm", mse: 0.4425888931, reference: 0.8795985897, mean: [81.67038516, 82.65420334],
      upper95: [82.64008878, 84.01873175], tolerance: 0.01),
    Expectation(
      model: "dotm", mse: 0.04885109792, reference: 0.102103848, mean: [81.8139165, 82.83122961],
      upper95: [82.28180805, 83.32034944], tolerance: 0.01),
    Expectation(model: "auto-theta", mse: 0.04885109792, reference: 0.009746453604),
    Expectation(
      model: "ces-N", aicc: 40.9089321, reference: 40.90893768, mean: [82.2416983, 83.86618759],
      upper95: [85.99446355, 88.59145789], tolerance: 0.01),
    Expectation(model: "auto-ces", aicc: 40.9089321, reference: 40.90893768),
  ]

  static let flightsBozeman: [Expectation] = [
    Expectation(
      model: "naive", mean: [0.0, 0.0, 0.0], upper95: [0.7251992866, 1.025586666, 1.25608201],
      tolerance: 1e-08),
    Expectation(
      model: "snaive", mean: [0.0, 0.0, 0.0], upper95: [0.2412548891, 0.2412548891, 0.2412548891],
      tolerance: 1e-08),
    Expectation(
      model: "drift", mean: [0.0, 0.0, 0.0], upper95: [0.7273608391, 1.03016861, 1.263558755],
      tolerance: 1e-08),
    Expectation(model: "naive2", mean: [0.003039513678, 0.003039513678, 0.002026342452], tolerance: 1e-08),
    Expectation(
      model: "ses", mean: [0.000941004175, 0.000941004175, 0.000941004175],
      upper95: [0.565435415, 0.5663411265, 0.5672453895], tolerance: 0.005),
    Expectation(
      model: "holt-damped", mean: [-0.001756544409, -0.001809953488, -0.001858751946],
      upper95: [0.5568064053, 0.5568717345, 0.5570677841], tolerance: 0.005),
    Expectation(
      model: "ETS(A,N,A)", aicc: 561.5036846, reference: 561.5079607, mean: [0.0, 0.0, 0.0],
      upper95: [0.2414328175, 0.2415037992, 0.24157476], tolerance: 0.005),
    Expectation(
      model: "ETS(A,Ad,A)", aicc: 567.1114645, reference: 567.2199687,
      mean: [-6.009082121e-14, -4.753142324e-14, -3.724798248e-14],
      upper95: [0.2422409219, 0.2422696399, 0.2423236332], tolerance: 0.005),
    Expectation(model: "auto-ets", aicc: 561.5036846, reference: 561.5079607),
    Expectation(
      model: "theta", mean: [0, 0, 0], upper95: [0.5644944112, 0.565400322, 0.5663047837], tolerance: 0.005),
    Expectation(
      model: "stm", mse: 0.05253383983, reference: 0.05253384473,
      mean: [-0.09623362561, -0.09637404586, -0.09752763732],
      upper95: [0.3536208063, 0.355724063, 0.3568030684], tolerance: 0.01),
    Expectation(
      model: "dotm", mse: 0.05254514648, reference: 0.05254519413,
      mean: [-0.0948294232, -0.0948294232, -0.09584259443],
      upper95: [0.3550277632, 0.3572714538, 0.3584908931], tolerance: 0.01),
    Expectation(model: "auto-theta", mse: 0.05252625254, reference: 100.8159732),
    Expectation(
      model: "ces-N", aicc: 1122.183198, reference: 1122.183254,
      mean: [0.0001458245851, 0.0001488160125, 0.0001457554151],
      upper95: [0.5627415837, 0.5651165582, 0.5658671429], tolerance: 0.01),
    Expectation(
      model: "ces-S", aicc: 555.9467283, reference: 555.9468419, mean: [0.0, 0.0, 0.0],
      upper95: [0.2428509549, 0.2428509549, 0.2428509549], tolerance: 0.01),
    Expectation(model: "auto-ces", aicc: 548.878027, reference: 548.8782075),
    Expectation(model: "croston", mean: [0.199616602, 0.199616602, 0.199616602], tolerance: 1e-06),
    Expectation(model: "sba", mean: [0.1896357719, 0.1896357719, 0.1896357719], tolerance: 1e-06),
    Expectation(
      model: "tsb-0.1-0.1", mean: [9.663904215e-06, 9.663904215e-06, 9.663904215e-06], tolerance: 1e-06),
    Expectation(model: "adida", mean: [0.001871854431, 0.001871854431, 0.001871854431], tolerance: 1e-06),
    Expectation(model: "imapa", mean: [0.000750654091, 0.000750654091, 0.000750654091], tolerance: 1e-06),
  ]

  /// The series and what is expected on each.
  static let all: [(series: ArimaExcerpt.Series, expectations: [Expectation])] = [
    (ArimaExcerpt.nile, nile),
    (ArimaExcerpt.usRealGDP, usRealGDP),
    (ArimaExcerpt.usUnemployment, usUnemployment),
    (ArimaExcerpt.lifeExpectancyJapan, lifeExpectancyJapan),
    (ArimaExcerpt.flightsBozeman, flightsBozeman),
  ]
}
