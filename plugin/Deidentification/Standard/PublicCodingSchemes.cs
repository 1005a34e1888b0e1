// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Standard;

/// <summary>Public coding schemes, by their designators (PS3.16 8-1 and 8-2, retired ones too).</summary>
internal static class PublicCodingSchemes
{
    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Designators = new HashSet<string>(
        ("ACR ASTM-sigpurpose BARI BI C4 C5 CAPECC CD2 CDCREC CHEBI CHEMBL CPT CVX DC DCM DCMR DCMUID DICOM_UID_REGISTRY"
            + " FMA GDC GMDN HCPCS HCPT HGNC HPC I10 I10C I10P I11 I9 I9C I9P IBSI ICD10 ICD10GM ICDO3 IHERADTF IMDRF"
            + " ISO3166_1 ISO639_1 ISO639_2 ISO_3166-1 ISO_639-1 ITIS_TSN JC8 JJ1017 JJ1017P LN LOINC MA MAYOASRG"
            + " MDC MGI MSH MVX NCBI NCBI_TAXID NCDR NCIT NDC NDFRT NEU NICIP NPU NYUMCCG OPS PATHLEX POS PUBCHEM_CID"
            + " RADELEMENT RADLEX RFC3066 RFC5646 RO RXNORM SCPECG SCT SDM SNM2 SNM3 SNOMED SNOMED-CT SPM SRT TA98 TNM"
            + " TRANS UBERON UCUM UMLS UNII UNS UPC X12.3 ADMINISTRATIVEGENDER HL7V2").Split(' '),
        StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether all can look up the codes of a scheme.</summary>
    /// <remarks>
    /// Designators that begin with 99, and L, are of private schemes (PS3.3 8.2), and so is what nobody has registered.
    /// </remarks>
    /// <param name="designator">The designator of the scheme, without padding.</param>
    public static bool Contain(ReadOnlySpan<char> designator) => Designators.Contains(designator);
}
