// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using CsCheck;
using NUnit.Framework;
using OrthancDeid.Deidentification.Identity.Pseudonyms;
using OrthancDeid.Deidentification.Requests.Subjects;

namespace OrthancDeid.Deidentification.Tests.Subjects;

/// <summary>Lists of subjects as data managers write them.</summary>
public class SubjectTableTests
{
    [TestCase("PatientID,NewPatientID\n4711,T7-001\n")]
    [TestCase("\uFEFFPatientID;NewPatientID\r\n4711;T7-001\r\n")]
    [TestCase("NewPatientName,NewPatientID,PatientID\r\n\r\n,T7-001,4711")]
    [TestCase("PatientID , NewPatientID\r 4711 , T7-001 \r")]
    [TestCase("PatientID,NewPatientID\n\"4711\",\"T7-001\"\n  \n,\n")]
    [TestCase("PatientID,IssuerOfPatientID,NewPatientID\n4711,,T7-001\n")]
    public void A_list_is_read(string csv)
    {
        var list = Parse(csv);
        Assert.That(list.Count, Is.EqualTo(1));
        Assert.That(list.Find("4711", string.Empty), Is.EqualTo(new TrialSubject("T7-001", "T7-001")));
    }

    [Test]
    public void Values_in_quotation_marks_may_hold_anything()
    {
        var list = Parse("PatientID,IssuerOfPatientID,NewPatientID,NewPatientName\n\"A,\"\"1\"\"\",\"City, Town\",T1,Müller^Hölzl\n");
        Assert.That(list.Find("A,\"1\"", "City, Town"), Is.EqualTo(new TrialSubject("T1", "Müller^Hölzl")));
        Assert.That(list.HasIssuers, Is.True);
    }

    /// <summary>A value that begins like a formula is text to a spreadsheet, and is read back as the same value.</summary>
    [TestCase("=HYPERLINK(\"http://x\")", "'=HYPERLINK(\"http://x\")")]
    [TestCase("+1", "'+1")]
    [TestCase("-2+3", "'-2+3")]
    [TestCase("@SUM(A1)", "'@SUM(A1)")]
    [TestCase("\t=1", "'\t=1")]
    [TestCase("'=1", "''=1")]
    [TestCase("''@", "''" + "'@")]
    [TestCase("'O", "'O")]
    [TestCase("O'-1", "O'-1")]
    [TestCase("'", "'")]
    [TestCase("", "")]
    public void A_value_is_no_formula(string value, string written)
    {
        Assert.That(SpreadsheetText.Protected(value), Is.EqualTo(written));
        Assert.That(SpreadsheetText.Unprotected(written), Is.EqualTo(value));
    }

    [Test]
    public void Any_value_is_read_back() => Gen.String.Sample(
        static value => SpreadsheetText.Unprotected(SpreadsheetText.Protected(value)) == value);

    [Test]
    public void A_list_that_is_made_of_a_mapping_means_the_same_patient()
    {
        var pairs = new IdentifierPairs(hasRows: true);
        pairs.Add("one", new MappedInstance(["=4711", "1.2", "1.3", "1.4", "-1", "+2"], ["T7-001", "2.1", "2.2", "2.3", "", ""], -12));
        var lines = pairs.ToTable().Split("\r\n");
        Assert.That(lines[1], Is.EqualTo("'=4711,T7-001,'-1,,'+2,,1.2,2.1,1.3,2.2,1.4,2.3,-12"));
        var list = Parse($"PatientID,NewPatientID\n{string.Join(',', lines[1].Split(',')[..2])}\n");
        Assert.That(list.Find("=4711", string.Empty)?.PatientID, Is.EqualTo("T7-001"));
    }

