// SPDX-License-Identifier: GPL-3.0-or-later

using System.Text.Json;
using OrthancDeid.Deidentification.Editing;
using OrthancDeid.Deidentification.Requests;
using OrthancDeid.Deidentification.Requests.Body;
using OrthancDeid.Plugin.Access;

namespace OrthancDeid.Plugin.Configuration;

/// <summary>Finds all faults of the plugin's section, whereas the start of the host stops at the first one.</summary>
internal static class SectionCheck
{
    /// <summary>Finds the faults of a section.</summary>
    /// <param name="section">The section.</param>
    /// <param name="settings">The settings that the section does not decide.</param>
    /// <param name="users">The users that the host knows.</param>
    public static IReadOnlyList<ConfigurationException> Faults(JsonElement section, HostSettings settings, RegisteredUsers users)
    {
        var faults = new List<ConfigurationException>();
        var read = DeidSection.Read(section, faults);
        faults.AddRange(RoutesMember.Faults(read.Access, users));
        if (read.AuditFile is { } path && AuditFileMember.FaultOf(path) is { } reason)
        {
            faults.Add(new ConfigurationException($"{DeidSection.Name}.{AuditFileMember.Name}", reason));
        }

        var applied = read.ApplyTo(settings);
        try
        {
            applied = applied with { SafePrivate = read.ReadSafePrivate(settings.Dictionary) };
        }
        catch (ConfigurationException fault)
        {
            faults.Add(fault);
        }

        if (FaultOfSubjects(applied) is { } subjects)
        {
            faults.Add(subjects);
        }

        faults.AddRange(FaultsOfProfiles(applied));
        return faults;
    }

    /// <summary>What is wrong with the list of subjects that a section names; null for nothing.</summary>
    /// <param name="settings">The settings that requests are read with.</param>
    public static ConfigurationException? FaultOfSubjects(HostSettings settings)
    {
        try
        {
            if (settings.SubjectsFile is { } path)
            {
                settings.ReadSubjects(path);
            }

            return null;
        }
        catch (RequestException fault)
        {
            return new ConfigurationException($"{DeidSection.Name}.{SubjectsFiles.Member}", fault.Message, fault);
        }
    }

    /// <summary>What is wrong with the presets of a section.</summary>
    /// <param name="settings">The settings that requests are read with.</param>
    public static IEnumerable<ConfigurationException> FaultsOfProfiles(HostSettings settings) =>
        settings.Profiles.FindFaults(settings, static request => ModificationPlan.For(request)).Select(static one =>
            new ConfigurationException(
                one.Profile.Length > 0
                    ? $"{DeidSection.Name}.{DeidSection.ProfilesMember}.{one.Profile}"
                    : $"{DeidSection.Name}.{DeidSection.DefaultProfileMember}",
                one.Fault));
}
