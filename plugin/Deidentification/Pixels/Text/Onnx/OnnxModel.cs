// SPDX-License-Identifier: GPL-3.0-or-later

namespace OrthancDeid.Deidentification.Pixels.Text.Onnx;

/// <summary>Receives the output of a model. The numbers are erased when it returns.</summary>
/// <param name="shape">The sizes, from the outermost dimension to the innermost.</param>
/// <param name="values">The numbers.</param>
internal delegate void OnnxAnswer(ReadOnlySpan<long> shape, ReadOnlySpan<float> values);

/// <summary>
/// A neural network with one input and one output of floats, run on the calling thread. Safe for use by several threads.
/// </summary>
internal sealed unsafe class OnnxModel : IDisposable
{
    /// <summary><c>ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT</c>.</summary>
    private const int Float = 1;

    private const int MostDimensions = 8;

    private readonly OnnxRuntime _runtime;
    private byte* _input;
    private byte* _output;
    private nint _session;

    /// <summary>Loads a model.</summary>
    /// <param name="runtime">The library.</param>
    /// <param name="model">The bytes of an <c>.onnx</c> file.</param>
    /// <exception cref="OnnxException">The library refuses the model.</exception>
    public OnnxModel(OnnxRuntime runtime, ReadOnlySpan<byte> model)
    {
        _runtime = runtime;
        var functions = runtime.Functions;
        nint options, session;
        functions.Check(functions.CreateSessionOptions(&options));
        try
        {
            // The threads are those of the host and its jobs. The library keeps the memory of a run for the next one.
            // Asking the system for it each time took twice the memory, and a third more time.
            functions.Check(functions.SetIntraOpNumThreads(options, 1));
            functions.Check(functions.SetInterOpNumThreads(options, 1));
            functions.Check(functions.DisableMemPattern(options));
            fixed (byte* bytes = model)
            {
                functions.Check(functions.CreateSessionFromArray(
                    runtime.Environment, bytes, (nuint)model.Length, options, &session));
            }
        }
        finally
        {
            functions.ReleaseSessionOptions(options);
        }

        _session = session;
        byte* input, output;
        functions.Check(functions.SessionGetInputName(session, 0, runtime.Allocator, &input));
        functions.Check(functions.SessionGetOutputName(session, 0, runtime.Allocator, &output));
        _input = input;
        _output = output;
    }

    /// <summary>Releases the model if it was not disposed.</summary>
    ~OnnxModel() => Release();

    /// <inheritdoc/>
    public void Dispose()
    {
        Release();
        GC.SuppressFinalize(this);
    }

    /// <summary>Runs the model.</summary>
    /// <param name="shape">The sizes of the input, from the outermost dimension to the innermost.</param>
    /// <param name="values">The input.</param>
    /// <param name="answer">Receives the output, which is overwritten with zeros afterwards.</param>
    /// <exception cref="OnnxException">The run failed, for example for lack of memory.</exception>
    public void Run(ReadOnlySpan<long> shape, ReadOnlySpan<float> values, OnnxAnswer answer)
    {
        ObjectDisposedException.ThrowIf(_session == 0, this);
        var functions = _runtime.Functions;
        nint input = 0, output = 0;
        fixed (float* data = values)
        fixed (long* sizes = shape)
        {
            try
            {
                functions.Check(functions.CreateTensorWithData(
                    _runtime.Memory, data, (nuint)values.Length * sizeof(float), sizes, (nuint)shape.Length, Float, &input));
                byte* inputName = _input, outputName = _output;
                functions.Check(functions.Run(_session, 0, &inputName, &input, 1, &outputName, 1, &output));
                Answer(output, answer);
            }
            finally
            {
                functions.ReleaseValue(output);
                functions.ReleaseValue(input);
                GC.KeepAlive(this);
            }
        }
    }

    private void Answer(nint output, OnnxAnswer answer)
    {
        var functions = _runtime.Functions;
        nint info;
        functions.Check(functions.GetTensorTypeAndShape(output, &info));
        var sizes = stackalloc long[MostDimensions];
        nuint rank;
        try
        {
            functions.Check(functions.GetDimensionsCount(info, &rank));
            if (rank > MostDimensions)
            {
                throw new OnnxException("ONNX Runtime: the model answers with too many dimensions");
            }

            functions.Check(functions.GetDimensions(info, sizes, rank));
        }
        finally
        {
            functions.ReleaseTensorTypeAndShapeInfo(info);
        }

        var shape = new ReadOnlySpan<long>(sizes, (int)rank);
        long count = 1;
        foreach (var size in shape)
        {
            count = checked(count * size);
        }

        void* data;
        functions.Check(functions.GetTensorMutableData(output, &data));
        var values = new Span<float>(data, checked((int)count));
        try
        {
            answer(shape, values);
        }
        finally
        {
            // The output may contain patient data.
            values.Clear();
        }
    }

    private void Release()
    {
        var functions = _runtime.Functions;
        var session = Interlocked.Exchange(ref _session, 0);
        if (session == 0)
        {
            return;
        }

        foreach (var name in (ReadOnlySpan<nint>)[(nint)_input, (nint)_output])
        {
            if (name != 0)
            {
                _ = functions.AllocatorFree(_runtime.Allocator, (void*)name);
            }
        }

        _input = null;
        _output = null;
        functions.ReleaseSession(session);
    }
}
