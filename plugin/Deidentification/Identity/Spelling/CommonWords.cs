// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Identity.Spelling;

/// <summary>
/// Words that occur in descriptions of many images. Streets, hospitals, orders and physicians have such names, too.
/// </summary>
internal static class CommonWords
{
    private const string Modalities =
        "CT MR MRI MRT CR DR DX US NM PT PET SPECT MG XA RF IO PX OT SC SR KO PR ES OP GM SM BMD CBCT DSA ECG EKG"
        + " EEG RT RX TC IRM TAC MRA CTA RTG HASTE FLAIR STIR VIBE TSE FSE GRE EPI DWI ADC SWI TOF MIP MPR VRT FLASH TRUFI"
        + " SPGR FIESTA DIXON PROPELLER BLADE MPRAGE";

    /// <summary>Words for devices, which are in all files of these devices.</summary>
    private const string Makers =
        "Siemens Healthineers Philips General Electric GE GEMS Canon Toshiba Fuji Fujifilm Agfa Gevaert Kodak Carestream"
        + " Hitachi Shimadzu Hologic Lorad Varian Elekta Samsung Medison Mindray Bruker Esaote Acuson Konica Minolta"
        + " Planmeca Sirona Ziehm Neusoft Accuray Nucletron Brainlab Zeiss Topcon Heidelberg Marconi Picker Imatron";

    private const string EnglishImaging =
        "head brain skull face facial orbit orbits eye eyes ear ears nose neck throat mouth tooth teeth jaw spine"
        + " cervical thoracic lumbar sacrum sacral coccyx chest thorax breast breasts lung lungs heart cardiac aorta"
        + " rib ribs sternum abdomen abdominal liver spleen kidney kidneys renal bladder pelvis pelvic hip hips"
        + " prostate uterus stomach bowel colon pancreas back shoulder shoulders arm arms elbow forearm wrist hand"
        + " hands finger fingers thumb leg legs thigh knee knees calf ankle foot feet toe toes heel bone bones joint"
        + " joints body whole trunk extremity upper lower left right both bilateral lateral medial anterior"
        + " posterior axial sagittal coronal oblique supine prone contrast native plain pre post with without"
        + " delayed early late phase arterial venous portal angio angiography biopsy screening routine standard"
        + " protocol series scan scout study exam examination image images report follow control check test phantom"
        + " quality service operator technician admin administrator user default unknown none other anonymous"
        + " anonymized patient emergency trauma fracture tumor tumour lesion acute chronic normal";

    private const string GermanImaging =
        "Kopf Schädel Gehirn Hirn Gesicht Auge Augen Ohr Nase Hals Mund Zahn Zähne Kiefer Wirbel Wirbelsäule"
        + " Brust Lunge Herz Rippe Rippen Bauch Leber Milz Niere Nieren Blase Becken Hüfte Hüften Rücken Schulter"
        + " Schultern Arm Arme Oberarm Unterarm Ellbogen Ellenbogen Hand Hände Handgelenk Finger Daumen Bein Beine"
        + " Oberschenkel Unterschenkel Schenkel Knie Wade Fuß Füße Sprunggelenk Zehe Zehen Ferse Knochen Gelenk"
        + " Körper Ganzkörper links rechts beidseits seitlich quer längs Kontrast nativ Aufnahme Untersuchung Befund"
        + " Kontrolle Verlauf Routine Notfall Fraktur Tumor akut Patient Patientin";

    private const string RomanceImaging =
        "tête crâne cerveau cou thorax poumon poumons coeur foie rein reins bassin hanche épaule bras coude"
        + " poignet main doigt jambe cuisse genou cheville pied dos rachis gauche droit droite testa cranio cervello"
        + " collo torace polmone cuore fegato rene addome bacino anca spalla braccio gomito polso mano dito gamba"
        + " coscia ginocchio caviglia piede schiena destro destra sinistro sinistra cabeza cráneo cerebro cuello"
        + " tórax pulmón corazón hígado riñón abdomen pelvis cadera hombro brazo codo muñeca dedo pierna muslo"
        + " rodilla tobillo pie espalda columna izquierda izquierdo derecha derecho";

    private const string EnglishGeneral =
        "max min day low high front rear up full half plus fast slow new old long short thin thick wide small"
        + " large positive negative sample field adult child children infant baby male female man woman urgent"
        + " cancer pain gold white black brown green red blue gray grey young hospital hospitals clinic clinics"
        + " clinical center centre medical medicine health care institute university department division unit ward"
        + " room floor building general central national regional county city town community public private north"
        + " south east west street road avenue lane drive square place park hill river lake bridge house box"
        + " radiology imaging diagnostic diagnostics nuclear surgery surgical oncology cardiology neurology"
        + " orthopedics pediatric pediatrics urology vascular dental laboratory research physician doctor nurse for"
        + " and from the not all one two three";

