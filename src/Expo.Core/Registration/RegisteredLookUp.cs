using System.Data.Common;
using System.Text.Json;
using Expo.Core.Data;
using Microsoft.Data.Sqlite;

namespace Expo.Core.Registration;

/// <summary>An active registration.</summary>
/// <param name="Code">The access code it came with, or null.</param>
internal sealed record Registered(int Id, string Email, int? Code);

/// <summary>Finds those of many addresses that have an active registration already. As with <see cref="RowInsert{T}"/>, SQLite is asked for each.</summary>
internal sealed class RegisteredLookUp(DbConnection connection, SqlDialect dialect) : IDisposable
{
    private static readonly string Where = $"\"ConferenceId\" = @conference AND {SeatStatements.NotCancelled}";

    private Statement? _all;
    private SqliteStatement? _each;

    /// <param name="transaction">Open on the connection.</param>
    /// <param name="conferenceId">Of this event.</param>
    /// <param name="emails">Normalised, each once.</param>
    public async Task<List<Registered>> FindAsync(DbTransaction transaction, int conferenceId, IReadOnlyCollection<string> emails)
    {
        if (connection is SqliteConnection sqlite)
        {
            return FindEach(sqlite, conferenceId, emails);
        }

        _all ??= new Statement(connection, dialect, dialect.LookUp("\"Id\", \"NormalisedEmail\", \"AccessCodeId\"", "Attendees", Where, "NormalisedEmail", "Email"), "conference", "rows");
        return await _all.ReadAsync(
            transaction, row => new Registered(row.GetInt32(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetInt32(2)), conferenceId, JsonSerializer.Serialize(emails.Select(email => new { Email = email })));
    }

    public void Dispose() => _each?.Dispose();

    private List<Registered> FindEach(SqliteConnection sqlite, int conferenceId, IReadOnlyCollection<string> emails)
    {
        var look = _each ??= new SqliteStatement(sqlite, $"SELECT \"Id\", \"AccessCodeId\" FROM \"Attendees\" WHERE {Where} AND \"NormalisedEmail\" = @email");
        var index = look.IndexOf("email");
        look.Bind("conference", conferenceId);
        var found = new List<Registered>();
        foreach (var email in emails)
        {
            look.Bind(index, email);
            try
            {
                if (look.Next())
                {
                    found.Add(new Registered((int)look.Integer(0), email, look.Integer(1) is var code and not 0 ? (int)code : null));
                }
            }
            finally
            {
                look.Reset();
            }
        }

        return found;
    }
}
