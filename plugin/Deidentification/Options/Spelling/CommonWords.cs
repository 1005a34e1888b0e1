// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Options.Spelling;

/// <summary>
/// Words that descriptions of images are made of: parts of the body, and what is done with them. Streets, hospitals,
/// physicians and orders are called so, too.
/// </summary>
internal static class CommonWords
{
    private const string Modalities =
        "CT MR MRI MRT CR DR DX US NM PT PET SPECT MG XA RF IO PX OT SC SR KO PR ES OP GM SM BMD CBCT DSA ECG EKG EEG RT"
        + " RX TC IRM TAC MRA CTA RTG";

    private const string English =
        "head brain skull face facial orbit orbits eye eyes ear ears nose neck throat mouth tooth teeth jaw spine cervical"
        + " thoracic lumbar sacrum sacral coccyx chest thorax breast breasts lung lungs heart cardiac aorta rib ribs"
        + " sternum abdomen abdominal liver spleen kidney kidneys renal bladder pelvis pelvic hip hips prostate uterus"
        + " stomach bowel colon pancreas back shoulder shoulders arm arms elbow forearm wrist hand hands finger fingers"
        + " thumb leg legs thigh knee knees calf ankle foot feet toe toes heel bone bones joint joints body whole trunk"
        + " extremity upper lower left right both bilateral lateral medial anterior posterior axial sagittal coronal"
        + " oblique supine prone front rear high low long short thin thick wide small large full half fast slow new old"
        + " contrast native plain pre post with without plus delayed early late phase arterial venous portal angio"
        + " angiography biopsy screening routine standard protocol series scan scout study exam examination image images"
        + " report follow up control check test phantom quality service adult child children infant baby male female"
        + " man woman patient emergency urgent trauma fracture tumor tumour cancer lesion pain acute chronic normal"
        + " positive negative sample field max min day low high gold white black brown green red blue gray grey young"
        + " hospital hospitals clinic clinics clinical center centre medical medicine health care institute university"
        + " department division unit ward room floor building general central national regional county city town"
        + " community public private north south east west street road avenue lane drive square place park hill river"
        + " lake bridge field house box radiology imaging diagnostic diagnostics nuclear surgery surgical oncology"
        + " cardiology neurology orthopedics pediatric pediatrics urology vascular dental laboratory research operator"
        + " technician admin administrator user default unknown none other anonymous anonymized physician doctor nurse"
        + " for and the from not all one two three";

    private const string German =
        "Kopf Schädel Gehirn Hirn Gesicht Auge Augen Ohr Nase Hals Mund Zahn Zähne Kiefer Wirbel Wirbelsäule Brust Lunge"
        + " Herz Rippe Rippen Bauch Leber Milz Niere Nieren Blase Becken Hüfte Hüften Rücken Schulter Schultern Arm Arme"
        + " Oberarm Unterarm Ellbogen Ellenbogen Hand Hände Handgelenk Finger Daumen Bein Beine Oberschenkel"
        + " Unterschenkel Schenkel Knie Wade Fuß Füße Sprunggelenk Zehe Zehen Ferse Knochen Gelenk Körper Ganzkörper"
        + " links rechts beidseits seitlich quer längs oben unten vorne hinten groß klein lang kurz breit hoch tief neu"
        + " alt schwarz weiß braun grün rot blau Kontrast nativ Aufnahme Untersuchung Befund Kontrolle Verlauf Routine"
        + " Notfall Fraktur Bruch Tumor Schmerz akut Krankenhaus Spital Klinik Kliniken Klinikum Universität"
        + " Universitätsspital Institut Zentrum Praxis Abteilung Station Haus Gebäude Zimmer Straße Strasse Weg Platz"
        + " Allee Gasse Radiologie Röntgen Nuklearmedizin Chirurgie Innere Medizin Kardiologie Neurologie Orthopädie"
        + " Pädiatrie Urologie Onkologie Arzt Ärztin Schwester Pfleger Patient Patientin Mann Frau Kind Tag Nord Süd Ost"
        + " und mit ohne der die das für bei nach vor";

    private const string Romance =
        "tête crâne cerveau cou thorax poumon poumons coeur foie rein reins bassin hanche épaule bras coude poignet main"
        + " doigt jambe cuisse genou cheville pied dos rachis gauche droit droite hôpital clinique centre université rue"
        + " avenue service radiologie imagerie avec sans pour"
        + " testa cranio cervello collo torace polmone cuore fegato rene addome bacino anca spalla braccio gomito polso"
        + " mano dito gamba coscia ginocchio caviglia piede schiena destro destra sinistro sinistra ospedale clinica"
        + " centro università via piazza servizio radiologia senza con"
        + " cabeza cráneo cerebro cuello tórax pulmón corazón hígado riñón abdomen pelvis cadera hombro brazo codo muñeca"
        + " dedo pierna muslo rodilla tobillo pie espalda columna izquierda izquierdo derecha derecho hospital universidad"
        + " calle avenida plaza servicio radiología sin para";

    private static readonly HashSet<string> Words =
    [
        .. string.Join(' ', Modalities, English, German, Romance).Split(' ').SelectMany(FoldedText.Of)
            .Select(word => word.Value),
    ];

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup =
        Words.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The letters of the longest word.</summary>
    public static int Longest { get; } = Words.Max(word => word.Length);

    /// <summary>Whether a folded word is one of them.</summary>
    public static bool Contains(ReadOnlySpan<char> folded) => Lookup.Contains(folded);
}
