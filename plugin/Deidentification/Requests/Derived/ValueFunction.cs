// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Requests.Derived;

/// <summary>The functions that a template can apply to a value. There are no others, and no code.</summary>
internal enum FunctionName
{
    /// <summary>Hashes the value with the pseudonym key. The argument is the number of characters.</summary>
    Hmac,

    /// <summary>Puts a text before a value that is not empty.</summary>
    Prefix,

    /// <summary>Converts the value to capital letters.</summary>
    Upper,

    /// <summary>Replaces an age above the argument, in years, by one year more than the argument.</summary>
    Cap,

    /// <summary>Shifts a date like all other dates of the patient.</summary>
    Shift,

    /// <summary>Removes text that identifies anybody whom the file names.</summary>
    Clean,

    /// <summary>Replaces an empty value by a text.</summary>
    Default,
}

/// <summary>A function of a template, with its argument. Immutable.</summary>
/// <param name="Name">The function.</param>
/// <param name="Text">The argument of <see cref="FunctionName.Prefix"/> and <see cref="FunctionName.Default"/>.</param>
/// <param name="Number">
/// The argument of <see cref="FunctionName.Hmac"/>, in characters, and of <see cref="FunctionName.Cap"/>, in years.
/// </param>
internal readonly record struct ValueFunction(FunctionName Name, string Text = "", int Number = 0);
