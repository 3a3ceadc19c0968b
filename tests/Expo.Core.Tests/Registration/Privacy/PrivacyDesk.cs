using Expo.Core.Data;
using Expo.Core.Jobs;
using Expo.Core.Mail;
using Expo.Core.Registration;
using Expo.Core.Submissions;
using Expo.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Expo.Core.Tests.Registration.Privacy;

/// <summary>A conference that people register for, and everything that knows about their data.</summary>
internal sealed class PrivacyDesk : IAsyncDisposable
{
    private readonly DirectoryInfo _mail = Directory.CreateTempSubdirectory("expo-letters-");

    private PrivacyDesk(RegistrationDesk desk, PrivacyOptions options)
    {
        (Desk, Files) = (desk, new LetterFiles(new MailFolder(_mail.FullName)));
        Service = new PrivacyService(Store, Files, new JobBell(), new Feed<SeatsChanged>(), Options.Create(new RegistrationOptions()), Options.Create(options), [new ProposalPersonalData(), new DeckPersonalData(), new SpeakerPersonalData()], desk.Test.Clock);
        Queries = new PrivacyQueries(Store);
        Accommodations = new AccommodationService(Store, new JobBell(), new Feed<AccommodationsChanged>(), desk.Test.Clock);
        Requests = new AccommodationQueries(Store);
    }

    public RegistrationDesk Desk { get; }

    public LetterFiles Files { get; }

    public string MailDirectory => _mail.FullName;

    public PrivacyService Service { get; }

    public PrivacyQueries Queries { get; }

    public AccommodationService Accommodations { get; }

    public AccommodationQueries Requests { get; }

    public ExpoStore Store => Desk.Test.Store;

    public static async Task<PrivacyDesk> OpenAsync(DatabaseProvider provider, int seats = 400, PrivacyOptions? options = null) =>
        new(await RegistrationDesk.OpenAsync(provider, seats), options ?? new PrivacyOptions());

    /// <summary>Every value of every column of every table that holds text, as the database has it: <c>table.column: value</c>.</summary>
    public Task<List<string>> DumpAsync() => Store.ReadAsync(async db =>
    {
        var found = new List<string>();
        foreach (var type in db.Model.GetEntityTypes())
        {
            var connection = db.Database.GetDbConnection();
            await db.Database.OpenConnectionAsync();
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT * FROM \"{type.GetTableName()}\"";
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                for (var column = 0; column < reader.FieldCount; column++)
                {
                    if (!await reader.IsDBNullAsync(column))
                    {
                        found.Add($"{type.GetTableName()}.{reader.GetName(column)}: {(reader.GetValue(column) is Array many ? string.Join(", ", many.Cast<object>()) : reader.GetValue(column))}");
                    }
                }
            }
        }

        return found;
    });

    public Task<Attendee> AttendeeAsync(int id) => Store.ReadAsync(db => db.Attendees.AsNoTracking().FirstAsync(a => a.Id == id));

    public async ValueTask DisposeAsync()
    {
        await Desk.DisposeAsync();
        _mail.Delete(recursive: true);
    }
}
