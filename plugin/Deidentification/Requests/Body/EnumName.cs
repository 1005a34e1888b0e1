// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Requests.Body;

/// <summary>
/// Reads the name of one value of an enumeration. <see cref="Enum.TryParse{TEnum}(string, out TEnum)"/> also takes
/// numbers, lists with commas, and white space, which are not accepted here.
/// </summary>
internal static class EnumName
{
    /// <summary>Reads a name.</summary>
    /// <param name="name">The name, in its letter case.</param>
    /// <param name="value">The value of that name.</param>
    public static bool TryParse<T>(string name, out T value)
        where T : struct, Enum
    {
        foreach (var one in Enum.GetValues<T>())
        {
            if (one.ToString() == name)
            {
                value = one;
                return true;
            }
        }

        value = default;
        return false;
    }

    /// <summary>Reads a name that the plugin itself wrote.</summary>
    /// <exception cref="FormatException">No value has that name.</exception>
    public static T Parse<T>(string name)
        where T : struct, Enum =>
        TryParse<T>(name, out var value)
            ? value : throw new FormatException($"No value of {typeof(T).Name} is called so.");
}
