// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Deidentification.Requests.Tags;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Requests.Derived;

/// <summary>
/// The template of a value that is derived from values of the file: text that contains
/// <c>{Source|function:argument|…}</c>. <c>{{</c> and <c>}}</c> are literal braces. Immutable.
/// </summary>
internal sealed class DerivedTemplate
{
    private DerivedTemplate(IReadOnlyList<TemplatePart> parts) => Parts = parts;

    /// <summary>The parts, in their order.</summary>
    public IReadOnlyList<TemplatePart> Parts { get; }

    /// <summary>The parts that are values of the file.</summary>
    public IEnumerable<ValuePart> Values => Parts.OfType<ValuePart>();

    /// <summary>Whether it contains no value of the file that is not hashed.</summary>
    public bool IsHashed => Values.All(value => value.Has(FunctionName.Hmac));

    /// <summary>Whether two patients never get the same value.</summary>
    public bool TellsPatients => Values.Any(value => value.TellsPatients);

    /// <summary>Whether a function is applied to any value of the file.</summary>
    public bool Has(FunctionName name) => Values.Any(value => value.Has(name));

    /// <summary>Reads a template.</summary>
    /// <param name="text">The template.</param>
    /// <param name="target">The name of the element that gets the value, as the request spells it.</param>
    /// <param name="dictionary">The dictionary of keywords and VRs.</param>
    /// <exception cref="RequestException">It is malformed (<see cref="RequestFault.BadFormat"/>), or has an unknown tag,
    /// an unknown function or an argument that the function cannot have.</exception>
    public static DerivedTemplate Parse(string text, string target, ElementDictionary dictionary)
    {
        var parts = new List<TemplatePart>();
        var literal = new StringBuilder();
        for (var at = 0; at < text.Length; at++)
        {
            var character = text[at];
            if (character is '{' or '}' && at + 1 < text.Length && text[at + 1] == character)
            {
                literal.Append(character);
                at++;
            }
            else if (character == '}')
            {
                throw Malformed(target, "a } has no {; a brace of the text is written twice");
            }
            else if (character == '{')
            {
                var end = text.IndexOf('}', at);
                if (end < 0)
                {
                    throw Malformed(target, "a { has no }; a brace of the text is written twice");
                }

                AddLiteral(parts, literal);
                parts.Add(Value(text[(at + 1)..end], target, dictionary));
                at = end;
            }
            else
            {
                literal.Append(character);
            }
        }

        AddLiteral(parts, literal);
        return new DerivedTemplate(parts);
    }

    private static void AddLiteral(List<TemplatePart> parts, StringBuilder literal)
    {
        if (literal.Length > 0)
        {
            parts.Add(new LiteralPart(literal.ToString()));
            literal.Clear();
        }
    }

    private static ValuePart Value(string expression, string target, ElementDictionary dictionary)
    {
        var steps = expression.Split('|');
        var name = steps[0].Trim();
        if (name.Length == 0)
        {
            throw Malformed(target, "{} names no element");
        }

        TagPath source;
        try
        {
            source = TagPath.Parse(name, dictionary);
        }
        catch (RequestException fault)
        {
            throw new RequestException(fault.Fault, $"Member \"{RequestMember.Derive}\", \"{target}\": {fault.Message}", fault);
        }

        if (source.Steps.Any(step => step.Item is null))
        {
            throw Malformed(target, $"{name} has several values; name an item by its number");
        }

        var part = new ValuePart(
            source, TemplateSources.RepresentationOf(source, target, dictionary),
            [.. steps.Skip(1).Select(function => TemplateFunctions.Parse(function, target))]);
        TemplateSources.RequireMeaning(part, name, target);
        return part;
    }

    private static RequestException Malformed(string target, string reason) =>
        new(RequestFault.BadFormat, $"Member \"{RequestMember.Derive}\", \"{target}\": {reason}");
}
