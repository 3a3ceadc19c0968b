using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Expo.Testing;

/// <summary>
/// A real PostgreSQL on a free loopback port with its files in a temporary folder, started once for a test process and
/// stopped with it, however it ends: the server watches a pipe that only this process holds open. Needs Debian's package <c>postgresql</c> (or any other that puts its programs where <see cref="FindPrograms"/> looks).
/// </summary>
public sealed class PostgresServer
{
    private static readonly SemaphoreSlim Gate = new(1, 1);
    private static PostgresServer? _shared;

    private readonly string _directory;
    private readonly string _programs;
    private readonly int _port;
    private Process? _server;

    private PostgresServer(string directory, string programs, int port)
    {
        _directory = directory;
        _programs = programs;
        _port = port;
    }

    /// <summary>The server of this process; the first caller starts it.</summary>
    public static async Task<PostgresServer> SharedAsync()
    {
        await Gate.WaitAsync();
        try
        {
            return _shared ??= await StartAsync();
        }
        finally
        {
            Gate.Release();
        }
    }

    /// <summary>Connection string of a database that does not exist yet; migrating creates it.</summary>
    public string NewDatabase() => Connection($"expo_{Guid.CreateVersion7():N}");

    public string Connection(string database) =>
        $"Host=127.0.0.1;Port={_port};Username=expo;Database={database};Maximum Pool Size=40;Timeout=30";

    private static async Task<PostgresServer> StartAsync()
    {
        var directory = Directory.CreateTempSubdirectory("expo-pg-").FullName;
        var server = new PostgresServer(directory, FindPrograms(), FreePort());
        if (Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows())
        {
            await RunAsync("chown", ["postgres", directory]);
        }

        server._server = server.Start();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.Stop();
        await server.WaitUntilReadyAsync();
        return server;
    }

    private async Task WaitUntilReadyAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            try
            {
                await using var connection = new Npgsql.NpgsqlConnection(Connection("postgres"));
                await connection.OpenAsync(patience.Token);
                return;
            }
            catch (Npgsql.NpgsqlException) when (_server is { HasExited: false } && !patience.IsCancellationRequested)
            {
                await Task.Delay(50, patience.Token);
            }
        }
    }

    private void Stop()
    {
        _server?.StandardInput.Close();
        _server?.WaitForExit(10_000);
    }

    private static string FindPrograms() =>
        Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(version => Path.Combine(version, "bin")).First(bin => File.Exists(Path.Combine(bin, "initdb")))
            : throw new InvalidOperationException("PostgreSQL is not installed. infra/test.sh installs it (Debian's package 'postgresql').");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // Makes a cluster and serves it. Ends the server and removes its files as soon as the pipe on standard input closes, which
    // the system does for a process that was killed too. Ctrl-C reaches the whole process group, so the shell lets it pass.
    // The signal is repeated, because a server that is only just starting does not hear it yet.
    private const string Script =
        """
        directory=$1 programs=$2 port=$3; shift 3
        trap '' INT TERM
        exec 3<&0
        "$@" "$programs/initdb" -D "$directory/data" -U expo --auth=trust --encoding=UTF8 --no-sync </dev/null || { rm -rf "$directory"; exit 1; }
        "$@" "$programs/postgres" -D "$directory/data" -p "$port" -h 127.0.0.1 -c "unix_socket_directories=$directory" \
          -c max_connections=200 -c fsync=on </dev/null & server=$!
        { cat <&3; while kill -INT "$server"; do sleep 0.1; done; } >/dev/null 2>&1 &
        wait "$server"; cd /; rm -rf "$directory"
        """;

    private Process Start()
    {
        // PostgreSQL refuses to run as root, so root hands it to the user that the package made.
        string[] asUser = Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : ["env"];
        var start = new ProcessStartInfo("sh", ["-c", Script, "sh", _directory, _programs, _port.ToString(CultureInfo.InvariantCulture), .. asUser])
        {
            WorkingDirectory = _directory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var process = Process.Start(start) ?? throw new InvalidOperationException("PostgreSQL did not start.");
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static async Task RunAsync(string program, string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
    }
}
