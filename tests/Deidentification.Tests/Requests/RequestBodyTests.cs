// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using NUnit.Framework;
using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;

namespace OrthancDeid.Deidentification.Tests.Requests;

/// <summary>The body, its members, and the order of checks (docs/requests.md, The body).</summary>
public class RequestBodyTests
{
    [TestCase("")]
    [TestCase("[]")]
    [TestCase("null")]
    [TestCase("1")]
    [TestCase("\"a\"")]
    [TestCase("{")]
    [TestCase("""{"a" 1}""")]
    [TestCase("{'a':1}")]
    [TestCase("/* {}")]
    [TestCase("{\"a\":\"x\ny\"}")]
    public void What_is_no_JSON_object_is_refused(string body)
    {
        var fault = Assert.Throws<RequestException>(() => TestHost.Request(body, Operation.Modify))!;
        Assert.That(fault.Fault, Is.EqualTo(RequestFault.BadFormat));
    }

    [TestCase("""{"Force":true}x""")]
    [TestCase("""{"Force":true} {""")]
    [TestCase("\uFEFF{\"Force\":true}", TestName = "Lenient_bodies_are_read(byte order mark)")]
    [TestCase("""/*a*/{/*b*/"Force":/*c*/true/*d*/}//e""")]
    [TestCase("// a\n{\"Force\":true,}")]
    [TestCase("""{"Force":1,"Force":true}""")]
    [TestCase("""{"Force":true,"Unknown":[{}],"KeepSource":"x"}""")]
    public void Lenient_bodies_are_read(string body) =>
        Assert.That(TestHost.Request(body, Operation.Modify).Force, Is.True);

    [Test]
    public void A_thousand_levels_are_read_and_one_more_is_refused()
    {
        var deepest = Nested(1000);
        Assert.That(TestHost.Request(deepest, Operation.Anonymize).Force, Is.False);
        var fault = Assert.Throws<RequestException>(() => TestHost.Request(Nested(1001), Operation.Anonymize))!;
        Assert.That(fault.Fault, Is.EqualTo(RequestFault.BadFormat));
        Assert.That(fault.Message, Does.Contain("1000"));
    }

    [Test]
    public void Text_that_is_not_UTF_8_is_refused()
    {
        var body = RequestBody.Parse([.. "{\"Remove\":[\""u8, 0xE9, .. "\"]}"u8]);
        var fault = Assert.Throws<RequestException>(() => ModificationRequest.Parse(body, Operation.Modify,
            TestHost.Settings))!;
        Assert.That(fault.Fault, Is.EqualTo(RequestFault.BadFormat));
        Assert.That(fault.Message, Does.Contain("Remove"));
    }

    [TestCase("""{"Force":1}""", "Force", RequestFault.BadFormat)]
    [TestCase("""{"Force":null}""", "Force", RequestFault.BadFormat)]
    [TestCase("""{"KeepPrivateTags":"true"}""", "KeepPrivateTags", RequestFault.BadFormat)]
    [TestCase("""{"KeepLabels":1}""", "KeepLabels", RequestFault.BadFormat)]
    [TestCase("""{"DicomVersion":2008}""", "DicomVersion", RequestFault.BadFormat)]
    [TestCase("""{"DicomVersion":null}""", "DicomVersion", RequestFault.BadFormat)]
    [TestCase("""{"DicomVersion":"2024f"}""", "2024f", RequestFault.OutOfRange)]
    [TestCase("""{"Remove":"PatientName"}""", "Remove", RequestFault.Refused)]
    [TestCase("""{"Remove":[1]}""", "Remove", RequestFault.Refused)]
    [TestCase("""{"Remove":null}""", "Remove", RequestFault.Refused)]
    [TestCase("""{"Keep":{}}""", "Keep", RequestFault.Refused)]
    [TestCase("""{"Keep":[null]}""", "Keep", RequestFault.Refused)]
    [TestCase("""{"Replace":[]}""", "Replace", RequestFault.Refused)]
    [TestCase("""{"Replace":null}""", "Replace", RequestFault.Refused)]
    [TestCase("""{"PrivateCreator":null}""", "PrivateCreator", RequestFault.BadFormat)]
    [TestCase("""{"Transcode":1}""", "Transcode", RequestFault.BadFormat)]
    [TestCase("""{"Transcode":"1.2.840.10008.1.20"}""", "1.2.840.10008.1.20", RequestFault.OutOfRange)]
    [TestCase("""{"Transcode":"1.2.840.10008.1.2","LossyQuality":"90"}""", "LossyQuality", RequestFault.BadFormat)]
    [TestCase("""{"Transcode":"1.2.840.10008.1.2","LossyQuality":90.0}""", "LossyQuality", RequestFault.BadFormat)]
    [TestCase("""{"Transcode":"1.2.840.10008.1.2","LossyQuality":0}""", "LossyQuality", RequestFault.OutOfRange)]
    [TestCase("""{"Transcode":"1.2.840.10008.1.2","LossyQuality":101}""", "LossyQuality", RequestFault.OutOfRange)]
    [TestCase("""{"Transcode":"1.2.840.10008.1.2","LossyQuality":-1}""", "LossyQuality", RequestFault.OutOfRange)]
    [TestCase("""{"Transcode":"1.2.840.10008.1.2","LossyQuality":99999999999999999999}""", "LossyQuality",
        RequestFault.OutOfRange)]
    public void A_member_of_a_wrong_type_or_value_is_named(string body, string named, RequestFault expected)
    {
        var fault = Assert.Throws<RequestException>(() => TestHost.Request(body, Operation.Anonymize))!;
        Assert.That(fault.Fault, Is.EqualTo(expected));
        Assert.That(fault.Message, Does.Contain(named));
    }

