// SPDX-License-Identifier: GPL-3.0-or-later

using OrthancDeid.Deidentification.Identity;
using OrthancDeid.Deidentification.Pixels.Encodings;
using OrthancDeid.Deidentification.Pixels.Masks;
using OrthancDeid.Deidentification.Pixels.Text.Onnx;
using OrthancDeid.Deidentification.Requests.Pixels;
using OrthancDeid.Dicom;

namespace OrthancDeid.Deidentification.Pixels.Text;

/// <summary>Looks for text in the frames of an image whose pixels are native. For one thread at a time.</summary>
internal sealed class ImageTexts : IFrameTexts
{
    private readonly ImageFormat _format;
    private readonly FrameViews _views;
    private readonly IFrameSearch _search;

    /// <summary>Begins with an image.</summary>
    /// <param name="finder">Finds text.</param>
    /// <param name="dataset">The data set, with native pixel data; it has to live as long as this.</param>
    /// <param name="identity">Who the file is about, before anything was taken from it; only a request for that asks.</param>
    /// <param name="request">Which text is looked for.</param>
    /// <exception cref="PixelDataException">The data set has no pixels that can be looked at.</exception>
    public ImageTexts(ITextFinder finder, DicomDataset dataset, Func<KnownIdentity> identity, TextRequest request)
    {
        _format = ImageFormat.Of(dataset) ?? throw new PixelDataException(PixelFault.Broken, "there is none");
        if (!dataset.TryGet(_format.Tag, out var element) || element.IsEncapsulated)
        {
            throw new PixelDataException(PixelFault.Encoding, "it is compressed, so no text can be looked for");
        }

        // Its constructor refuses what is too short for its frames, and what has frames that nobody counted.
        using var checkedLength = new NativePixels(element, _format, PixelMasks.None, darkest: 0);

        if (dataset.ByteOrder == ByteOrder.BigEndian && (_format.BitsAllocated == 1 || _format.IsSubsampled))
        {
            throw new PixelDataException(PixelFault.Encoding, "no text can be looked for in big endian pixels of this kind");
        }

        var bytes = new ElementBytes(element);
        var rows = new NativeRows(bytes, _format, new Samples(_format, element.VR, dataset.ByteOrder));
        _views = new(_format, bytes, rows, new FrameLook(dataset, _format));
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
            // Without an answer nothing is known of the frame, so it must not pass.
            throw new PixelDataException(PixelFault.Broken, fault.Message);
        }
    }

    /// <summary>The PNG of a frame, with the boxes that would be masked.</summary>
    /// <param name="frame">The number of the frame, from 0 on.</param>
    /// <param name="boxes">The boxes.</param>
    public byte[] Preview(int frame, IEnumerable<PixelBox> boxes) => Pixels.Preview.FramePreview.Png(
        _views.Of(frame)[^1], boxes, isInverted: _format.PhotometricInterpretation == "MONOCHROME1");

    /// <inheritdoc/>
    public void Dispose() => _search.Dispose();
}