    /// <summary>If a list has issuers, it does not match patients of other issuers. A part of it keeps a line with an
    /// issuer, and so matches the same.</summary>
    [Test]
    public void A_part_of_a_list_means_the_same_patients()
    {
        var part = new System.Buffers.ArrayBufferWriter<byte>();
        using (var json = new System.Text.Json.Utf8JsonWriter(part))
        {
            Parse("PatientID,IssuerOfPatientID,NewPatientID\nPID1,,T1\nPID2,City,T2\nPID3,City,T3\n").WriteTo(json, new HashSet<string> { "PID1" });
        }

        Assert.That(System.Text.Encoding.UTF8.GetString(part.WrittenSpan), Does.Contain("PID1").And.Contain("PID2^^^City").And.Not.Contain("PID3"));
    }

    [TestCase("4711,T7-001\n", "line 1: column 1")]
    [TestCase("PatientID,NewPatientID,Name\n", "line 1: column 3")]
    [TestCase("PatientID,NewPatientID,PatientID\n", "line 1: column 3")]
    [TestCase("PatientID\n4711\n", "line 1: the columns")]
    [TestCase("", "line 1: column 1")]
    [TestCase("PatientID,NewPatientID\n4711,T1\n4712\n", "line 3: it has 1 values")]
    [TestCase("PatientID,NewPatientID\n4711,T1\n4712,T2,x\n", "line 3: it has 3 values")]
    [TestCase("PatientID,NewPatientID\n4711,T1\n,T2\n", "line 3: the old PatientID is empty")]
    [TestCase("PatientID,NewPatientID\n4711,T1\n4712,\n", "line 3: the new PatientID is empty")]
    [TestCase("PatientID,NewPatientID\n4711,T1\n\n4711,T2\n", "line 4: its patient is listed before")]
    [TestCase("PatientID,NewPatientID\n4711,T1\n4712,T1\n", "line 3: line 2 gives the same")]
    [TestCase("PatientID,NewPatientID\n47119,T-47119\n", "line 2: the new PatientID holds the old")]
    [TestCase("PatientID,NewPatientID\n4711,TRIAL7-04711\n", "line 2: the new PatientID holds the old")]
    [TestCase("PatientID,IssuerOfPatientID,NewPatientID\n0815,,T1\n0815,City,T1\n0815,Town,T1\n", "line 4: line 3 gives the same")]
    [TestCase("PatientID,NewPatientID\n\"4711,T1\n", "line 2: a quotation mark has no end")]
    [TestCase("PatientID,NewPatientID\n\"47\"11,T1\n", "line 2: something stands between")]
    [TestCase("PatientID,NewPatientID\n47\"11,T1\n", "line 2: a quotation mark stands within")]
    [TestCase("PatientID,NewPatientID,NewPatientName\n\"a\nb\",T1,\nc,T1,\n", "line 4: line 2 gives the same")]
    public void A_fault_is_told_by_its_line_and_repeats_nobody(string csv, string reason)
    {
        var fault = Assert.Throws<SubjectException>(() => Parse(csv))!;
        Assert.That(fault.Message, Does.StartWith(reason).And.Not.Contain("4711"));
    }

    [Test]
    public void Text_that_is_no_UTF_8_is_told_by_its_line() => Assert.That(
        () => SubjectTable.Parse([.. "PatientID,NewPatientID\n1,T1\nM"u8, 0xFC, .. "ller,T2\n"u8]),
        Throws.TypeOf<SubjectException>().With.Message.EqualTo("line 3: the text is not UTF-8"));

    [Test]
    public void Any_bytes_are_a_list_or_a_fault_with_a_line() => Gen.Char["PatientIDNew,;\"\r\n1"].Array[0, 60].Sample(text =>
    {
        try
        {
            Parse("PatientID,NewPatientID\n" + new string(text));
            return true;
        }
        catch (SubjectException fault)
        {
            return fault.Message.StartsWith("line ", StringComparison.Ordinal);
        }
    });

    private static SubjectList Parse(string csv) => SubjectTable.Parse(Encoding.UTF8.GetBytes(csv));
}
