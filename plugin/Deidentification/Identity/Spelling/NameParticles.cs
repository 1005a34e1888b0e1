// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Identity.Spelling;

/// <summary>Words in the names of many people, which occur in any text.</summary>
internal static class NameParticles
{
    /// <summary>In the form of <see cref="FoldedText"/>.</summary>
    private static readonly HashSet<string> Words =
    [
        .. ("VON VAN VOM DER DEN DEM DES DE DU DI DA DO DOS DAS DAL DEL DELLA DELLE DELLO DEI DEGLI LA LE LES LO LI"
            + " LAS LOS AL EL UL BIN BINT BEN IBN ABU ABD ZU ZUM ZUR AUF"
            + " AUS AM IM IN OF UND AND Y E ET TEN TER TE TOT OP HET"
            + " THE SAN SANTA ST SAINT MC MAC FITZ AF AV").Split(' '),
        .. "DR MED PROF PD MD PHD MSC RN RT MR MRS MS MISS SIR HERR FRAU DIPL ING MME MLLE SIG JR SR II III IV"
            .Split(' '),
    ];

    /// <summary>Titles in Chinese, Japanese and Korean, which follow a name.</summary>
    public static readonly string[] TitlesBehind =
    [
        "先生", "女士", "小姐", "太太", "夫人", "同志", "大夫", "医生", "醫生", "医師", "教授", "主任", "患者",
        "さん", "様", "殿", "君", "氏",
        "씨", "님", "군", "양", "선생", "교수", "환자",
    ];

    /// <summary>Whether a part of a name is such a word.</summary>
    public static bool Contains(string folded) => Words.Contains(folded);
}
