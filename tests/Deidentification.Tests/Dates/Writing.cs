// SPDX-License-Identifier: GPL-3.0-or-later

using System.Globalization;

namespace OrthancDeid.Deidentification.Tests.Dates;

/// <summary>Ways in which people and programs write a date.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Write">Writes a date.</param>
/// <param name="IsShort">Whether it leaves out the century, the day or the year.</param>
public sealed record Writing(string Name, Func<DateTime, string> Write, bool IsShort = false)
{
    /// <summary>The names of the months from January to December, as dates contain them.</summary>
    private static readonly (string Language, string Names)[] Months =
    [
        ("English", "January February March April May June July August September October November December"),
        ("German", "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"),
        ("Austrian", "Jänner Feber März April Mai Juni Juli August September Oktober November Dezember"),
        ("French", "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
        ("Italian", "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre"),
        ("Spanish", "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"),
        ("Portuguese", "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro"),
        ("Dutch", "januari februari maart april mei juni juli augustus september oktober november december"),
        ("Swedish", "januari februari mars april maj juni juli augusti september oktober november december"),
        ("Danish", "januar februar marts april maj juni juli august september oktober november december"),
        ("Norwegian", "januar februar mars april mai juni juli august september oktober november desember"),
        ("Finnish", "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta"),
        ("Polish", "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia"),
        ("Czech", "ledna února března dubna května června července srpna září října listopadu prosince"),
        ("Slovak", "januára februára marca apríla mája júna júla augusta septembra októbra novembra decembra"),
        ("Croatian", "siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna listopada studenoga prosinca"),
        ("Hungarian", "január február március április május június július augusztus szeptember október november december"),
        ("Romanian", "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie"),
        ("Turkish", "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık"),
        ("Lithuanian", "sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio"),
        ("Russian", "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"),
        ("Ukrainian", "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня"),
        ("Greek", "Ιανουαρίου Φεβρουαρίου Μαρτίου Απριλίου Μαΐου Ιουνίου Ιουλίου Αυγούστου Σεπτεμβρίου Οκτωβρίου Νοεμβρίου Δεκεμβρίου"),
        ("Arabic", "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"),
        ("Hebrew", "בינואר בפברואר במרץ באפריל במאי ביוני ביולי באוגוסט בספטמבר באוקטובר בנובמבר בדצמבר"),
        ("Thai", "มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม"),
        ("Hindi", "जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर"),
        ("Indonesian", "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember"),
    ];

    private static readonly string[] Short =
        ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];

    private static readonly string[] Roman =
        ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"];

