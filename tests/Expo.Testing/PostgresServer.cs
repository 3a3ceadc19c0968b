using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Expo.Testing;

/// <summary>
/// A real PostgreSQL on a free loopback port with its files in a temporary folder, started once for a test process and
/// stopped with it. Needs Debian's package <c>postgresql</c> (or any other that puts its programs where <see cref="FindPrograms"/> looks).
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

        await server.RunProgramAsync("initdb", "-D", Path.Combine(directory, "data"), "-U", "expo", "--auth=trust", "--encoding=UTF8", "--no-sync");
        server._server = server.Start("postgres", "-D", Path.Combine(directory, "data"), "-p", server._port.ToString(), "-h", "127.0.0.1",
            "-c", $"unix_socket_directories={directory}", "-c", "max_connections=200", "-c", "fsync=on");
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
        // SIGINT to the server itself is PostgreSQL's "fast" shutdown; the wrapper that changed the user passes it on.
        if (_server is { HasExited: false } running)
        {
            var pidFile = Path.Combine(_directory, "data", "postmaster.pid");
            var pid = File.Exists(pidFile) ? File.ReadLines(pidFile).First().Trim() : running.Id.ToString();
            Process.Start("kill", ["-INT", pid]).WaitForExit(5_000);
            if (!running.WaitForExit(10_000))
            {
                running.Kill(entireProcessTree: true);
            }
        }

        Directory.Delete(_directory, recursive: true);
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

    private Process Start(string program, params string[] arguments)
    {
        // PostgreSQL refuses to run as root, so root hands it to the user that the package made.
        var path = Path.Combine(_programs, program);
        var start = Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows()
            ? new ProcessStartInfo("setpriv", ["--reuid=postgres", "--regid=postgres", "--clear-groups", path, .. arguments])
            : new ProcessStartInfo(path, arguments);
        start.WorkingDirectory = _directory;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{program} did not start.");
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private async Task RunProgramAsync(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}.");
        }
    }

    private static async Task RunAsync(string program, string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
    }
}