    [TestCase("""{"RemovePrivateTags":1}""", Operation.Anonymize)]
    [TestCase("""{"KeepPrivateTags":1}""", Operation.Modify)]
    [TestCase("""{"DicomVersion":1}""", Operation.Modify)]
    [TestCase("""{"LossyQuality":"x"}""", Operation.Modify)]
    public void Members_that_a_route_has_no_use_for_are_ignored(string body, Operation operation) =>
        Assert.That(TestHost.Request(body, operation).Transcode, Is.Null);

    [Test]
    public void Transcoding_is_read()
    {
        var request = TestHost.Request(
            """{"Transcode":"1.2.840.10008.1.2.4.50","LossyQuality":75}""", Operation.Modify);
        Assert.That(request.Transcode, Is.EqualTo("1.2.840.10008.1.2.4.50"));
        Assert.That(request.LossyQuality, Is.EqualTo(75));
    }

    [Test]
    public void The_order_of_checks_decides_which_fault_is_told()
    {
        string[] faults =
        [
            "\"Force\":1", "\"DicomVersion\":\"x\"", "\"KeepPrivateTags\":1", "\"KeepLabels\":1", "\"Remove\":1",
            "\"Replace\":1",
            "\"Keep\":1", "\"PrivateCreator\":1", "\"Transcode\":1",
        ];
        for (var first = 0; first < faults.Length; first++)
        {
            // The first fault in this order is reported, wherever the others are in the body.
            var body = "{" + string.Join(',', faults.Skip(first).Reverse()) + "}";
            var fault = TestHost.Fault(body, Operation.Anonymize);
            var member = faults[first].Split('"')[1];
            Assert.That(fault.Message, Does.Contain(member == "DicomVersion" ? "x" : member));
            Assert.That(fault.Message,
                Does.Not.Contain(first + 1 < faults.Length ? faults[first + 1].Split('"')[1] : "?"));
        }
    }

    [TestCase("Remove", """["PatientID"]""", "removed")]
    [TestCase("Keep", """["StudyInstanceUID"]""", "kept")]
    [TestCase("Keep", """["0020,000e"]""", "kept")]
    [TestCase("Replace", """{"SOPInstanceUID":"1.2"}""", "replaced")]
    public void The_identifiers_need_Force(string member, string value, string verb)
    {
        foreach (var operation in Enum.GetValues<Operation>())
        {
            var fault = TestHost.Fault($"{{\"{member}\":{value}}}", operation);
            Assert.That(fault.Fault, Is.EqualTo(RequestFault.Refused));
            Assert.That(fault.Message, Does.Contain(verb).And.Contain("Force"));
        }
    }

    [TestCase("""{"Remove":["PatientID"],"Force":true}""", true)]
    [TestCase("""{"Remove":["SOPInstanceUID"],"Force":true,"Replace":{"Rows":"x"}}""", true)]
    [TestCase("""{"Remove":["PatientID"],"Force":true,"Keep":["PatientID"]}""", false)]
    [TestCase("""{"Remove":["PatientID"],"Force":true,"Replace":{"PatientID":"x"}}""", false)]
    public void An_identifier_cannot_be_removed_even_with_Force(string body, bool isRefused)
    {
        foreach (var operation in Enum.GetValues<Operation>())
        {
            var request = TestHost.Request(body, operation);
            Assert.That(
                () => ModificationPlan.For(request),
                isRefused
                    ? Throws.TypeOf<RequestException>().With.Property("Fault").EqualTo(RequestFault.Refused)
                    : Throws.Nothing);
        }
    }

    [Test]
    public void Values_are_checked_with_the_plan_not_before()
    {
        var request = TestHost.Request("""{"Replace":{"Rows":"x"}}""", Operation.Modify);
        var fault = Assert.Throws<RequestException>(() => ModificationPlan.For(request))!;
        Assert.That(fault.Fault, Is.EqualTo(RequestFault.BadFormat));
        Assert.That(fault.Message, Does.Contain("0028,0010").And.Contain("\"x\""));
    }

    private static string Nested(int levels) => new StringBuilder("""{"a":""")
        .Insert(5, new string('[', levels - 1)).Append(new string(']', levels - 1)).Append('}').ToString();
}
