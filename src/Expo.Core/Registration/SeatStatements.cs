using System.Data.Common;
using Expo.Core.Data;

namespace Expo.Core.Registration;

/// <summary>
/// The statements of the register path on one connection, prepared when first used. Hand-written because a batch of askers
/// must cost a few statements and not a few for each asker.
/// </summary>
internal sealed class SeatStatements(DbConnection connection, SqlDialect dialect) : IAsyncDisposable
{
    private static readonly (string, ColumnKind)[] AttendeeColumns =
    [
        ("TicketTypeId", ColumnKind.Integer), ("TicketCode", ColumnKind.Text), ("Name", ColumnKind.Text), ("Email", ColumnKind.Text),
        ("NormalisedEmail", ColumnKind.Text), ("Organisation", ColumnKind.Text), ("Country", ColumnKind.Text), ("AccessNeeds", ColumnKind.Text), ("State", ColumnKind.Integer),
    ];

    public static readonly string NotCancelled = $"\"State\" <> {(int)AttendeeState.Cancelled}";

    /// <summary>Id, zone, closing instant; the event of this site first (the one that begins last).</summary>
    public Statement Conferences { get; } = new(connection, dialect,
        """SELECT "Id", "TimeZone", "RegistrationClosesAt", "LastDay" FROM "Conferences" ORDER BY "FirstDay" DESC, "Id" """);

    /// <summary>Id, code, pool of a conference's ticket types.</summary>
    public Statement TicketTypes { get; } = new(connection, dialect,
        """SELECT "Id", "Code", (SELECT MIN(p."SeatPoolId") FROM "TicketTypePools" p WHERE p."TicketTypeId" = "TicketTypes"."Id") FROM "TicketTypes" WHERE "ConferenceId" = @conference""", "conference");

    /// <summary>Id, capacity, taken. The row locks this takes are what makes every decision after it safe under a rush.</summary>
    public Statement LockPools { get; } = new(connection, dialect,
        dialect.SelectLocked("\"Id\", \"Capacity\", \"Taken\"", "SeatPools", "\"ConferenceId\" = @conference"), "conference");

    /// <summary>Since when the first one waits for this ticket type; null when nobody does.</summary>
    public Statement FirstWaiting { get; } = new(connection, dialect,
        $"SELECT MIN(\"WaitingSince\") FROM \"Attendees\" WHERE \"TicketTypeId\" = @type AND \"State\" = {(int)AttendeeState.Waiting}", "type");

    /// <summary>Id and address of those that have an active registration already.</summary>
    public Statement Registered { get; } = new(connection, dialect,
        $"SELECT \"Id\", \"NormalisedEmail\" FROM \"Attendees\" WHERE \"ConferenceId\" = @conference AND {NotCancelled} AND \"NormalisedEmail\" IN (SELECT r.\"Email\" FROM {dialect.Rows(("Email", ColumnKind.Text))} r)",
        "conference", "rows");

    /// <summary>The guard stands in the statement itself: even a writer that decided on old numbers cannot oversell.</summary>
    public Statement TakeSeats { get; } = new(connection, dialect,
        """UPDATE "SeatPools" SET "Taken" = "Taken" + @seats WHERE "Id" = @pool AND "Taken" + @seats <= "Capacity" """, "seats", "pool");

    /// <summary>Hands back id and ticket code of each.</summary>
    public Statement AddAttendees { get; } = new(connection, dialect,
        dialect.Insert("Attendees", AttendeeColumns, [("ConferenceId", "@conference"), ("RegisteredAt", "@now"), ("Revision", "0"), ("Priority", "0"), ("MissedOffers", "0"), ("Accommodation", "0"), ("WaitingSince", $"CASE WHEN r.\"State\" = {(int)AttendeeState.Waiting} THEN @now END")], "Id", "TicketCode"),
        "conference", "now", "rows");

    public Statement AddLedgerLines { get; } = new(connection, dialect,
        dialect.Insert("SeatLedger", [("SeatPoolId", ColumnKind.Integer), ("AttendeeId", ColumnKind.Integer), ("Change", ColumnKind.Integer), ("Text", ColumnKind.Text)], [("At", "@now")]),
        "now", "rows");

    /// <summary>Hands back the ids of those that are due to hear again.</summary>
    public Statement ClaimRepeatLetters { get; } = new(connection, dialect,
        dialect.Update("Attendees", "\"RepeatLetterAt\" = @now", $"\"Id\" IN (SELECT r.\"Id\" FROM {dialect.Rows(("Id", ColumnKind.Integer))} r) AND (\"RepeatLetterAt\" IS NULL OR \"RepeatLetterAt\" <= @before)", "Id"),
        "now", "before", "rows");

    public Statement AddJobs { get; } = new(connection, dialect,
        dialect.Insert("Jobs", [("Kind", ColumnKind.Text), ("Payload", ColumnKind.Text)], [("CreatedAt", "@now"), ("DueAt", "@now"), ("Attempts", "0")]),
        "now", "rows");

    public ValueTask<DbTransaction> BeginAsync(CancellationToken ct) => connection.BeginTransactionAsync(ct);

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}

/// <summary>One statement with its parameters by position, prepared at its first use.</summary>
internal sealed class Statement(DbConnection connection, SqlDialect dialect, string sql, params string[] parameters)
{
    private DbCommand? _command;

    public async Task<int> RunAsync(DbTransaction transaction, params object[] values) =>
        await (await ReadyAsync(transaction, values)).ExecuteNonQueryAsync();

    public async Task<List<T>> ReadAsync<T>(DbTransaction transaction, Func<DbDataReader, T> read, params object[] values)
    {
        var rows = new List<T>();
        await using var reader = await (await ReadyAsync(transaction, values)).ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private async Task<DbCommand> ReadyAsync(DbTransaction transaction, object[] values)
    {
        var first = _command is null;
        var command = _command ??= Create();
        command.Transaction = transaction;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }

        if (first && dialect.Prepares)
        {
            await command.PrepareAsync();
        }

        return command;
    }

    private DbCommand Create()
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
