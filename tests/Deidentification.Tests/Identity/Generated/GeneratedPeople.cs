// SPDX-License-Identifier: GPL-3.0-or-later

using CsCheck;

namespace OrthancDeid.Deidentification.Tests.Identity.Generated;

/// <summary>
/// Names of people and places, numbers and dates as files contain them, and other words: many are words of imaging, or
/// placeholders.
/// </summary>
internal static class GeneratedPeople
{
    public static readonly string[] Names =
    [
        "Doe^John", "No^Minsu", "Short^Axis", "Axis^Long", "Li^Wei", "Ng^An", "O'Neil^Sean", "Müller-Brandt^Eva", "X^Y", "A",
        "J^", "^Bob", "Foot^Anna", "CT^Head", "ANONYMOUS", "UNKNOWN^", "Anonymized", "Siemens^Max", "Contrast^Patient", "1",
        "123", "20240312", "Иванов^Пётр", "山田^太郎", "Yamada^Tarou=山田^太郎=やまだ^たろう", "王^小东", "Wang^XiaoDong=王^小東",
        "Kim^Min=김^민수", "金^南", "محمد^علي", "דוד^כהן", "Παπαδόπουλος^Γιώργος", "de la Cruz^Ana", "van^den", "Wu^", "Mr^Dr",
        "Test^Patient", "March^April", "Thorax^PA", "Dr. med. Huber^Hans", "Original^Primary", "N/A", "Herz^Berg",
        "Weiß^Jürgen", "Åse^Bjørn", "Nguyễn^Văn An", "Smith^J.^^Dr.", "emueller", "e.mueller@example.org", "Stein^Links",
        "Wolkenstein^Theobald", "Wolkenstein Theobald", "Left^Right", "Max^Min", "Mai^Juni", "Do^Anh", "ISO^IR", "Study^Series",
        "Deid^Orthanc", "Image^Axial", "Mc Donald^R", "St. Clair^Jean-Luc", "中^口", "李^", "T1^Flair", "Radiology^General",
        "NONE", "0", "?", "^^^^", "Bone^W.", "Yes^No", "Male^M", "F^", "Anna^Anna", "Hospital^A", "Paris^London",
    ];

    public static readonly string[] Ids =
    [
        "1", "0", "12", "120", "512", "N/A", "NA", "UNKNOWN", "ANONYMOUS", "19000101", "99999999", "00000000", "12345",
        "2024", "20240312", "PID-47110815", "1.2.840.10008.1.2", "1.2.3.4", "ORIGINAL", "A", "CT", "000123", "12-34", "HEAD",
        "^^^", "test@example.org", "256", "0.5", "1e5", "1.25", "100000", "QZX4711Y", "H24-98765", "DOE", "TEST", "none",
        "PATIENT 1", "T1 AXIAL", "ISO_IR 100", "YES", "1950", "M", "047Y", "1/2", "AXIAL LONG", "Wolkenstein", "山田",
        "20000", "16384", "1000000", "12345678", "Anonymized1", "Anonymized", "-", "11111111", "123456",
    ];

    public static readonly string[] Places =
    [
        "Lindenhof", "General Hospital", "Hospital", "St. Mary", "Radiology", "Station 1", "CT1", "Chest", "Head and Neck",
        "Universitätsklinikum Zürich", "12 Long Street, Springfield", "Main Building", "Unknown", "N/A", "1", "8001 Zürich",
        "Siemens", "Bone Clinic", "No", "Berlin", "IRMCEREB", "AXIALHEAD", "東京病院", "Ward 12", "Center", "MR", "PARIS",
    ];

    public static readonly string[] Births =
        ["19500101", "19000101", "19701231", "20240312", "99991231", "00000000", "1950", "UNKNOWN", "19000000", "1950.01.02", "12345678", "00010101", ""];

    public static readonly string[] Days = ["20240312", "20200101", "19000101", "20000101", "20241111", "19970424", "UNKNOWN", "20240312101500", "00000000"];

    public static readonly string[] Words =
    [
        "No", "no", "NO", "Short", "short", "axis", "Axis", "long", "fracture", "512", "x", "120", "kV", "0.5", "mm", "Head", "HEAD",
        "foot", "Foot", "CT", "MR", "T1", "axial", "AXIAL", "of", "the", "and", "left", "LEFT", "right", "Dr.", "Mr.", "Mrs", "by",
        "read", "patient", "Patient", "ID", "#", "1", "0", "2024", "1900", "01.01.1900", "1/1/00", "19000101", "00", "99", "12.03.24",
        "24-03-12", "March", "MAR", "Mai", "may", "202403", "20240312", "1.2.3", "A", "J", "in", "IRM", "cérébrale", "Zürich",
        "hospital", "Hospital", "Lindenhof", "general", "Long", "Street", "series", "study", "test", "UNKNOWN", "none", "N/A",
        "王小东", "中", "口腔", "小东", "山田", "金属", "南", "김", "민수", "Weiß", "WEISS", "Weiss", "Ivanov", "иванова", "ng", "Ng", "an",
        "li", "Li", "wei", "contrast", "max", "min", "Max", "Siemens", "ORIGINAL", "PRIMARY", "M", "F", "y", "Y", "&", "%", "=", "\\\\",
        "&amp;", "=20", "%20", "@", "example.org", "12345", "00012345", "4711", "PAT", "DOE", "John", "johndoe", "Anonymized", "YES",
    ];

    /// <summary>Separators between words.</summary>
    public static readonly string[] Gaps = [" ", " ", " ", " ", "", "-", ", ", ". ", "_", "/", "^", ": ", "\\", "=", "(", ")", "\r\n", "  "];

    public static readonly string[] CharacterSets =
    [
        "", "ISO_IR 100", "ISO_IR 192", "GB18030", "GBK", "ISO_IR 101", "ISO_IR 144", "ISO_IR 126", "ISO_IR 127", "ISO_IR 138",
        "ISO_IR 13", "\\ISO 2022 IR 87", "\\ISO 2022 IR 149", "ISO 2022 IR 13\\ISO 2022 IR 87", "\\ISO 2022 IR 58",
        "ISO 2022 IR 100\\ISO 2022 IR 144", "ISO_IR 166", "latin", "ISO_IR 6",
    ];

    /// <summary>One of several values.</summary>
    public static Gen<T> Of<T>(T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);
}
