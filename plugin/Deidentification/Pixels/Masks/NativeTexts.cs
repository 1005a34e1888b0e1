// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Identity;
using OrthancDeid.Deidentification.Pixels.Encodings;
using OrthancDeid.Deidentification.Pixels.Text;
using OrthancDeid.Deidentification.Requests.Pixels;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Pixels.Masks;

/// <summary>Looks for the text of a request in native pixels.</summary>
internal sealed class NativeTexts : IFrameTexts
{
    private readonly FrameViews _views;
    private readonly IFrameSearch _search;

    /// <summary>Begins with an image.</summary>
    /// <param name="dataset">The data set of the image, which is not compressed.</param>
    /// <param name="request">Which text.</param>
    /// <param name="finder">Finds text.</param>
    /// <param name="identity">Tells who the file is about; it is asked only by requests for nothing but that.</param>
    /// <exception cref="PixelDataException">The pixels cannot be read.</exception>
    public NativeTexts(DicomDataset dataset, TextRequest request, ITextFinder finder, Func<KnownIdentity> identity)
    {
        if (ImageFormat.Of(dataset) is not { } format || !dataset.TryGet(format.Tag, out var element))
        {
            throw new PixelDataException(PixelFault.Broken, "there are no pixels after it was decoded");
        }

        // Its constructor refuses what is too short for its format.
        using var checkedLength = new NativePixels(element, format, PixelMasks.None, darkest: 0);
        _views = new FrameViews(format, new NativeSamples(element, format), new FrameLook(dataset, format));
        _search = finder.Begin(new TextOptions
        {
            Scale = request.Scale,
            Margin = request.Margin,
            Spare = request.Spare,
            Identity = request.Find == TextChoice.Identity ? new IdentityInText(identity()) : null,
        });
    }

    /// <inheritdoc/>
    public IReadOnlyList<FrameText> Find(int frame) =>
    [
        .. _search.Find(_views.Of(frame)).Select(place => new FrameText(
            place.Box, place.Score, place.Kind == TextKind.Text ? null : place.Kind.ToString())),
    ];

    /// <inheritdoc/>
    public void Dispose() => _search.Dispose();
}
