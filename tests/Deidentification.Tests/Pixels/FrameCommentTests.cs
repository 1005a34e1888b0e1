// SPDX-License-Identifier: GPL-3.0-or-later

using NUnit.Framework;
using OrthancDeid.Deidentification.Pixels;
using OrthancDeid.Deidentification.Pixels.Encodings;
using OrthancDeid.Deidentification.Pixels.Encodings.Jpeg;

namespace OrthancDeid.Deidentification.Tests.Pixels;

/// <summary>Comments are removed from unmasked frames, even in encodings that cannot be masked without decoding.</summary>
public sealed class FrameCommentTests
{
    private static readonly byte[] Comments =
        [0xFF, 0xFE, 0, 5, .. "DOE"u8, 0xFF, 0xE1, 0, 6, .. "EXIF"u8, 0xFF, 0xE8, 0, 5, .. "DOE"u8];

    private static readonly byte[] Transform = [0xFF, 0xE8, 0, 7, .. "mrfx"u8, 1];

    // Start, the frame of JPEG-LS with one component, its scan, data with FF 7F, and the end.
    private static readonly byte[] Head = [0xFF, 0xD8];
    private static readonly byte[] Frame =
    [
        0xFF, 0xF7, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0, 0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 0, 0, 0x12, 0xFF, 0x7F, 0xFF, 0x01,
        0x34, 0xFF, 0xD9,
    ];

    [Test]
    public void Of_JPEG_LS_they_go_and_what_says_the_colours_stays()
    {
        var output = new FrameBuffer();
        var coder = new JpegCoder(TestImage.Gray8, JpegMarker.FirstOfLossless);
        Assert.That(coder.Mask([.. Head, .. Comments, .. Transform, .. Frame], FrameMask.None, output), Is.True);
        Assert.That(output.Written.ToArray(), Is.EqualTo((byte[])[.. Head, .. Transform, .. Frame]));
        output.Clear();
        Assert.That(coder.Mask([.. Head, .. Frame], FrameMask.None, output), Is.False);
    }

    [Test]
    public void Of_JPEG_2000_they_are_blanked_in_both_headers_and_behind_the_end()
    {
        var output = new FrameBuffer();
        var coder = new Jpeg2000Comments();
        Assert.That(coder.Mask(Jpeg2000("DOE", "JANE", tail: 7), FrameMask.None, output), Is.True);
        Assert.That(output.Written.ToArray(), Is.EqualTo(Jpeg2000("\0\0\0", "\0\0\0\0", tail: 0)));
        output.Clear();
        Assert.That(coder.Mask(Jpeg2000("\0\0\0", "\0\0\0\0", tail: 0), FrameMask.None, output), Is.False);
    }

    [Test]
    public void The_last_tile_may_have_no_length()
    {
        var output = new FrameBuffer();
        Assert.That(new Jpeg2000Comments().Mask(Jpeg2000("DOE", "JANE", tail: 0, saysLength: false), FrameMask.None, output), Is.True);
        Assert.That(output.Written.ToArray(), Is.EqualTo(Jpeg2000("\0\0\0", "\0\0\0\0", tail: 0, saysLength: false)));
    }

    [Test]
    public void A_broken_frame_of_JPEG_2000_is_refused()
    {
        var whole = Jpeg2000("DOE", "JANE", tail: 0)[..^2];
        var refused = 0;
        for (var length = 0; length < whole.Length; length++)
        {
            try
            {
                new Jpeg2000Comments().Mask(whole.AsSpan(0, length), FrameMask.None, new FrameBuffer());
            }
            catch (PixelDataException fault) when (fault.Fault == PixelFault.Broken)
            {
                refused++;
            }
        }

        Assert.That(refused, Is.EqualTo(whole.Length));
        for (var length = 0; length <= 23; length++)
        {
            var changed = whole.ToArray();

            // The length of the only tile-part: it has 34 bytes, of which 24 are in front of its data.
            changed[Array.LastIndexOf(changed, (byte)0x90) + 8] = (byte)length;
            Assert.That(
                () => new Jpeg2000Comments().Mask(changed, FrameMask.None, new FrameBuffer()),
                length == 0 ? Throws.Nothing : Throws.TypeOf<PixelDataException>());
        }
    }

    /// <summary>Nothing is decoded, so the segments need not make sense.</summary>
    private static byte[] Jpeg2000(string main, string part, byte tail, bool saysLength = true)
    {
        byte[] body = [.. Comment(part), 0xFF, 0x93, 1, 2, 0xFF, 0x64, 0, 9, 3, 4];
        return
        [
            0xFF, 0x4F, 0xFF, 0x51, 0, 4, 1, 2, .. Comment(main),
            0xFF, 0x90, 0, 10, 0, 0, 0, 0, 0, saysLength ? (byte)(12 + body.Length) : (byte)0, 0, 1, .. body, 0xFF, 0xD9, tail, tail,
        ];
    }

    private static byte[] Comment(string text) =>
        [0xFF, 0x64, 0, (byte)(4 + text.Length), 0, 1, .. System.Text.Encoding.ASCII.GetBytes(text)];
}
