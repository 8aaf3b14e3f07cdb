extension CalendarLanguage {
  /// The language's lists of names, one a line: twelve months, seven days from Monday on; `=` is the name in the first of these lists.
  ///
  /// Lists behind a point are shortened names, which may have a point behind them. The first list is the usual one of whole names, the
  /// last one that of shortened ones. Model files tell a list by its place: new ones go before the last.
  var table: String {
    switch self {
    case .english:
      """
      january february march april may june july august september october november december
      . jan feb mar apr may jun jul aug sept oct nov dec
      . jan feb march april may june july aug sept oct nov dec
      . jan feb mar apr may jun jul aug sep oct nov dec
      monday tuesday wednesday thursday friday saturday sunday
      . mon tues wed thur fri sat sun
      . mon tues wed thurs fri sat sun
      . mon tue wed thu fri sat sun
      """
    case .german:
      """
      januar februar märz april mai juni juli august september oktober november dezember
      = = maerz = = = = = = = = =
      jänner = = = = = = = = = = =
      jänner feber = = = = = = = = = =
      . jan feb märz apr mai juni juli aug sept okt nov dez
      . jan feb mrz apr mai jun jul aug sep okt nov dez
      . jän feb mär apr mai jun jul aug sep okt nov dez
      . jan feb mär apr mai jun jul aug sep okt nov dez
      montag dienstag mittwoch donnerstag freitag samstag sonntag
      = = = = = sonnabend =
      . mon die mit don fre sam son
      . mo di mi do fr sa so
      """
    case .french:
      """
      janvier février mars avril mai juin juillet août septembre octobre novembre décembre
      . jan fév mar avr mai jun jul aoû sep oct nov déc
      . jan fév mars avr mai juin juil août sep oct nov déc
      . jan févr mars avr mai juin juil août sept oct nov déc
      . janv fév mars avr mai juin juil août sept oct nov déc
      . janv févr mars avr mai juin juil août sept oct nov déc
      lundi mardi mercredi jeudi vendredi samedi dimanche
      . lun mar mer jeu ven sam dim
      """
    case .spanish:
      """
      enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre
      = = = = = = = = setiembre = = =
      . ene feb mar abr may jun jul ago sept oct nov dic
      . ene feb mar abr may jun jul ago set oct nov dic
      . ene feb mar abr may jun jul ago sep oct nov dic
      lunes martes miércoles jueves viernes sábado domingo
      . lun mar mié jue vie sáb dom
      """
    case .italian:
      """
      gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
      . gen feb mar apr mag giu lug ago sett ott nov dic
      . gen feb mar apr mag giu lug ago set ott nov dic
      lunedì martedì mercoledì giovedì venerdì sabato domenica
      . lun mar mer gio ven sab dom
      """
    case .portuguese:
      """
      janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro
      . jan fev mar abr mai jun jul ago set out nov dez
      segunda terça quarta quinta sexta sábado domingo
      segunda-feira terça-feira quarta-feira quinta-feira sexta-feira = =
      . seg ter qua qui sex sáb dom
      """
    case .dutch:
      """
      januari februari maart april mei juni juli augustus september oktober november december
      . jan feb maart apr mei juni juli aug sept okt nov dec
      . jan feb mrt apr mei jun jul aug sept okt nov dec
      . jan feb mrt apr mei jun jul aug sep okt nov dec
      maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
      . maa din woe don vri zat zon
      . ma di wo do vr za zo
      """
    case .polish:
      """
      styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień
      stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
      . sty lut mar kwi maj cze lip sie wrz paź lis gru
      poniedziałek wtorek środa czwartek piątek sobota niedziela
      . pon wto śro czw pią sob nie
      . pon wt śr czw pt sob ndz
      . pn wt śr cz pt so nd
      . pon wt śr czw pt sob niedz
      """
    case .swedish:
      """
      januari februari mars april maj juni juli augusti september oktober november december
      . jan feb mars apr maj juni juli aug sept okt nov dec
      . jan feb mars apr maj juni juli aug sep okt nov dec
      . jan feb mar apr maj jun jul aug sep okt nov dec
      måndag tisdag onsdag torsdag fredag lördag söndag
      . mån tis ons tor fre lör sön
      . mån tis ons tors fre lör sön
      """
    case .norwegian:
      """
      januar februar mars april mai juni juli august september oktober november desember
      . jan feb mars apr mai juni juli aug sept okt nov des
      . jan feb mars apr mai juni juli aug sep okt nov des
      . jan feb mar apr mai jun jul aug sep okt nov des
      mandag tirsdag onsdag torsdag fredag lørdag søndag
      . man tirs ons tors fre lør søn
      . man tir ons tor fre lør søn
      """
    case .danish:
      """
      januar februar marts april maj juni juli august september oktober november december
      . jan feb marts apr maj juni juli aug sept okt nov dec
      . jan feb mar apr maj jun jul aug sep okt nov dec
      mandag tirsdag onsdag torsdag fredag lørdag søndag
      . man tirs ons tors fre lør søn
      . man tir ons tor fre lør søn
      """
    case .finnish:
      """
      tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu syyskuu lokakuu marraskuu joulukuu
      tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta \
      marraskuuta joulukuuta
      . tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu
      maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai
      maanantaina tiistaina keskiviikkona torstaina perjantaina lauantaina sunnuntaina
      . ma ti ke to pe la su
      """
    case .czech:
      """
      leden únor březen duben květen červen červenec srpen září říjen listopad prosinec
      ledna února března dubna května června července srpna září října listopadu prosince
      . led úno bře dub kvě čvn čvc srp zář říj lis pro
      pondělí úterý středa čtvrtek pátek sobota neděle
      . po út st čt pá so ne
      """
    case .turkish:
      """
      ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
      . oca şub mar nis may haz tem ağu eyl eki kas ara
      pazartesi salı çarşamba perşembe cuma cumartesi pazar
      . pzt sal çar per cum cmt paz
      """
    case .russian:
      """
      январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь
      января февраля марта апреля мая июня июля августа сентября октября ноября декабря
      . янв февр март апр май июнь июль авг сент окт нояб дек
      . янв февр мар апр мая июн июл авг сент окт нояб дек
      . янв фев мар апр мая июн июл авг сен окт ноя дек
      . янв фев мар апр май июн июл авг сен окт ноя дек
      понедельник вторник среда четверг пятница суббота воскресенье
      . пн вт ср чт пт сб вс
      """
    // Not for its readers alone: October is 'listopad', which is November in Polish and Czech.
    case .croatian:
      """
      siječanj veljača ožujak travanj svibanj lipanj srpanj kolovoz rujan listopad studeni prosinac
      siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna listopada studenoga prosinca
      siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna listopada studenog prosinca
      . sij velj ožu tra svi lip srp kol ruj lis stu pro
      . sij vel ožu tra svi lip srp kol ruj lis stu pro
      ponedjeljak utorak srijeda četvrtak petak subota nedjelja
      . pon uto sri čet pet sub ned
      """
    case .hindi:
      """
      जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर
      = फरवरी = = = = = = = = = =
      = फरवरी = = = = = = सितम्बर अक्टूबर नवम्बर दिसम्बर
      = फ़रवरी = = = = = = सितम्बर अक्टूबर नवम्बर दिसम्बर
      = फरवरी = = = = = = सितम्बर अक्तूबर नवम्बर दिसम्बर
      = फरवरी = = = = = = सितंबर अक्तूबर नवंबर दिसंबर
      सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार रविवार
      """
    // Months of these are numbers.
    case .japanese:
      """
      月曜日 火曜日 水曜日 木曜日 金曜日 土曜日 日曜日
      . 月曜 火曜 水曜 木曜 金曜 土曜 日曜
      . 月 火 水 木 金 土 日
      """
    case .korean:
      """
      월요일 화요일 수요일 목요일 금요일 토요일 일요일
      . 월 화 수 목 금 토 일
      """
    case .chinese:
      """
      星期一 星期二 星期三 星期四 星期五 星期六 星期日
      = = = = = = 星期天
      . 週一 週二 週三 週四 週五 週六 週日
      . 周一 周二 周三 周四 周五 周六 周日
      """
    }
  }
}
