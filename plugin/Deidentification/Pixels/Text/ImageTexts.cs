// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Identity;
using OrthancDeid.Deidentification.Pixels.Masks;
using OrthancDeid.Deidentification.Pixels.Text.Onnx;
using OrthancDeid.Deidentification.Requests.Pixels;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Pixels.Text;

/// <summary>Looks for text in the frames of an image whose pixels are native. For one thread at a time.</summary>
internal sealed class ImageTexts : IFrameTexts
{
    private readonly FrameViews _views;
    private readonly IFrameSearch _search;

    /// <summary>Begins the search of an image.</summary>
    /// <param name="finder">Finds text.</param>
    /// <param name="dataset">The data set, with native pixel data. It has to outlive this object.</param>
    /// <param name="identity">Reads the identity of the subject from the source file, if identifying text is looked
    /// for.</param>
    /// <param name="request">Which text is looked for.</param>
    /// <exception cref="PixelDataException">The data set has no pixels that can be rendered.</exception>
    public ImageTexts(ITextFinder finder, DicomDataset dataset, Func<KnownIdentity> identity, TextRequest request)
    {
        _views = FrameViews.Of(dataset);
        _search = finder.Begin(new TextOptions
        {
            Scale = request.Scale,
            Margin = request.Margin,
            Spare = request.Spare,
            Identity = request.Find == TextChoice.Identity ? new IdentityInText(identity()) : null,
        });
    }

    /// <inheritdoc/>
    public IReadOnlyList<FrameText> Find(int frame)
    {
        try
        {
            return
            [
                .. _search.Find(_views.Of(frame)).Select(text => new FrameText(
                    text.Box, text.Score, text.Kind == TextKind.Text ? null : text.Kind.ToString())),
            ];
        }
        catch (OnnxException fault)
        {
            // Without an answer, nothing is known about the frame, so it must not pass.
            throw new PixelDataException(PixelFault.Broken, fault.Message);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _search.Dispose();
}
