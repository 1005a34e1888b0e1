// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Pixels.Text.Detection;
using OrthancDeid.Deidentification.Pixels.Text.Recognition;

namespace OrthancDeid.Deidentification.Pixels.Text;

/// <summary>Searches the frames of one image for text.</summary>
internal sealed class FrameSearch(TextDetector detector, TextRecognizer recognizer, TextOptions options) : IFrameSearch
{
    private readonly List<ViewSearch> _views = [];
    private readonly TextDecision _decision = new(recognizer, options);

    /// <inheritdoc/>
    public IReadOnlyList<TextPlace> Find(IReadOnlyList<TextImage> views)
    {
        var found = new List<TextPlace>();
        for (var i = 0; i < views.Count; i++)
        {
            if (i == _views.Count)
            {
                _views.Add(new(detector, options.Scale));
            }

            foreach (var line in _views[i].Find(views[i]))
            {
                if (_decision.On(line, views[i]) is { } text)
                {
                    Add(found, text);
                }
            }
        }

        return found;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var view in _views)
        {
            view.Dispose();
        }
    }

    /// <summary>Adds a text unless it is known. The same line is found in several views, and one box is enough.</summary>
    private static void Add(List<TextPlace> found, TextPlace text)
    {
        if (!found.Exists(other => other.Kind >= text.Kind && other.Box.Contains(text.Box)))
        {
            found.RemoveAll(other => other.Kind <= text.Kind && text.Box.Contains(other.Box));
            found.Add(text);
        }
    }
}
