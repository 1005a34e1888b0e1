// SPDX-License-Identifier: GPL-3.0-or-later

using System.Diagnostics;
using NUnit.Framework;

namespace OrthancDeid.Orthanc.Tests.Hosts;

/// <summary>
/// A real plugin, compiled from C for a test. It answers one route, alters what plugins store, and logs the audit events of
/// plugins.
/// </summary>
internal sealed class RivalPlugin : IDisposable
{
    // The macros ROUTE, ANSWER and ALTERS come from the command line.
    private const string Source = """
        #include <orthanc/OrthancCPlugin.h>
        #include <stdio.h>
        #include <string.h>

        static OrthancPluginContext *context;

        static OrthancPluginErrorCode Answer(OrthancPluginRestOutput *output, const char *url,
                                             const OrthancPluginHttpRequest *request) {
          (void) url;
          (void) request;
          OrthancPluginAnswerBuffer(context, output, ANSWER, strlen(ANSWER), "text/plain");
          return OrthancPluginErrorCode_Success;
        }

        static OrthancPluginReceivedInstanceAction Alter(OrthancPluginMemoryBuffer64 *altered, const void *file,
                                                         uint64_t size, OrthancPluginInstanceOrigin origin) {
          if (origin != OrthancPluginInstanceOrigin_Plugin || !ALTERS) {
            return OrthancPluginReceivedInstanceAction_KeepAsIs;
          }
          OrthancPluginCreateMemoryBuffer64(context, altered, size);
          memcpy(altered->data, file, size);
          ((unsigned char *) altered->data)[size - 1] ^= 1;
          return OrthancPluginReceivedInstanceAction_Modify;
        }

        // What the header has from 1.12.9 on.
        typedef struct {
          OrthancPluginErrorCode (*handler)(const char *, const char *, OrthancPluginResourceType, const char *, const char *,
                                            const void *, uint32_t);
        } AuditLogHandler;

        static OrthancPluginErrorCode Listen(const char *plugin, const char *user, OrthancPluginResourceType level,
                                             const char *resource, const char *action, const void *data, uint32_t size) {
          char line[512];
          snprintf(line, sizeof line, "RIVAL-AUDIT %s|%s|%d|%s|%s|%.*s", plugin, user, (int) level, resource, action,
                   (int) (size < 40 ? size : 40), (const char *) data);
          OrthancPluginLogWarning(context, line);
          return OrthancPluginErrorCode_Success;
        }

        ORTHANC_PLUGINS_API int32_t OrthancPluginInitialize(OrthancPluginContext *host) {
          context = host;
          if (OrthancPluginCheckVersionAdvanced(context, 1, 12, 9)) {
            AuditLogHandler handler = {Listen};
            context->InvokeService(context, (_OrthancPluginService) 1022, &handler);
          }
          OrthancPluginRegisterRestCallback(context, ROUTE, Answer);
          OrthancPluginRegisterReceivedInstanceCallback(context, Alter);
          return 0;
        }

        ORTHANC_PLUGINS_API void OrthancPluginFinalize(void) {}

        ORTHANC_PLUGINS_API const char *OrthancPluginGetName(void) { return "rival"; }

        ORTHANC_PLUGINS_API const char *OrthancPluginGetVersion(void) { return "1.0"; }

        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("orthanc-deid-rival-");

    private RivalPlugin()
    {
    }

    /// <summary>The path of the library.</summary>
    public string Path => System.IO.Path.Combine(_folder.FullName, "libRival.so");

    /// <summary>Compiles a plugin.</summary>
    /// <param name="route">The route, a regular expression for the host.</param>
    /// <param name="answer">What it answers.</param>
    /// <param name="alters">Whether it changes the last byte of the instances that plugins store.</param>
    public static RivalPlugin Compile(string route, string answer, bool alters = false)
    {
        var rival = new RivalPlugin();
        try
        {
            rival.Compile([$"-DROUTE=\"{route}\"", $"-DANSWER=\"{answer}\"", $"-DALTERS={(alters ? 1 : 0)}"]);
            return rival;
        }
        catch
        {
            rival.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);

    private void Compile(string[] macros)
    {
        string[] arguments = ["-shared", "-fPIC", "-Wall", "-Wextra", "-Werror", .. macros, "-o", Path, "-x", "c", "-"];
        using var compiler = Process.Start(new ProcessStartInfo("cc", arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        })!;
        compiler.StandardInput.Write(Source);
        compiler.StandardInput.Close();
        var errors = compiler.StandardError.ReadToEnd();
        compiler.WaitForExit();
        Assert.That(compiler.ExitCode, Is.Zero, errors);
    }
}
