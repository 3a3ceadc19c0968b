using System.Diagnostics;
using Expo.Core.Agenda;
using Expo.Core.Data;
using Expo.Core.Mail;
using Expo.Core.Registration;
using Expo.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Expo.Bench;

/// <summary>What one ticket letter costs before it leaves: its words with the calendar, and its MIME form.</summary>
internal static class LettersRun
{
    private const int Letters = 3_000;

    public static async Task RunAsync(TextWriter to)
    {
        var site = new MailOptions { From = "desk@expo.example", Site = "https://expo.example/" };
        EventDay[] days = [new(Samples.Opening, Samples.Opening.AddHours(8)), new(Samples.Opening.AddDays(1), Samples.Opening.AddDays(1).AddHours(8))];
        Conference conference = Samples.Conference();
        Ticket Ticket(int i) => new(
            new Attendee { Id = i, ConferenceId = 1, TicketCode = "7K4M2QXR9TBCWJ5H", Name = $"Person {i}", Email = $"p{i}@example.org", NormalisedEmail = $"p{i}@example.org" }, conference, Places.Room, null);

        _ = TicketCalendar.Write(Ticket(0), days, site, Samples.Opening);
        await to.WriteLineAsync("| step | µs for each letter, median of the last 5 of 14 rounds |\n| --- | --- |");
        var written = new Letter[Letters];
        await MeasureAsync(to, "calendar alone", i => TicketCalendar.Write(Ticket(i), days, site, Samples.Opening));
        await MeasureAsync(to, "words and calendar", i => written[i] = RegistrationLetters.Write(nameof(SendTicket), "o7", Ticket(i), days, site, Samples.Opening)!);
        await MeasureAsync(to, "MIME", i =>
        {
            using var message = MimeLetters.ToMime(written[i], site, Samples.Opening);
            message.WriteTo(Stream.Null);
        });
        await OutboxAsync(to, site);
    }

    /// <summary>From rows on an SQLite file to .eml files, in batches of 50: each is two transactions.</summary>
    private static async Task OutboxAsync(TextWriter to, MailOptions site)
    {
        await using var test = await TestStore.CreateAsync(DatabaseProvider.Sqlite, Samples.Conference(), Samples.Room(), Samples.RoomTicket(), Samples.Stage(), Samples.Session());
        await using (var db = test.Factory.CreateDbContext())
        {
            db.Attendees.AddRange(Enumerable.Range(1, Letters).Select(i => new Attendee { ConferenceId = 1, TicketTypeId = 1, TicketCode = TicketCodes.Create(), Name = $"Person {i}", Email = $"p{i}@example.org", NormalisedEmail = $"p{i}@example.org" }));
            await db.SaveChangesAsync();
            db.Outbox.AddRange(Enumerable.Range(1, Letters).Select(i => OutboxLetter.For(nameof(SendTicket), $"p{i}@example.org", i, 0, test.Clock.GetUtcNow())));
            await db.SaveChangesAsync();
        }

        var folder = Directory.CreateTempSubdirectory("expo-bench-mail-");
        var runner = new OutboxRunner(
            test.Factory, test.Store, [new RegistrationLetterWriter(new RegistrationQueries(test.Store, test.Clock), Options.Create(site), test.Clock)],
            new FolderMailer(new MailFolder(folder.FullName), Options.Create(site), test.Clock), Options.Create(site), test.Clock, NullLogger<OutboxRunner>.Instance);
        var (sent, batches, begun) = (0, 0, Stopwatch.GetTimestamp());
        while (await runner.RunAsync(CancellationToken.None) is { Taken: > 0 } step)
        {
            (sent, batches) = (sent + step.Sent, batches + 1);
        }

        await to.WriteLineAsync($"\nOutbox on SQLite to a folder: {sent / Stopwatch.GetElapsedTime(begun).TotalSeconds:0} letters a second, {2 * batches} write transactions for {sent} letters.");
        folder.Delete(recursive: true);
    }

    private static async Task MeasureAsync(TextWriter to, string step, Action<int> work)
    {
        var rounds = new List<double>();
        for (var round = 0; round < 14; round++)
        {
            var begun = Stopwatch.GetTimestamp();
            for (var i = 0; i < Letters; i++)
            {
                work(i);
            }

            rounds.Add(Stopwatch.GetElapsedTime(begun).TotalMicroseconds / Letters);
        }

        // The first rounds compile.
        await to.WriteLineAsync($"| {step} | {rounds.TakeLast(5).Order().ElementAt(2):0} |");
    }
}
