// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Standard;

/// <summary>
/// Public coding schemes, by their designators: those of PS3.16 Table 8-1 and, for HL7 version 3, Table 8-2, including
/// retired ones; and those of HL7 version 2, table 0396, that PS3.16 8 allows, if they are for findings, procedures or
/// drugs. They were compared with two public renderings of these tables, see docs/data-sources.md.
/// </summary>
/// <remarks>
/// Without ISO_OID, whose codes may be UIDs of anything, and NPI, whose codes are numbers of persons and institutions.
/// </remarks>
internal static class PublicCodingSchemes
{
    private const string Dicom =
        "ACR ASTM-sigpurpose BARI BI C4 C5 caDSR CD2 CTV3 DC DCM DCMUID FMA HPC I10 I10C I10P I11"
        + " I9 I9C ICDO3 IBSI IETF4646 ISO639_1 ISO639_2 ISO3166_1 ISO5218_1 ITIS_TSN LN MA MAYOASRG"
        + " MDC MDNS MGI MSH NBD NBG NCDR NCIt NDC NEU NICIP NYUMCCG PATHLEX POS PUBCHEM_CID RADLEX"
        + " RADELEMENT RFC3066 RFC-3881 RFC5646 RO RRID RXNORM 99SDM SCPECG SNM3 SCT SRT UBERON UCUM"
        + " UMLS UNS UPC";

    private const string Hl7 =
        "ActCode ActPriority AdministrativeGender mediaType NullFlavor ObservationInterpretation"
        + " Confidentiality ParticipationType HCPCS HCPT HOT ICD10AM ICD10CA ICDO IUPC IUPP JC8 JC10"
        + " JJ1017 MVX NIC SDM SNM SNT UMD UML WC";

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Designators = new HashSet<string>(
        [.. Dicom.Split(' '), .. Hl7.Split(' ')], StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether everybody can look up the codes of a scheme.</summary>
    /// <remarks>
    /// Other designators that begin with 99, and L, are private schemes (PS3.3 8.2), and so are unregistered ones.
    /// </remarks>
    /// <param name="designator">The designator of the scheme, without padding.</param>
    public static bool Contain(ReadOnlySpan<char> designator) => Designators.Contains(designator);
}
