// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Text.Onnx;

/// <summary>ONNX Runtime could not be loaded, or refused a model or a run.</summary>
/// <param name="message">A sentence that contains nothing from an image.</param>
internal sealed class OnnxException(string message) : Exception(message);
