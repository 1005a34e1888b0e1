// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Requests.Derived;

/// <summary>What a template can do to a value. There is no other function, and no code.</summary>
internal enum FunctionName
{
    /// <summary>A hash under the key of pseudonyms; the argument is the number of characters.</summary>
    Hmac,

    /// <summary>Puts a text before a value that is not empty.</summary>
    Prefix,

    /// <summary>Capital letters.</summary>
    Upper,

    /// <summary>An age beyond the argument, in years, becomes the year after it.</summary>
    Cap,

    /// <summary>Shifts dates like all others of the patient.</summary>
    Shift,

    /// <summary>Takes out what identifies somebody in the file.</summary>
    Clean,

    /// <summary>What stands in place of an empty value.</summary>
    Default,
}

/// <summary>A function of a template, with its argument. Immutable.</summary>
/// <param name="Name">Which.</param>
/// <param name="Text">The argument of <see cref="FunctionName.Prefix"/> and <see cref="FunctionName.Default"/>.</param>
/// <param name="Number">
/// The argument of <see cref="FunctionName.Hmac"/>, in characters, and of <see cref="FunctionName.Cap"/>, in years.
/// </param>
internal readonly record struct ValueFunction(FunctionName Name, string Text = "", int Number = 0);