    /// <summary>All writings.</summary>
    public static Writing[] All { get; } =
    [
        Of("yyyyMMdd"), Of("ddMMyyyy"), Of("MMddyyyy"), Of("yyyy-MM-dd"), Of("yyyy/M/d"), Of("yyyy.MM.dd"), Of("dd.MM.yyyy"),
        Of("d.M.yyyy"), Of("MM/dd/yyyy"), Of("d-M-yyyy"), Of("dd MM yyyy"), Of("yyyy MM dd"), Of("yyyy_MM_dd"),
        Of("yyyyMMddHH"), Of("yyyyMMddHHmm"), Of("yyyyMMddHHmmss"), Of("yyyyMMddHHmmssf"), Of("yyyyMMddHHmmssfff"),
        Of("yyyyMMddHHmmssffffff"), Of("yyyyMMdd'T'HHmmss"), Of("yyyy-MM-dd'T'HH:mm:ss'Z'"), Of("yyyyMMddHHmmss.ffffff"),
        new("26 digits", date => Text(date, "yyyyMMddHHmmssfffffff") + "00100"),
        Of("ddMMyyyyHHmmss"),
        Of("dd.MM.yy", isShort: true), Of("d.M.yy", isShort: true), Of("yy-MM-dd", isShort: true), Of("MM/dd/yy", isShort: true),
        Of("dd-MM-yy", isShort: true), Of("yyMMdd", isShort: true), Of("ddMMyy", isShort: true), Of("MMddyy", isShort: true),
        Of("yyMMddHHmmss", isShort: true),
        Of("MM/yyyy", isShort: true), Of("M/yyyy", isShort: true), Of("yyyy-MM", isShort: true), Of("yyyyMM", isShort: true),
        Of("MMyyyy", isShort: true), Of("MM.yyyy", isShort: true),
        new("12 MAR 24", date => $"{date.Day} {Short[date.Month - 1]} {Text(date, "yy")}", IsShort: true),
        new("12MAR2024", date => $"{Text(date, "dd")}{Short[date.Month - 1]}{date.Year}"),
        new("12-Mar-24", date => $"{date.Day}-{Short[date.Month - 1].ToLowerInvariant()}-{Text(date, "yy")}", IsShort: true),
        new("MAR 12, 2024", date => $"{Short[date.Month - 1]} {date.Day}, {date.Year}"),
        new("MAR 2024", date => $"{Short[date.Month - 1]} {date.Year}"),
        new("12. III. 2024", date => $"{date.Day}. {Roman[date.Month - 1]}. {date.Year}"),
        new("12-III-24", date => $"{date.Day}-{Roman[date.Month - 1]}-{Text(date, "yy")}", IsShort: true),
        new("III/2024", date => $"{Roman[date.Month - 1]}/{date.Year}", IsShort: true),
        new("ordinal", date => Text(date, "yyyy") + Text(date.DayOfYear, "000")),
        new("ordinal with hyphen", date => $"{date.Year}-{Text(date.DayOfYear, "000")}"),
        new("week date", date => $"{ISOWeek.GetYear(date)}-W{Text(ISOWeek.GetWeekOfYear(date), "00")}-{Weekday(date)}"),
        new("short week date", date => $"{ISOWeek.GetYear(date)}W{Text(ISOWeek.GetWeekOfYear(date), "00")}{Weekday(date)}"),
        new("week", date => $"{ISOWeek.GetYear(date)}-W{Text(ISOWeek.GetWeekOfYear(date), "00")}", IsShort: true),
        new("seconds", date => Text(Seconds(date), "0")),
        new("milliseconds", date => Text((Seconds(date) * 1000) + 123, "0")),
        new("Buddhist", date => $"{date.Day}/{date.Month}/{date.Year + 543}"),
        new("Buddhist digits", date => Text(date.Year + 543, "0000") + Text(date, "MMdd")),
        new("Republic of China", date => $"{date.Year - 1911}/{Text(date, "MM/dd")}", IsShort: true),
        new("Republic of China in characters", date => $"民國{date.Year - 1911}年{date.Month}月{date.Day}日", IsShort: true),
        new("Republic of China digits", date => Text(date.Year - 1911, "000") + Text(date, "MMdd"), IsShort: true),
        new("Chinese", date => $"{date.Year}年{date.Month}月{date.Day}日"),
        new("Chinese day", date => $"{date.Year}年{date.Month}月{date.Day}号"),
        new("Chinese numerals", date => $"{ByDigit(date.Year)}年{InTens(date.Month)}月{InTens(date.Day)}日"),
        new("Chinese numerals, other zero", date => $"{ByDigit(date.Year)}年{InTens(date.Month)}月{InTens(date.Day)}號".Replace('〇', '○')),
        new("Chinese numerals by digit", date => $"{ByDigit(date.Year)}年{ByDigit(date.Month)}月{ByDigit(date.Day)}日"),
        new("Chinese numerals, no year", date => $"{InTens(date.Month)}月{InTens(date.Day)}日", IsShort: true),
        new("Chinese numerals, old twenty", date => $"{ByDigit(date.Year)}年{InTens(date.Month)}月{InTens(date.Day).Replace("二十", "廿", StringComparison.Ordinal)}日"),
        new("Republic of China in numerals", date => $"民國{ByDigit(date.Year - 1911)}年{InTens(date.Month)}月{InTens(date.Day)}日", IsShort: true),
        new("Republic of China in hundreds", date => $"民國{InTens(date.Year - 1911)}年{InTens(date.Month)}月{InTens(date.Day)}日", IsShort: true),
        new("Japanese numerals", date => date >= new DateTime(2019, 5, 1)
            ? $"令和{InTens(date.Year - 2018)}年{InTens(date.Month)}月{InTens(date.Day)}日"
            : $"平成{InTens(date.Year - 1988)}年{InTens(date.Month)}月{InTens(date.Day)}日"),
        new("Korean", date => $"{date.Year}년 {date.Month}월 {date.Day}일"),
        new("Japanese", date => Era(date, "令和", "平成") + $"{date.Month}月{date.Day}日"),
        new("Japanese letter", date => $"{Era(date, "R", "H")[..^1]}.{date.Month}.{date.Day}"),
        new("Vietnamese", date => $"ngày {date.Day} tháng {date.Month} năm {date.Year}"),
        new("Arabic digits", date => string.Concat(Text(date, "dd/MM/yyyy")
            .Select(character => char.IsAsciiDigit(character) ? (char)(character - '0' + '\u0660') : character))),
        new("Thai, short", date => $"{date.Day} {ThaiShort[date.Month - 1]} {date.Year + 543}"),
        .. Months.Select(month => new Writing(
            month.Language, date => $"{date.Day} {month.Names.Split(' ')[date.Month - 1]} {date.Year}")),
        .. Months.Select(month => new Writing(
            month.Language + ", no century",
            date => $"{date.Day}. {month.Names.Split(' ')[date.Month - 1]} {Text(date, "yy")}", IsShort: true)),
        .. Months.Select(month => new Writing(
            month.Language + ", no day", date => $"{month.Names.Split(' ')[date.Month - 1]} {date.Year}")),
    ];

    private static string[] ThaiShort =>
        ["ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."];

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static Writing Of(string format, bool isShort = false) => new(format, date => Text(date, format), isShort);

    private static string Text(IFormattable value, string format) => value.ToString(format, CultureInfo.InvariantCulture);

    private static int Weekday(DateTime date) => date.DayOfWeek == DayOfWeek.Sunday ? 7 : (int)date.DayOfWeek;

    private static long Seconds(DateTime date) => new DateTimeOffset(date, TimeSpan.Zero).ToUnixTimeSeconds();

    private static string ByDigit(int number) =>
        string.Concat($"{number}".Select(digit => "〇一二三四五六七八九"[digit - '0']));

    private static string InTens(int number) =>
        (number >= 100 ? $"{ByDigit(number / 100)}百" : "")
        + (number / 10 % 10 is > 0 and var tens ? $"{(tens > 1 || number >= 100 ? ByDigit(tens) : "")}十" : number >= 100 && number % 10 > 0 ? "零" : "")
        + (number % 10 > 0 ? ByDigit(number % 10) : "");

    private static string Era(DateTime date, string reiwa, string heisei) => date >= new DateTime(2019, 5, 1)
        ? $"{reiwa}{date.Year - 2018}年" : $"{heisei}{date.Year - 1988}年";
}
