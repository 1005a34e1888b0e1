// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Identity.Dates;

namespace OrthancDeid.Deidentification.Identity.Spelling;

/// <summary>
/// The names of the months in many languages, in full and abbreviated, also in the grammatical case that dates use.
/// </summary>
internal static class MonthNames
{
    /// <summary>The fewest letters of an abbreviation.</summary>
    private const int ShortestStem = 3;

    private const int Months = 12;

    /// <summary>One entry for each language: the twelve months, with a slash between names of the same month.</summary>
    private static readonly string[] Languages =
    [
        // English, Dutch, German, the Scandinavian ones.
        "January February March April May June July August September October November December",
        "Januari Februari Maart/Mrt April Mei Juni Juli Augustus September Oktober November December",
        "Januar/Jänner/Jaenner Februar/Feber März/Maerz/Mrz April Mai Juni Juli August September Oktober November Dezember",
        "Januari Februari Mars April Maj Juni Juli Augusti September Oktober November December",
        "Januar Februar Marts/Mars April Maj/Mai Juni Juli August September Oktober November December/Desember",
        "Janúar Febrúar Mars Apríl Maí Júní Júlí Ágúst September Október Nóvember Desember",

        // French, Italian, Spanish, Portuguese, Catalan, Romanian.
        "Janvier Février Mars Avril Mai Juin Juillet Août Septembre Octobre Novembre Décembre",
        "Gennaio Febbraio Marzo Aprile Maggio Giugno Luglio Agosto Settembre Ottobre Novembre Dicembre",
        "Enero Febrero Marzo Abril Mayo Junio Julio Agosto Septiembre/Setiembre Octubre Noviembre Diciembre",
        "Janeiro Fevereiro Março Abril Maio Junho Julho Agosto Setembro Outubro Novembro Dezembro",
        "Gener Febrer Març Abril Maig Juny Juliol Agost Setembre Octubre Novembre Desembre",
        "Ianuarie Februarie Martie Aprilie Mai Iunie Iulie August Septembrie Octombrie Noiembrie Decembrie",

        // Polish, Czech, Slovak, Slovene, Croatian, Serbian.
        "Styczeń/Stycznia Luty/Lutego Marzec/Marca Kwiecień/Kwietnia Maj/Maja Czerwiec/Czerwca Lipiec/Lipca"
            + " Sierpień/Sierpnia Wrzesień/Września Październik/Października Listopad/Listopada Grudzień/Grudnia",
        "Leden/Ledna Únor/Února Březen/Března Duben/Dubna Květen/Května Červen/Června Červenec/Července Srpen/Srpna"
            + " Září Říjen/Října Listopad/Listopadu Prosinec/Prosince",
        "Január/Januára Február/Februára Marec/Marca Apríl/Apríla Máj/Mája Jún/Júna Júl/Júla August/Augusta"
            + " September/Septembra Október/Októbra November/Novembra December/Decembra",
        "Januar/Januarja Februar/Februarja Marec/Marca April/Aprila Maj/Maja Junij/Junija Julij/Julija Avgust/Avgusta"
            + " September/Septembra Oktober/Oktobra November/Novembra December/Decembra",
        "Siječanj/Siječnja Veljača/Veljače Ožujak/Ožujka Travanj/Travnja Svibanj/Svibnja Lipanj/Lipnja Srpanj/Srpnja"
            + " Kolovoz/Kolovoza Rujan/Rujna Listopad/Listopada Studeni/Studenoga Prosinac/Prosinca",
        "Januar/Januara Februar/Februara Mart/Marta April/Aprila Maj/Maja Jun/Juna/Juni Jul/Jula/Juli Avgust/Avgusta"
            + " Septembar/Septembra Oktobar/Oktobra Novembar/Novembra Decembar/Decembra",

        // Hungarian, Finnish, Estonian, Latvian, Lithuanian, Turkish.
        "Január Február Március Április Május Június Július Augusztus Szeptember Október November December",
        "Tammikuu/Tammikuuta Helmikuu/Helmikuuta Maaliskuu/Maaliskuuta Huhtikuu/Huhtikuuta Toukokuu/Toukokuuta"
            + " Kesäkuu/Kesäkuuta Heinäkuu/Heinäkuuta Elokuu/Elokuuta Syyskuu/Syyskuuta Lokakuu/Lokakuuta"
            + " Marraskuu/Marraskuuta Joulukuu/Joulukuuta",
        "Jaanuar Veebruar Märts Aprill Mai Juuni Juuli August September Oktoober November Detsember",
        "Janvāris/Janvārī Februāris/Februārī Marts/Martā Aprīlis/Aprīlī Maijs/Maijā Jūnijs/Jūnijā Jūlijs/Jūlijā"
            + " Augusts/Augustā Septembris/Septembrī Oktobris/Oktobrī Novembris/Novembrī Decembris/Decembrī",
        "Sausis/Sausio Vasaris/Vasario Kovas/Kovo Balandis/Balandžio Gegužė/Gegužės Birželis/Birželio Liepa/Liepos"
            + " Rugpjūtis/Rugpjūčio Rugsėjis/Rugsėjo Spalis/Spalio Lapkritis/Lapkričio Gruodis/Gruodžio",
        "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",

        // Russian, Ukrainian, Bulgarian, Serbian, Greek.
        "Январь/Января Февраль/Февраля Март/Марта Апрель/Апреля Май/Мая Июнь/Июня Июль/Июля Август/Августа"
            + " Сентябрь/Сентября Октябрь/Октября Ноябрь/Ноября Декабрь/Декабря",
        "Січень/Січня Лютий/Лютого Березень/Березня Квітень/Квітня Травень/Травня Червень/Червня Липень/Липня"
            + " Серпень/Серпня Вересень/Вересня Жовтень/Жовтня Листопад/Листопада Грудень/Грудня",
        "Януари Февруари Март Април Май Юни Юли Август Септември Октомври Ноември Декември",
        "Јануар/Јануара Фебруар/Фебруара Март/Марта Април/Априла Мај/Маја Јун/Јуна Јул/Јула Август/Августа"
            + " Септембар/Септембра Октобар/Октобра Новембар/Новембра Децембар/Децембра",
        "Ιανουάριος/Ιανουαρίου Φεβρουάριος/Φεβρουαρίου Μάρτιος/Μαρτίου Απρίλιος/Απριλίου Μάιος/Μαΐου Ιούνιος/Ιουνίου"
            + " Ιούλιος/Ιουλίου Αύγουστος/Αυγούστου Σεπτέμβριος/Σεπτεμβρίου Οκτώβριος/Οκτωβρίου Νοέμβριος/Νοεμβρίου"
            + " Δεκέμβριος/Δεκεμβρίου",

        // Arabic, of the Maghreb and the Levant; Persian; Hebrew, also with the letter for "in".
        "يناير/جانفي فبراير/فيفري مارس أبريل/ابريل/أفريل مايو/ماي يونيو/جوان يوليو/جويلية أغسطس/أوت سبتمبر أكتوبر نوفمبر ديسمبر",
        "كانون شباط آذار/اذار نيسان أيار/ايار حزيران تموز آب/اب أيلول/ايلول تشرين تشرين كانون",
        "ژانویه فوریه مارس آوریل مه ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر",
        "ינואר/בינואר פברואר/בפברואר מרץ/במרץ/מרס/במרס אפריל/באפריל מאי/במאי יוני/ביוני יולי/ביולי אוגוסט/באוגוסט"
            + " ספטמבר/בספטמבר אוקטובר/באוקטובר נובמבר/בנובמבר דצמבר/בדצמבר",

        // Thai, Hindi, Indonesian.
        "มกราคม/ม.ค. กุมภาพันธ์/ก.พ. มีนาคม/มี.ค. เมษายน/เม.ย. พฤษภาคม/พ.ค. มิถุนายน/มิ.ย. กรกฎาคม/ก.ค. สิงหาคม/ส.ค."
            + " กันยายน/ก.ย. ตุลาคม/ต.ค. พฤศจิกายน/พ.ย. ธันวาคม/ธ.ค.",
        "जनवरी फरवरी/फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर/सितम्बर अक्टूबर/अक्तूबर नवंबर/नवम्बर दिसंबर/दिसम्बर",
        "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
    ];

    private static readonly Dictionary<string, int[]> ByStem = Languages
        .SelectMany(Read)
        .Distinct()
        .GroupBy(entry => entry.Stem, entry => entry.Month)
        .ToDictionary(months => months.Key, months => months.ToArray(), StringComparer.OrdinalIgnoreCase);

    private static readonly Dictionary<string, int[]>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        ByStem.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The names, in capitals without accents.</summary>
    public static IEnumerable<string> All => ByStem.Keys;

    /// <summary>The months, from 1, that a word without accents can mean; none if it is not the name of a month.</summary>
    public static int[] MonthsOf(ReadOnlySpan<char> word) => Lookup.TryGetValue(word, out var months) ? months : [];

    private static IEnumerable<(string Stem, int Month)> Read(string language)
    {
        var names = language.Split(' ');
        for (var month = 1; month <= Months; month++)
        {
            foreach (var name in names[month - 1].Split('/'))
            {
                // A whole name may be shorter than an abbreviation, such as May.
                var folded = DateWords.Fold(name);
                for (var length = Math.Min(ShortestStem, folded.Length); length <= folded.Length; length++)
                {
                    yield return (folded[..length], month);
                }
            }
        }
    }
}