    private const string EnglishOfAny =
        "cross page stone stones field wall ring ball ray rays best case cases week weeks winter summer cold hot warm"
        + " hard soft rest stress sharp rough bright dark light little strong rich wise mark marks will grant cook king"
        + " bush rose love english french german axis plane slice slices section sections matrix mask marrow mass"
        + " masses line lines width weight weighted level window distance size volume area number name date time year"
        + " years month months old age sex position orientation resolution window view views top bottom side cut edge"
        + " block wedge beam grid gantry table bed couch row column rows columns original primary secondary derived"
        + " localizer localiser reference region target mean average total single double dual multi dynamic static"
        + " breath hold free gated trigger triggered enhanced enhancement weighted spin echo gradient field flow signal"
        + " noise filter kernel algorithm reconstruction recon mode type index code label color colour blank about"
        + " correct device model version software protocol program profile list set group part parts piece object text"
        + " note notes comment comments description report reports history findings impression conclusion cause effect"
        + " blood tissue vessel vessels artery vein nerve muscle skin fat water air fluid cyst node nodes nodule plaque"
        + " stent graft valve clip screw plate wire tube line catheter needle contains display deid";

    /// <summary>Words that change the meaning of others, and words that connect them.</summary>
    private const string Speech =
        "no not nor none nil never do does did done may might will would can could shall should must be is are was were"
        + " been am an in on at as if it its of off or so to too up us we he she they you me my him her his who why how"
        + " and but by for from the than then this that these those with without more less most least all any some each"
        + " every few many much only just own same other also yet still here there now soon ago"
        + " kein keine keinen keiner nicht nie ohne mit und oder ist sind war im am an auf aus bei bis da dem den der"
        + " des die das du ein eine einer er es ich ihr nach nur noch sehr um von vor zu zum zur wie wo"
        + " non pas sans avec sur sous dans pour par est et ou un une sin con por sem com nao ni muy es al del y";

    private const string GermanGeneral =
        "oben unten vorne hinten groß klein lang kurz breit hoch tief neu alt schwarz weiß braun grün rot blau"
        + " Stein Steine Bruch Schmerz Krankenhaus Spital Klinik Kliniken Klinikum Universität Universitätsspital Institut"
        + " Zentrum Praxis Abteilung Station Haus Gebäude Zimmer Straße Weg Platz Allee Gasse Radiologie Röntgen"
        + " Nuklearmedizin Chirurgie Innere Medizin Kardiologie Neurologie Orthopädie Pädiatrie Urologie Onkologie"
        + " Arzt Ärztin Schwester Pfleger Mann Frau Kind Tag Nord Süd Ost und mit ohne der die das für bei nach vor";

    private const string RomanceGeneral =
        "hôpital clinique centre université rue avenue service radiologie imagerie avec sans pour ospedale"
        + " clinica centro università via piazza servizio radiologia senza con hospital universidad calle avenida"
        + " plaza servicio radiología sin para";

    private static readonly HashSet<string> Imaging =
        Fold(Modalities, EnglishImaging, GermanImaging, RomanceImaging);

    private static readonly HashSet<string> OfSpeech = Fold(Speech);

    private static readonly HashSet<string> General = Fold(EnglishGeneral, GermanGeneral, RomanceGeneral);

    private static readonly HashSet<string> OfAny = Fold(Makers, EnglishOfAny, Speech);

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> ImagingLookup =
        Imaging.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> SpeechLookup =
        OfSpeech.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> GeneralLookup =
        General.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> AnyLookup =
        OfAny.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The letters of the longest word.</summary>
    public static int Longest { get; } = Imaging.Concat(General).Concat(OfAny).Max(word => word.Length);

    /// <summary>Whether a folded word is one of them.</summary>
    public static bool Contains(ReadOnlySpan<char> folded) => IsUsual(folded) || AnyLookup.Contains(folded);

    /// <summary>Whether a folded word distinguishes no institution, order or device.</summary>
    public static bool IsUsual(ReadOnlySpan<char> folded) => IsOfImaging(folded) || GeneralLookup.Contains(folded);

    /// <summary>
    /// Whether a folded word is a part of the body or a kind of image: these are rarer names than Long or
    /// Brown.
    /// </summary>
    public static bool IsOfImaging(ReadOnlySpan<char> folded) => ImagingLookup.Contains(folded);

    /// <summary>Whether a folded word changes the meaning of a sentence, or occurs in any sentence.</summary>
    public static bool IsOfSpeech(ReadOnlySpan<char> folded) => SpeechLookup.Contains(folded);

    private static HashSet<string> Fold(params string[] lists) =>
        [.. lists.SelectMany(list => list.Split(' ')).SelectMany(FoldedText.Of).Select(word => word.Value)];
}
