// SPDX-License-Identifier: GPL-3.0-or-later

using System.Net;
using System.Net.Sockets;

namespace OrthancDeid.Orthanc.Tests.Hosts;

/// <summary>
/// A port of the loopback interface that no other host gets until this is disposed, neither in this process nor in another
/// one that runs tests. The port is free until Orthanc opens it, which takes a while.
/// </summary>
internal sealed class ReservedPort : IDisposable
{
    // An abstract socket (unix(7)): only one process can bind the name, and it vanishes with the process.
    private readonly Socket _reservation;

    private ReservedPort(int number, Socket reservation)
    {
        Number = number;
        _reservation = reservation;
    }

    /// <summary>The port.</summary>
    public int Number { get; }

    /// <summary>Finds a free port and reserves it.</summary>
    public static ReservedPort Take()
    {
        while (true)
        {
            var number = FindFree();
            var reservation = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                reservation.Bind(new UnixDomainSocketEndPoint($"\0orthanc-deid-tests-{number}"));
                return new ReservedPort(number, reservation);
            }
            catch (SocketException fault) when (fault.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                reservation.Dispose();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _reservation.Dispose();

    private static int FindFree()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
